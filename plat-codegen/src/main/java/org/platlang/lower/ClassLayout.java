package org.platlang.lower;

import java.util.List;

/**
 * Where the fields of a class lie.
 *
 * @param name unique name of the type: the owner in memory kinds
 * @param descriptor symbol of the type descriptor
 * @param struct all fields' scalars, from offset 8
 * @param firstScalar per field, the index of its first scalar in {@code struct}; one more entry for the end
 */
record ClassLayout(String name, String descriptor, Struct struct, List<Integer> firstScalar) {
    /** Bytes of an instance. */
    int size() {
        return struct.objectSize();
    }
}
