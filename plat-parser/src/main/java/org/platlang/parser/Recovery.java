package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.TokenArray;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.grammar.PlatParser;

/**
 * Parses one part of a file (an item, a {@code use}, …) that has errors: report the first, mend the tokens there, parse
 * again, until it fits. Each repair is small where the report tells what was meant (a missing {@code ;}), else the
 * smallest enclosing statement, arm or member becomes DAMAGED.
 *
 * <p>Progress: every report is at a later place than the one before. An error at the same place widens the repair (to
 * enclosing statements, in the end to the whole part) and is not reported again. So a part of n tokens takes at most n parses, and in
 * practice one a mistake; a part with more than {@link #MAX_REPORTS} mistakes is given up.
 */
final class Recovery {
    private static final int MAX_REPORTS = 50;

    private final SourceFile file;
    private final DiagnosticSink sink;
    private final List<CommonToken> tokens;
    private final List<Integer> skipped;

    /**
     * @param part balanced tokens, without EOF
     * @param skipped where characters that begin no token were left out
     */
    Recovery(SourceFile file, DiagnosticSink sink, List<CommonToken> part, List<Integer> skipped) {
        this.skipped = skipped;
        this.file = file;
        this.sink = sink;
        this.tokens = new ArrayList<>(part);
        int end = part.get(part.size() - 1).getStopIndex() + 1;
        CommonToken eof = new CommonToken(Token.EOF);
        eof.setStartIndex(end);
        eof.setStopIndex(end - 1);
        tokens.add(eof);
    }

    /** The tree of the part; null if nothing of it could be kept. */
    PlatParser.@Nullable FilePartContext parse() {
        int last = -1;
        int widened = 0;
        int repaired = -1; // the token after those just put in: what fails there is another mistake
        for (int reports = 0; reports < MAX_REPORTS; ) {
            PlatParser parser = new PlatParser(new TokenArray(file, tokens));
            FirstError strategy = new FirstError();
            parser.removeErrorListeners();
            parser.setErrorHandler(strategy);
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            FirstError.Failure failure;
            try {
                return parser.filePart();
            } catch (ParseCancellationException cancelled) {
                if (!(cancelled.getCause() instanceof RecognitionException error)) {
                    throw cancelled;
                }
                failure = strategy.failure(parser, error);
            }
            int place = tokens.get(failure.token()).getStartIndex();
            boolean beyondRepair = place == last && repaired >= 0 && failure.token() >= repaired;
            repaired = -1;
            if (place > last || beyondRepair) {
                widened = 0;
                int prior = last;
                last = place;
                if (!isExplained(region(failure, 0), failure.token())) {
                    reports++;
                    Advice advice = new Advice(file, tokens, failure);
                    sink.report(advice.diagnostic());
                    int before = tokens.size();
                    if (advice.repair(tokens)) {
                        int added = tokens.size() - before;
                        repaired = place > prior && added > 0 ? failure.token() + added : -1;
                        continue;
                    }
                }
            }
            if (!region(failure, widened++).replace(tokens)) {
                return null;
            }
        }
        return null;
    }

    /** Whether an unclosed bracket or string in the region, which has been reported, explains the error. */
    private boolean isExplained(Region region, int failed) {
        CommonToken offending = tokens.get(failed);
        int before = failed == 0 ? -1 : tokens.get(failed - 1).getStopIndex();
        for (int end : skipped) {
            if (before < end && end <= offending.getStartIndex()) {
                return true;
            }
        }
        if (offending.getType() == PlatParser.ARROW && file.text().startsWith("=>", offending.getStartIndex())) {
            return true; // ForeignOperators has said so
        }
        for (int i = region.start; i < region.end; i++) {
            CommonToken token = tokens.get(i);
            boolean unclosedString =
                    token.getType() == PlatParser.STRING_END && token.getStopIndex() < token.getStartIndex();
            if (unclosedString || token instanceof RepairToken repair && repair.isBracket()) {
                return true;
            }
        }
        return false;
    }

    /** Tokens [start, end) that stand for one statement, arm or member. */
    private static final class Region {
        enum Kind {
            STATEMENT,
            ARM,
            MEMBER
        }

        final Kind kind;
        final int start;
        final int end;

        Region(Kind kind, int start, int end) {
            this.kind = kind;
            this.start = start;
            this.end = end;
        }

        /** Puts damage in its place; false if there is nothing left to replace. */
        boolean replace(List<CommonToken> tokens) {
            if (start >= end) {
                return false;
            }
            int offset = tokens.get(start).getStartIndex();
            tokens.subList(start, end).clear();
            switch (kind) {
                case STATEMENT -> insert(tokens, offset, PlatParser.DAMAGED, PlatParser.SEMI);
                case ARM ->
                    insert(tokens, offset, PlatParser.DAMAGED, PlatParser.ARROW, PlatParser.DAMAGED, PlatParser.COMMA);
                case MEMBER -> {}
            }
            return true;
        }

