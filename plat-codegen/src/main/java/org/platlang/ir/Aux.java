package org.platlang.ir;

import java.util.List;

/** The immediate part of an instruction; which record an opcode has is {@link Opcode#aux()}. */
public sealed interface Aux {
    /** No immediate. */
    record None() implements Aux {}

    /** An integer constant, wrapped and sign-extended to the type; the index of a PROJ; a worker offset in bytes. */
    record Int(long value) implements Aux {
        // Written out, like those of Symbol, Mem and MemKind, for the reason given in Positions.Position.
        @Override
        public boolean equals(Object other) {
            return other instanceof Int i && value == i.value;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(value);
        }
    }

    /** A floating constant; for F32 a value that is exact in F32. Equal only if the bits are equal. */
    record Float(double value) implements Aux {
        @Override
        public boolean equals(Object other) {
            return other instanceof Float f && Double.doubleToRawLongBits(f.value) == Double.doubleToRawLongBits(value);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(Double.doubleToRawLongBits(value));
        }
    }

    /** The address of a symbol. */
    record Symbol(String name) implements Aux {
        @Override
        public boolean equals(Object other) {
            return other instanceof Symbol s && name.equals(s.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /**
     * A memory access at base + offset, or base + index * stride + offset for the indexed forms.
     *
     * @param stride bytes; 0 in the forms without index, else at least 1 (any constant; 1, 2, 4, 8 fold into addressing)
     * @param header of a reference that shares the first word with the header: the compact header; else 0
     */
    record Mem(int offset, int stride, MemKind kind, int header) implements Aux {
        /** An access to bytes of its own. */
        public Mem(int offset, int stride, MemKind kind) {
            this(offset, stride, kind, 0);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Mem m
                    && offset == m.offset
                    && stride == m.stride
                    && header == m.header
                    && kind.equals(m.kind);
        }

        @Override
        public int hashCode() {
            return (offset * 31 + stride) * 31 + kind.hashCode();
        }
    }

    /**
     * An allocation of constant size.
     *
     * @param descriptor symbol of the type descriptor
     * @param size bytes with the header, a multiple of 8
     * @param header the compact header stored at offset 0; where it is 0, the address of the descriptor is
     */
    record Alloc(String descriptor, int size, int header) implements Aux {}

    /**
     * A call: the callee and its result types; the first is the call's own value, the others PROJ.
     *
     * @param symbol of the callee; of an indirect call, a name for people
     */
    record Call(String symbol, List<IrType> results, CallEffect effect) implements Aux {
        public Call {
            results = List.copyOf(results);
        }
    }

    /** What a branch knows about its likely direction. */
    record Branch(Likely likely) implements Aux {}

    /** The keys of a SWITCH, ascending and distinct; edge i belongs to key i, the last edge is the default. */
    record Switch(List<Long> keys) implements Aux {
        public Switch {
            keys = List.copyOf(keys);
        }
    }

    /** The one instance of no immediate. */
    None NONE = new None();

    /** How often the first edge of a branch is taken. */
    enum Likely {
        UNKNOWN,
        LIKELY,
        UNLIKELY
    }

    /** What a call may do to memory and control, from least to most. */
    enum CallEffect {
        /** Result depends on the arguments alone; no effect: may be merged, moved and removed. */
        PURE,
        /** Reads memory, no other effect: may be removed, not moved over stores. */
        READS,
        /** Anything, and returns, also where it parks or is a safepoint: it never raises. */
        RETURNS,
        /** Anything, and returns or raises. */
        ANY,
        /** Anything, and never returns: an UNREACHABLE follows, at once or behind a TRY. */
        NORETURN
    }

    /** Kinds of immediates, for the opcode table. */
    enum Kind {
        NONE,
        INT,
        FLOAT,
        SYMBOL,
        MEM,
        ALLOC,
        CALL,
        BRANCH,
        SWITCH
    }

    /** The kind of this record. */
    default Kind kindOf() {
        return switch (this) {
            case None n -> Kind.NONE;
            case Int i -> Kind.INT;
            case Float f -> Kind.FLOAT;
            case Symbol s -> Kind.SYMBOL;
            case Mem m -> Kind.MEM;
            case Alloc a -> Kind.ALLOC;
            case Call c -> Kind.CALL;
            case Branch b -> Kind.BRANCH;
            case Switch s -> Kind.SWITCH;
        };
    }
}
