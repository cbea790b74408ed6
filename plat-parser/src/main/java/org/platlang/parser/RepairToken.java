package org.platlang.parser;

import org.antlr.v4.runtime.CommonToken;

/** A token that recovery put in; its text is empty. */
final class RepairToken extends CommonToken {
    private static final long serialVersionUID = 1;

    private final boolean bracket;

    /**
     * @param offset where it stands, just before the character there
     * @param bracket whether it closes a bracket the user left open: then the error around it has been reported
     */
    RepairToken(int type, int offset, boolean bracket) {
        super(type);
        this.bracket = bracket;
        setStartIndex(offset);
        setStopIndex(offset - 1);
        setText("");
    }

    boolean isBracket() {
        return bracket;
    }
}
