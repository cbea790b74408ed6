package org.platlang.ir;

import java.util.List;

/**
 * One object of static data.
 *
 * @param symbol its assembly symbol, unique in the module
 * @param section where it goes
 * @param align in bytes, a power of two
 * @param global visible to other object files
 * @param items its contents, one after the other without padding
 */
public record StaticData(String symbol, Section section, int align, boolean global, List<Item> items) {
    public StaticData {
        items = List.copyOf(items);
    }

    /** Where data lives. */
    public enum Section {
        /** Never written, no addresses inside. */
        RODATA,
        /** Never written after loading, holds addresses. */
        RELRO,
        /** Writable. */
        DATA
    }

    /** A piece of the contents. */
    public sealed interface Item {
        /** Raw bytes. */
        record Bytes(byte[] bytes) implements Item {}

        /** An integer of 1, 2, 4 or 8 bytes, little endian. */
        record Int(int width, long value) implements Item {}

        /** The 8-byte address of a symbol plus a constant. */
        record Address(String symbol, long addend) implements Item {}

        /** Zero bytes. */
        record Zero(int count) implements Item {}
    }
}
