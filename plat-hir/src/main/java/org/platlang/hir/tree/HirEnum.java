package org.platlang.hir.tree;

import java.util.List;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypePrinter;

/** One instance of an enum, Option and Result included; a variant's index is its place in the list. */
public record HirEnum(EnumType type, List<Variant> variants) {

    /** A variant; no fields for one without payload. */
    public record Variant(String name, List<Field> fields) {}

    /**
     * A field of a payload.
     *
     * @param named false for positional ones, whose names are {@code field0}, {@code field1} …: they are not
     *     shown in the text of a value
     */
    public record Field(String name, Type type, boolean named) {}

    /** Unique in the program. */
    public String name() {
        return TypePrinter.unique(type);
    }
}