        private void insert(List<CommonToken> tokens, int offset, int... types) {
            for (int i = 0; i < types.length; i++) {
                tokens.add(start + i, new RepairToken(types[i], offset, false));
            }
        }
    }

    /**
     * The smallest region around the failure, or a wider one.
     *
     * @param wider how many fitting ones to pass over; beyond the widest the region is empty
     */
    private Region region(FirstError.Failure failure, int wider) {
        int passed = 0;
        for (ParserRuleContext at = failure.context(); at != null; at = at.getParent()) {
            int start = at.getStart().getTokenIndex();
            Region.Kind kind;
            if (at instanceof PlatParser.SimpleContext
                    || at instanceof PlatParser.PlainStatementContext
                    || at instanceof PlatParser.StatementContext) {
                kind = Region.Kind.STATEMENT;
            } else if (at instanceof PlatParser.ArmsContext || at instanceof PlatParser.SelectArmsContext) {
                kind = Region.Kind.ARM;
            } else if (at instanceof PlatParser.MemberContext
                    || at instanceof PlatParser.VariantContext
                    || at instanceof PlatParser.EnumMethodContext) {
                kind = Region.Kind.MEMBER;
            } else if (isStatements(at)) {
                kind = Region.Kind.STATEMENT;
                start = statementStart(failure.token());
            } else if (at instanceof PlatParser.ClassDeclarationContext declared && declared.LBRACE() != null
                    || at instanceof PlatParser.EnumDeclarationContext enumeration && enumeration.LBRACE() != null) {
                kind = Region.Kind.MEMBER;
                start = failure.token();
            } else {
                continue;
            }
            if (tokens.get(start).getType() == Token.EOF || start > failure.token()) {
                continue;
            }
            int end = end(kind, start, failure.token());
            if (end > start && passed++ >= wider) {
                return new Region(kind, start, end);
            }
        }
        return new Region(Region.Kind.MEMBER, 0, 0);
    }

    /** After the `;`, the opening brace or the braced statement before the one that token {@code failed} is in. */
    private int statementStart(int failed) {
        int depth = 0;
        for (int i = failed - 1; i >= 0; i--) {
            int type = tokens.get(i).getType();
            if (depth == 0 && (type == PlatParser.SEMI || type == PlatParser.RBRACE && beginsLine(i + 1))) {
                return i + 1;
            }
            if (TokenClass.isClosing(type)) {
                depth++;
            } else if (TokenClass.isOpening(type)) {
                if (depth == 0) {
                    return i + 1;
                }
                depth--;
            }
        }
        return failed;
    }

    private static boolean isStatements(ParserRuleContext context) {
        return context instanceof PlatParser.BlockContext block && block.LBRACE() != null
                || context instanceof PlatParser.BracesContext && context.getChildCount() > 0
                || context instanceof PlatParser.BlockTailContext;
    }

    /** Where the region from {@code start} ends, which must lie beyond the token that failed. */
    private int end(Region.Kind kind, int start, int failed) {
        int depth = 0;
        int i = start;
        while (i < tokens.size() - 1) {
            int type = tokens.get(i).getType();
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type)) {
                if (depth == 0) {
                    return i;
                }
                depth--;
                if (depth == 0
                        && i >= failed
                        && type == PlatParser.RBRACE
                        && (kind == Region.Kind.MEMBER || beginsLine(i + 1))
                        && !continuesAfterBrace(tokens.get(i + 1).getType())) {
                    return i + 1;
                }
            } else if (depth == 0 && i >= failed) {
                boolean ends = kind == Region.Kind.ARM
                        ? type == PlatParser.COMMA
                        : type == PlatParser.SEMI || kind == Region.Kind.MEMBER && type == PlatParser.COMMA;
                if (ends) {
                    return i + 1;
                }
                if (i > failed && beginsLine(i) && begins(kind, i)) {
                    return i;
                }
            }
            i++;
        }
        return i;
    }

    private static boolean continuesAfterBrace(int type) {
        return type == PlatParser.SEMI || type == PlatParser.COMMA || type == PlatParser.ELSE || type == PlatParser.DOT;
    }

    private boolean begins(Region.Kind kind, int i) {
        int type = tokens.get(i).getType();
        if (kind == Region.Kind.STATEMENT) {
            return TokenClass.beginsStatementOnly(type) || type == PlatParser.IF || type == PlatParser.MATCH;
        }
        return kind == Region.Kind.MEMBER
                && (TokenClass.beginsItem(type, tokens.get(i + 1).getType())
                        || type == PlatParser.LET
                        || type == PlatParser.VAR
                        || type == PlatParser.INIT);
    }

    private boolean beginsLine(int i) {
        return i > 0
                && file.line(tokens.get(i - 1).getStartIndex())
                        < file.line(tokens.get(i).getStartIndex());
    }
}
