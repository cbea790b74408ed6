package org.platlang.hir.type;

/** What a generic declaration may ask of a type argument. */
public enum Bound {
    EQUAL("Equal"),
    ORDERED("Ordered"),
    HASH("Hash"),
    TEXT("Text"),
    NUMBER("Number"),
    SENDABLE("Sendable");

    private final String displayName;

    Bound(String displayName) {
        this.displayName = displayName;
    }

    public String displayName() {
        return displayName;
    }
}
