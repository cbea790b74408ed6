package org.platlang.parser;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.TokenArray;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.grammar.PlatParser;

/**
 * What the builders of the AST share: the file, where to report, and each other (they recurse mutually). Also guards the
 * depth of the tree: whoever builds a nested form calls {@link #enter} and {@link #leave} around its parts.
 */
final class Build {
    /** Brackets are limited to 1,000 levels before parsing; other nestings (prefixes, `else if`, types) here. */
    static final int MAX_DEPTH = 4_000;

    final SourceFile file;
    final DiagnosticSink sink;
    final Documentation documentation;
    final TypeBuilder types;
    final PatternBuilder patterns;
    final LiteralBuilder literals;
    final ExpressionBuilder expressions;
    final StatementBuilder statements;
    private Set<Integer> explained = Set.of();
    private int depth;

    Build(SourceFile file, DiagnosticSink sink, Documentation documentation) {
        this.file = file;
        this.sink = sink;
        this.documentation = documentation;
        this.types = new TypeBuilder(this);
        this.patterns = new PatternBuilder(this);
        this.literals = new LiteralBuilder(this);
        this.expressions = new ExpressionBuilder(this);
        this.statements = new StatementBuilder(this);
    }

    /** Notes ends of unclosed strings and brackets, which were reported: what is missing there is explained. */
    void explain(List<CommonToken> tokens) {
        explained = new HashSet<>();
        for (CommonToken token : tokens) {
            boolean empty = token.getStopIndex() < token.getStartIndex();
            if (empty && (token.getType() == PlatParser.STRING_END || TokenClass.isClosing(token.getType()))) {
                explained.add(token.getStartIndex());
            }
        }
    }

    /** Whether something missing at this offset has been explained by another report. */
    boolean isExplained(int offset) {
        return explained.contains(offset);
    }

    /** Whether one level more may be built; if not, it has been reported. Pairs with {@link #leave}. */
    boolean enter(ParserRuleContext context) {
        if (++depth > MAX_DEPTH) {
            if (depth == MAX_DEPTH + 1) {
                sink.report(SyntaxReports.tooDeep(TokenArray.span(file, context.getStart())));
            }
            return false;
        }
        return true;
    }

    void leave() {
        depth--;
    }

    Diagnostic error(DiagnosticCode code, Span span, String message) {
        return Diagnostic.at(code, span, message);
    }

    Span span(Token token) {
        return TokenArray.span(file, token);
    }

    Span span(ParserRuleContext context) {
        return span(context.getStart(), context.getStop());
    }

    /** From the start of one token to the end of another. */
    Span span(Token first, Token last) {
        int start = first.getStartIndex();
        return new Span(file, start, Math.max(start, last.getStopIndex() + 1));
    }

    String text(Token token) {
        return file.text().substring(token.getStartIndex(), token.getStopIndex() + 1);
    }

    Identifier identifier(Token token) {
        return new Identifier(text(token), span(token));
    }

    /** A rule that matches one word. */
    Identifier identifier(ParserRuleContext word) {
        return identifier(word.getStart());
    }

    /** A label or its definition, without the quote and the colon. */
    Identifier label(Token token) {
        String text = text(token);
        int end = text.endsWith(":") ? text.length() - 1 : text.length();
        int start = token.getStartIndex();
        return new Identifier(text.substring(1, end), new Span(file, start, start + end));
    }
}
