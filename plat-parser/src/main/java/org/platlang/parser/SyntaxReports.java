package org.platlang.parser;

import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;

/** Reports made in more than one place of the parser. */
final class SyntaxReports {
    /** Levels of nested brackets a program may have (§1). */
    static final int MAX_NESTING = 1_000;

    private SyntaxReports() {}

    static Diagnostic tooDeep(Span span) {
        return Diagnostic.at(
                        DiagnosticCode.E0109,
                        span,
                        "this is nested too deep: at most " + MAX_NESTING + " levels are allowed")
                .help("give inner parts names, or move them to functions of their own");
    }

    static Diagnostic missingSemicolon(Span after) {
        return Diagnostic.at(DiagnosticCode.E0101, after.atEnd(), "missing `;`")
                .label("put a `;` here")
                .fix("add `;`", after.atEnd(), ";");
    }
}
