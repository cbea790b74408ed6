package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Stmt;

/**
 * Collects the contents of a block in order, and finds its value. Invariant: {@code last}, if any, is an expression not
 * yet known to be a statement; {@code unended}, if any, is where a {@code ;} must come before the next statement.
 */
final class BlockAssembler {
    private final Build build;
    private final List<Stmt> statements = new ArrayList<>();
    private @Nullable Expr last;
    private @Nullable Span unended;
    private boolean afterTry;

    BlockAssembler(Build build) {
        this.build = build;
    }

    /** An expression that needs a {@code ;} unless it is the block's value. */
    void simple(Expr expression) {
        next();
        last = expression;
        unended = expression.span();
    }

    /** A statement that needs a {@code ;} unless it is the last. */
    void simple(Stmt statement) {
        next();
        statements.add(statement);
        unended = statement.span();
    }

    /** A statement that has its {@code ;} or needs none. */
    void complete(Stmt statement) {
        next();
        statements.add(statement);
    }

    /** An expression that ends at its brace: a statement, or the block's value. */
    void blockLike(Expr expression) {
        next();
        last = expression;
    }

    void semicolon() {
        unended = null;
        flush();
    }

    private void next() {
        if (unended != null) {
            boolean explained = build.isExplained(unended.end()) || last != null && BodyCalls.isReported(last);
            Diagnostic report = explained ? null : missingSemicolon(unended);
            if (report != null) {
                build.sink.report(report);
            }
            unended = null;
        }
        flush();
    }

    /**
     * A word of another language before braces, such as `try { … }`, looks like a statement without its `;`. Null for a
     * part of a construct that has been reported.
     */
    private @Nullable Diagnostic missingSemicolon(Span after) {
        Expr written = last instanceof Expr.Call call ? call.callee() : last;
        if (written instanceof Expr.Path path && path.simpleName().isPresent()) {
            Diagnostic known = ForeignWords.statement(path.span());
            if (BodyCalls.isConstruct(path.span().text())) {
                int brace = Texts.skipSpaces(after.file().text(), after.end());
                return BodyCalls.trailing(path.span(), after.end(), brace);
            }
            boolean handler = ForeignWords.isHandler(path.span().text());
            if (handler && afterTry) {
                return null;
            }
            afterTry |= path.span().text().equals("try");
            if (known != null) {
                return known;
            }
        }
        return SyntaxReports.missingSemicolon(after);
    }

    private void flush() {
        Expr expression = last;
        if (expression != null) {
            statements.add(
                    expression instanceof Expr.Invalid
                            ? new Stmt.Invalid(expression.span())
                            : new Stmt.Expression(expression, expression.span()));
            last = null;
        }
    }

    Expr.Block finish(Span span) {
        if (last instanceof Expr.Invalid) {
            flush();
        }
        return new Expr.Block(List.copyOf(statements), Optional.ofNullable(last), span);
    }
}
