package org.platlang.lexer.diag;

/** How grave a diagnostic is. Only errors stop a build. */
public enum Severity {
    ERROR("error"),
    WARNING("warning");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The word shown to the user. */
    public String word() {
        return word;
    }
}
