package org.platlang.lower;

import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.IrType;

/**
 * How the values of one enum are represented.
 *
 * @param name unique name of the type
 * @param shape which of the representations
 * @param scalars of a value
 * @param variants in the order of their tags
 */
record EnumLayout(String name, Shape shape, List<IrType> scalars, List<VariantLayout> variants) {
    /** The ways to represent an enum. */
    enum Shape {
        /** No variant has a scalar: one I32, the tag. */
        TAG_ONLY,
        /** One variant is a never-null reference, the other has no scalar and is null. */
        NULLABLE,
        /** The tag, an I32, then payload scalars that the variants share. */
        TAGGED,
        /** One reference to an immutable object: the tag, an I32, beside a compact header, then the payload. */
        BOXED
    }

    /** Offset of the tag in a box. */
    static final int BOX_TAG = RuntimeAbi.HEADER_SCALARS;

    /**
     * One variant.
     *
     * @param name as declared
     * @param fields scalars of each field, in order
     * @param slots TAGGED: for each payload scalar its index among the value's scalars; NULLABLE: index 0; else empty
     * @param box BOXED: where the payload scalars lie in the object; else an empty layout
     */
    record VariantLayout(String name, List<List<IrType>> fields, List<Integer> slots, Struct box) {
        /** All payload scalars. */
        List<IrType> payload() {
            return fields.stream().flatMap(List::stream).toList();
        }

        /** Index of the first payload scalar of a field. */
        int firstScalar(int field) {
            int at = 0;
            for (int i = 0; i < field; i++) {
                at += fields.get(i).size();
            }
            return at;
        }
    }

    /** NULLABLE: the variant that is not null. */
    int someVariant() {
        return variants.get(0).payload().isEmpty() ? 1 : 0;
    }
}
