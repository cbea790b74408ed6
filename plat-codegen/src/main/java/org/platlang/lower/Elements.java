package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** The memory of lists: their buffer, its length and elements, without checks. */
final class Elements {
    private final ModuleLowering module;
    private final FunctionBuilder b;

    Elements(ModuleLowering module, FunctionBuilder b) {
        this.module = module;
        this.b = b;
    }

    static MemKind bufferKind(Type element) {
        return MemKind.field("List[" + TypePrinter.unique(element) + "]", RuntimeAbi.LIST_BUFFER);
    }

    Value buffer(Value list, Type element) {
        Value buffer = b.load(IrType.REF, list, RuntimeAbi.LIST_BUFFER, bufferKind(element));
        buffer.setObjectOf(MemKind.BUFFER);
        return buffer;
    }

    /** Number of elements in use. */
    Value length(Value buffer) {
        return b.load(IrType.I32, buffer, RuntimeAbi.BUFFER_LENGTH, MemKind.ARRAY_LENGTH);
    }

    /** Notes what a value of a List or class type surely refers to. */
    static void mark(ModuleLowering module, Type type, List<Value> values) {
        if (type instanceof Type.ListType list) {
            values.get(0).setObjectOf(bufferKind(list.element()).name());
        } else if (type instanceof Type.ClassType c) {
            values.get(0).setObjectOf(module.layouts().classLayout(c).name());
        }
    }

    /** An index known not to be negative, widened; with zeros, which a 32-bit operation has done already. */
    Value index64(Value index) {
        return index.isConst() ? b.i64(index.intValue()) : b.convert(Opcode.ZEXT, IrType.I64, index);
    }

    /** The element at an index known to be in range. */
    List<Value> load(Value buffer, Value index, Type type) {
        Struct struct = module.layouts().element(type);
        List<Value> values = new ArrayList<>();
        if (!struct.scalars().isEmpty()) {
            String layout = TypePrinter.unique(type);
            Value wide = index64(index);
            for (int i = 0; i < struct.scalars().size(); i++) {
                int offset = struct.offsets().get(i);
                values.add(b.loadIndexed(
                        struct.scalars().get(i),
                        buffer,
                        wide,
                        struct.stride(),
                        RuntimeAbi.BUFFER_ELEMENTS + offset,
                        MemKind.element(layout, offset)));
            }
        }
        mark(module, type, values);
        return values;
    }

    /** Stores an element at an index known to be below the capacity. */
    void store(Value buffer, Value index, Type type, List<Value> values) {
        if (values.isEmpty()) {
            return;
        }
        Struct struct = module.layouts().element(type);
        String layout = TypePrinter.unique(type);
        Value wide = index64(index);
        for (int i = 0; i < values.size(); i++) {
            int offset = struct.offsets().get(i);
            b.storeIndexed(
                    buffer,
                    wide,
                    struct.stride(),
                    RuntimeAbi.BUFFER_ELEMENTS + offset,
                    values.get(i),
                    MemKind.element(layout, offset));
        }
    }

    /** Clears the references of an element that is no longer in use, so that they keep nothing alive. */
    void forget(Value buffer, Value index, Type type) {
        Struct struct = module.layouts().element(type);
        for (int offset : struct.references()) {
            b.storeIndexed(
                    buffer,
                    index64(index),
                    struct.stride(),
                    RuntimeAbi.BUFFER_ELEMENTS + offset,
                    b.nullRef(),
                    MemKind.element(TypePrinter.unique(type), offset));
        }
    }
}
