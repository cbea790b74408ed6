package org.platlang.ir;

/**
 * What part of memory an access touches; two accesses of different kinds never touch the same byte. This is the whole
 * alias analysis by type.
 *
 * @param tag the family
 * @param name FIELD: the owner's type; ELEMENT: the element layout; RUNTIME: the structure; else empty
 * @param detail FIELD and RUNTIME: byte offset in the object; ELEMENT: byte offset within the element; else 0
 */
public record MemKind(Tag tag, String name, int detail) {
    /** The families of memory. */
    public enum Tag {
        /** A field of an object: the owner's type and offset tell fields apart. */
        FIELD,
        /** An element (or a scalar of a multi-scalar element) of a list's buffer, told apart by layout and offset. */
        ELEMENT,
        /** The I32 length word of a buffer. */
        ARRAY_LENGTH,
        /** Written once, before anybody can read: string headers, enum boxes. No store or call changes it. */
        IMMUTABLE,
        /** Words of runtime records: task slots and headers, scopes. Any call may change them. */
        RUNTIME
    }

    /** {@link Value#objectOf} of a list's buffer, whatever its elements. */
    public static final String BUFFER = "buffer";

    public static final MemKind ARRAY_LENGTH = new MemKind(Tag.ARRAY_LENGTH, "", 0);
    public static final MemKind IMMUTABLE = new MemKind(Tag.IMMUTABLE, "", 0);

    public static MemKind field(String owner, int offset) {
        return new MemKind(Tag.FIELD, owner, offset);
    }

    public static MemKind element(String layout, int offset) {
        return new MemKind(Tag.ELEMENT, layout, offset);
    }

    public static MemKind runtime(String structure, int offset) {
        return new MemKind(Tag.RUNTIME, structure, offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemKind k && tag == k.tag && detail == k.detail && name.equals(k.name);
    }

    @Override
    public int hashCode() {
        return (tag.ordinal() * 31 + detail) * 31 + name.hashCode();
    }

    /** True where a store of kind {@code other} can change what a load of this kind sees. */
    public boolean mayAlias(MemKind other) {
        return tag == other.tag && detail == other.detail && name.equals(other.name);
    }
}
