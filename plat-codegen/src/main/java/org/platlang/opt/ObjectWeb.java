package org.platlang.opt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.platlang.ir.Aux;
import org.platlang.ir.Edge;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Values that refer to the same new objects: allocations, and the block parameters and selects that nothing but these
 * (or null) goes into. {@link ObjectWebs} finds them.
 */
final class ObjectWeb {
    /** A part of the objects, at one offset. A store to it is made with {@code place}. */
    record Slot(Aux.Mem place, IrType type) {
        int offset() {
            return place.offset();
        }

        /** The address of the descriptor, which the allocation stores; else what is at offset 0 shares it with the header. */
        boolean isDescriptor() {
            return offset() == 0 && place.header() == 0;
        }

        boolean overlaps(Slot other) {
            return offset() < other.offset() + other.type.bytes() && other.offset() < offset() + type.bytes();
        }
    }

    /** A use that needs the object itself: an instruction (a RETURN too), or an argument of an edge. */
    sealed interface Escape {
        Value member();

        record At(Value member, Value user) implements Escape {}

        record Along(Value member, Edge edge) implements Escape {}
    }

    private final List<Value> members = new ArrayList<>();
    private final List<Value> allocations = new ArrayList<>();
    private final TreeMap<Integer, Slot> slots = new TreeMap<>();
    private final List<Escape> escapes = new ArrayList<>();
    private boolean nullable;
    private boolean immutable;

    void add(Value member) {
        members.add(member);
        if (member.op() == Opcode.ALLOC) {
            allocations.add(member);
        }
    }

    List<Value> members() {
        return members;
    }

    List<Value> allocations() {
        return allocations;
    }

    List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    Slot slot(int offset) {
        return java.util.Objects.requireNonNull(slots.get(offset));
    }

    /** Notes an access; false where it does not fit the accesses seen before. */
    boolean access(Value v, IrType type) {
        Slot s = new Slot(v.mem(), type);
        var below = slots.floorEntry(s.offset());
        if (below != null && below.getKey() == s.offset()) {
            return below.getValue().type == type;
        }
        var above = slots.ceilingEntry(s.offset());
        if ((below != null && below.getValue().overlaps(s))
                || (above != null && above.getValue().overlaps(s))) {
            return false;
        }
        slots.put(s.offset(), s);
        return true;
    }

    List<Escape> escapes() {
        return escapes;
    }

    /** Whether null is among what goes in. */
    boolean isNullable() {
        return nullable;
    }

    void setNullable() {
        nullable = true;
    }

    /**
     * Whether every object has all its stores before anything but the allocation itself refers to it. Its fields are then
     * values like others; else a web may only stand for one object at a time.
     */
    boolean isImmutable() {
        return immutable;
    }

    void setImmutable(boolean immutable) {
        this.immutable = immutable;
    }

    /** What all allocations make, if it is the same. */
    Optional<Aux.Alloc> kind() {
        Aux.Alloc first = (Aux.Alloc) allocations.get(0).aux();
        for (Value a : allocations) {
            if (!a.aux().equals(first)) {
                return Optional.empty();
            }
        }
        return Optional.of(first);
    }
}
