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
    E0201("E0201", Severity.ERROR, "unknown name"),
    E0202("E0202", Severity.ERROR, "unknown type"),
    E0203("E0203", Severity.ERROR, "unknown field or method"),
    E0204("E0204", Severity.ERROR, "unknown variant"),
    E0205("E0205", Severity.ERROR, "name declared twice"),
    E0206("E0206", Severity.ERROR, "name not in the prescribed form"),
    E0207("E0207", Severity.ERROR, "name of a built-in type declared"),
    E0208("E0208", Severity.ERROR, "something that is not a value used as one"),
    E0209("E0209", Severity.ERROR, "private to another module"),
    E0210("E0210", Severity.ERROR, "unknown module"),
    E0211("E0211", Severity.ERROR, "`mod` that does not match the place of the file"),

    // E03xx: types
    E0301("E0301", Severity.ERROR, "mismatched types"),
    E0302("E0302", Severity.ERROR, "integer literal where a float is wanted"),
    E0303("E0303", Severity.ERROR, "literal out of range"),
    E0304("E0304", Severity.ERROR, "operator does not suit the type"),
    E0305("E0305", Severity.ERROR, "missing arguments"),
    E0306("E0306", Severity.ERROR, "unknown or repeated argument"),
    E0307("E0307", Severity.ERROR, "argument without its name"),
    E0308("E0308", Severity.ERROR, "not something that can be called"),
    E0309("E0309", Severity.ERROR, "type cannot be inferred"),
    E0310("E0310", Severity.ERROR, "wrong number of type arguments"),
    E0311("E0311", Severity.ERROR, "type does not meet a bound"),
    E0312("E0312", Severity.ERROR, "infinitely many instances"),
    E0313("E0313", Severity.ERROR, "assignment to something immutable"),
    E0314("E0314", Severity.ERROR, "no conversion between these types"),
    E0315("E0315", Severity.ERROR, "format does not suit the type"),
    E0316("E0316", Severity.ERROR, "`?` where it cannot be used"),
    E0317("E0317", Severity.ERROR, "`self` where there is none"),
    E0318("E0318", Severity.ERROR, "field used or left before it is set"),
    E0319("E0319", Severity.ERROR, "value needed"),
    E0320("E0320", Severity.ERROR, "not a compile-time constant"),
    E0321("E0321", Severity.ERROR, "defined by itself"),
    E0322("E0322", Severity.ERROR, "not something that can be iterated over"),
    E0323("E0323", Severity.ERROR, "method that cannot be called this way"),
    E0324("E0324", Severity.ERROR, "method with a wrong signature"),
    E0325("E0325", Severity.ERROR, "task used where its result is wanted"),
    E0326("E0326", Severity.ERROR, "`equals` without `hash`, or `hash` without `equals`"),
    E0340("E0340", Severity.ERROR, "method that breaks the rules of overriding"),
    E0341("E0341", Severity.ERROR, "not a fit base class"),
    E0342("E0342", Severity.ERROR, "`mut` on a method that changes nothing"),
    E0343("E0343", Severity.ERROR, "`super` where there is none"),

    // E04xx: patterns and control flow
    E0401("E0401", Severity.ERROR, "match that is not exhaustive"),
    E0402("E0402", Severity.ERROR, "pattern does not suit the type"),
    E0403("E0403", Severity.ERROR, "pattern that may not match"),
    E0404("E0404", Severity.ERROR, "`else` block falls through"),
    E0405("E0405", Severity.ERROR, "jump without a loop"),
    E0406("E0406", Severity.ERROR, "unknown label"),
    E0407("E0407", Severity.ERROR, "alternatives bind different variables"),
    E0408("E0408", Severity.ERROR, "value for a loop that gives none"),
    E0409("E0409", Severity.ERROR, "end of the function reached without a value"),
    E0410("E0410", Severity.ERROR, "empty range in a pattern"),
    E0411("E0411", Severity.ERROR, "wrong fields in a pattern"),

    // E05xx: concurrency
    E0501("E0501", Severity.ERROR, "`spawn` outside `concurrent`"),
    E0502("E0502", Severity.ERROR, "jump out of a task"),
    E0503("E0503", Severity.ERROR, "assignment to a captured variable"),
    E0504("E0504", Severity.ERROR, "jump out of a `defer`"),
    E0505("E0505", Severity.ERROR, "jump out of a parallel loop"),
    E0506("E0506", Severity.ERROR, "`par()` by itself"),
    E0507("E0507", Severity.ERROR, "`select` arm that is no channel operation"),
    E0508("E0508", Severity.ERROR, "`select` with arms that do not go together"),
    E0509("E0509", Severity.ERROR, "`race` without arms"),
    E0510("E0510", Severity.ERROR, "`defer`s nested too deep"),
    E0511("E0511", Severity.ERROR, "wrong use of task-locals"),

    // E09xx: program and driver
    E0900("E0900", Severity.ERROR, "a file or a tool of the machine"),
    E0950("E0950", Severity.ERROR, "not available yet"),
    E0951("E0951", Severity.ERROR, "no `main`"),
    E0952("E0952", Severity.ERROR, "`main` with a wrong signature"),
    E0960("E0960", Severity.ERROR, "test, benchmark or hook with a wrong signature"),

    // W0xxx: warnings
    W0001("W0001", Severity.WARNING, "variable never read"),
    W0002("W0002", Severity.WARNING, "unreachable code"),
    W0003("W0003", Severity.WARNING, "unused import"),
    W0004("W0004", Severity.WARNING, "ignored result"),
    W0005("W0005", Severity.WARNING, "unreachable arm"),
    W0006("W0006", Severity.WARNING, "statement without an effect"),
    W0007("W0007", Severity.WARNING, "condition whose pattern always matches"),
    W0008("W0008", Severity.WARNING, "decimal number with a leading zero"),
    W0009("W0009", Severity.WARNING, "invisible characters that turn the direction of text"),
    W0010("W0010", Severity.WARNING, "text of a task, not of its result"),
    W0011("W0011", Severity.WARNING, "index that is always out of range"),
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
