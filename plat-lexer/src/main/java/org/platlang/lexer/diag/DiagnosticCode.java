package org.platlang.lexer.diag;

/**
 * Every kind of report the compiler makes: id, severity, title. Ids are never reused. Grouped by phase, one row a line;
 * a phase adds its rows at the end of its group.
 */
public enum DiagnosticCode {
    // E01xx: lexer and parser
    E0100("E0100", Severity.ERROR, "the text is not as the grammar wants it"),
    E0101("E0101", Severity.ERROR, "missing `;`"),
    E0102("E0102", Severity.ERROR, "unclosed bracket"),
    E0103("E0103", Severity.ERROR, "closing bracket without an opening one"),
    E0104("E0104", Severity.ERROR, "unclosed string"),
    E0105("E0105", Severity.ERROR, "unclosed comment"),
    E0106("E0106", Severity.ERROR, "unknown escape in a string"),
    E0107("E0107", Severity.ERROR, "malformed number"),
    E0108("E0108", Severity.ERROR, "unknown character"),
    E0109("E0109", Severity.ERROR, "nesting too deep"),
    E0110("E0110", Severity.ERROR, "comparisons and ranges do not chain"),
    E0111("E0111", Severity.ERROR, "`not` after a tighter operator"),
    E0112("E0112", Severity.ERROR, "assignment inside an expression"),
    E0113("E0113", Severity.ERROR, "not something that can be assigned"),
    E0114("E0114", Severity.ERROR, "jump inside an expression"),
    E0115("E0115", Severity.ERROR, "malformed format specification"),
    E0116("E0116", Severity.ERROR, "interpolation where a plain string is wanted"),
    E0117("E0117", Severity.ERROR, "source text that cannot be read"),
    E0118("E0118", Severity.ERROR, "reserved word used as a name"),
    E0119("E0119", Severity.ERROR, "operator or keyword of another language"),
    E0120("E0120", Severity.ERROR, "missing part of a construct"),
    E0121("E0121", Severity.ERROR, "wrong arguments of a built-in construct"),
    E0122("E0122", Severity.ERROR, "modifiers in the wrong place or order"),
    E0123("E0123", Severity.ERROR, "something in the wrong place in a file"),

// E02xx: names, modules, visibility

// E03xx: types

// E04xx: patterns and control flow

// E05xx: concurrency

// E09xx: program and driver

// W0xxx: warnings

;

    private final String id;
    private final Severity severity;
    private final String title;

    DiagnosticCode(String id, Severity severity, String title) {
        this.id = id;
        this.severity = severity;
        this.title = title;
    }

    /** What the user sees and gives to {@code platc explain}. */
    public String id() {
        return id;
    }

    public Severity severity() {
        return severity;
    }

    /** One line, without the particulars of a case. */
    public String title() {
        return title;
    }
}
