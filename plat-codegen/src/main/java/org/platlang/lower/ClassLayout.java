package org.platlang.lower;

import java.util.List;
import org.platlang.ir.Aux;
import org.platlang.ir.MemKind;

/**
 * Where the fields of a class lie.
 *
 * @param name unique name of the type: the owner in memory kinds
 * @param descriptor symbol of the type descriptor
 * @param header of the instances where it is a compact one; 0 where it is the address of the descriptor
 * @param struct all fields' scalars
 * @param firstScalar per field, the index of its first scalar in {@code struct}; one more entry for the end
 */
record ClassLayout(String name, String descriptor, int header, Struct struct, List<Integer> firstScalar) {
    /** Bytes of an instance. */
    int size() {
        return struct.objectSize();
    }

    /** Where the scalar at an offset lies: one at the very beginning is a reference that shares its word with the header. */
    Aux.Mem place(int offset, MemKind kind) {
        return new Aux.Mem(offset, 0, kind, offset == 0 ? header : 0);
    }

    /** Offsets of the references that have a word of their own. */
    List<Integer> references() {
        return struct.references().stream().filter(offset -> offset > 0).toList();
    }
}
