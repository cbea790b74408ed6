package org.platlang.lower;

import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirListLiteral;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.Aux.Likely;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Lists in line. A list is an object with one reference to its buffer; the buffer holds length, capacity and elements.
 * An access checks its index against the length of the very buffer it then touches.
 */
final class LowerLists {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final Elements elements;

    LowerLists(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
        this.elements = new Elements(f.module(), b);
    }

    Value buffer(Value list, Type element) {
        return elements.buffer(list, element);
    }

    Value bufferLength(Value buffer) {
        return elements.length(buffer);
    }

    private Value capacity(Value buffer) {
        // A buffer never changes its capacity.
        return b.load(IrType.I32, buffer, RuntimeAbi.BUFFER_CAPACITY, MemKind.IMMUTABLE);
    }

    Value length(Value list, Type element) {
        return bufferLength(buffer(list, element));
    }

    private void setLength(Value buffer, Value length) {
        b.store(buffer, RuntimeAbi.BUFFER_LENGTH, length, MemKind.ARRAY_LENGTH);
    }

    List<Value> element(Value buffer, Value index, Type type) {
        return elements.load(buffer, index, type);
    }

    private void store(Value buffer, Value index, Type type, List<Value> values) {
        elements.store(buffer, index, type, values);
    }

    private Value index64(Value index) {
        return elements.index64(index);
    }

    // Access.

    /** The buffer, after a check that the index is in range; otherwise a panic that names both. */
    private Value checked(Value list, Value index, Type element) {
        Value buffer = buffer(list, element);
        Value length = bufferLength(buffer);
        Block cold = f.splitUnlikely(b.binary(Opcode.ULT, index, length));
        Block hot = b.current();
        b.switchTo(cold);
        f.raise("plat_panic_index", index, length);
        b.switchTo(hot);
        return buffer;
    }

    /** {@code list[index]!}. */
    List<Value> at(Value list, Value index, Type element) {
        return element(checked(list, index, element), index, element);
    }

    void set(Value list, Value index, Type element, List<Value> values) {
        store(checked(list, index, element), index, element, values);
    }

    /** Ends the block by two ways on, both sealed: the index is in range, or not. */
    Fork fork(Value list, Value index, Type element) {
        Value buffer = buffer(list, element);
        Block some = b.createBlock();
        Block none = b.createBlock();
        b.branch(b.binary(Opcode.ULT, index, bufferLength(buffer)), some, none, Likely.LIKELY);
        b.seal(some);
        b.switchToSealed(none);
        b.switchTo(some);
        return new Fork(some, none, element(buffer, index, element));
    }

    /** An Option in control flow: in {@code some}, where the builder stands, the value is there. */
    record Fork(Block some, Block none, List<Value> value) {}

    /** {@code list[index]} as an Option value. */
    List<Value> get(Value list, Value index, Type element, EnumLayout option) {
        return join(fork(list, index, element), option);
    }

    /** Brings both ways of a fork together as an Option value. */
    List<Value> join(Fork fork, EnumLayout option) {
        Variants variants = new Variants(f.module(), b);
        int[] result = f.variables(option.scalars());
        Block join = b.createBlock();
        f.write(result, variants.make(option, org.platlang.hir.type.BuiltinTypes.SOME, fork.value()));
        b.jump(join);
        b.switchTo(fork.none());
        f.write(result, variants.make(option, org.platlang.hir.type.BuiltinTypes.NONE, List.of()));
        b.jump(join);
        b.switchToSealed(join);
        return f.read(result);
    }

    // Change.

    /** The buffer that the runtime has made room in: the list may have another one already, where tasks race. */
    private static Value made(List<Value> result) {
        Value buffer = result.get(0);
        buffer.setObjectOf(MemKind.BUFFER);
        return buffer;
    }

    void push(Value list, Type element, List<Value> values) {
        Value buffer = buffer(list, element);
        Value length = bufferLength(buffer);
        int current = b.variable(IrType.REF);
        b.write(current, buffer);
        Block grow = f.splitUnlikely(b.binary(Opcode.SLT, length, capacity(buffer)));
        Block hot = b.current();
        Block room = b.createBlock();
        b.jump(room);
        b.switchTo(grow);
        Value needed = b.binary(Opcode.ADD, index64(length), b.i64(1));
        b.write(current, made(f.runtime("plat_list_grow", list, needed)));
        b.jump(room);
        b.switchTo(hot);
        b.switchToSealed(room);
        Value target = b.read(current);
        store(target, length, element, values);
        setLength(target, b.binary(Opcode.ADD, length, b.i32(1)));
    }

    /** Takes the last element away: the fork's some side, where the length is already smaller. */
    Fork pop(Value list, Type element) {
        Value buffer = buffer(list, element);
        Value length = bufferLength(buffer);
        Block some = b.createBlock();
        Block none = b.createBlock();
        b.branch(b.binary(Opcode.NE, length, b.i32(0)), some, none, Likely.LIKELY);
        b.seal(none);
        b.switchToSealed(some);
        Value last = b.binary(Opcode.SUB, length, b.i32(1));
        List<Value> value = element(buffer, last, element);
        elements.forget(buffer, last, element);
        setLength(buffer, last);
        return new Fork(some, none, value);
    }

    void clear(Value list, Type element) {
        if (!f.layouts().element(element).references().isEmpty()) {
            // A new start: what the old buffer refers to is kept by nothing.
            Value empty = b.symbolAddress(IrType.REF, f.module().descriptors().emptyBuffer(element));
            b.store(list, RuntimeAbi.LIST_BUFFER, empty, Elements.bufferKind(element));
            return;
        }
        Value buffer = buffer(list, element);
        // The shared empty buffer is never written.
        Block write = b.createBlock();
        Block join = b.createBlock();
        b.branch(b.binary(Opcode.NE, bufferLength(buffer), b.i32(0)), write, join);
        b.switchToSealed(write);
        setLength(buffer, b.i32(0));
        b.jump(join);
        b.switchToSealed(join);
    }

    void insertAt(Value list, Value index, Type element, List<Value> values) {
        store(made(f.runtime("plat_list_insert_at", list, index)), index, element, values);
    }

    Fork removeAt(Value list, Value index, Type element) {
        Fork fork = fork(list, index, element);
        f.runtime("plat_list_remove_at", list, index);
        return fork;
    }

    void reserve(Value list, Value capacity, Type element) {
        Block cold = f.splitUnlikely(b.binary(Opcode.SLE, capacity, capacity(buffer(list, element))));
        Block hot = b.current();
        Block join = b.createBlock();
        b.jump(join);
        b.switchTo(cold);
        f.runtime("plat_list_grow", list, index64(capacity));
        b.jump(join);
        b.switchTo(hot);
        b.switchToSealed(join);
    }

    // Making.

    List<Value> literal(HirListLiteral x) {
        Type element = x.type().element();
        Struct struct = f.layouts().element(element);
        int count = x.elements().size();
        f.at(x.span());
        Value buffer;
        if (count == 0) {
            buffer = b.symbolAddress(IrType.REF, f.module().descriptors().emptyBuffer(element));
        } else {
            int size = Struct.roundUp(Math.addExact(RuntimeAbi.BUFFER_ELEMENTS, count * struct.stride()), 8);
            buffer = b.alloc(f.module().descriptors().ofBuffer(element), size);
            b.store(buffer, RuntimeAbi.BUFFER_CAPACITY, b.i32(count), MemKind.IMMUTABLE);
            setLength(buffer, b.i32(count));
            for (int i = 0; i < count; i++) {
                HirExpr e = x.elements().get(i);
                List<Value> values = f.lowerAs(e, element);
                storeFixed(buffer, i, element, struct, values);
            }
            f.at(x.span());
        }
        Value list = b.alloc(f.module().descriptors().ofList(element), RuntimeAbi.SIZEOF_LIST);
        Elements.mark(f.module(), x.type(), List.of(list));
        b.store(list, RuntimeAbi.LIST_BUFFER, buffer, Elements.bufferKind(element));
        return List.of(list);
    }

    private void storeFixed(Value buffer, int index, Type element, Struct struct, List<Value> values) {
        String layout = TypePrinter.unique(element);
        for (int s = 0; s < values.size(); s++) {
            int offset = struct.offsets().get(s);
            b.store(
                    buffer,
                    RuntimeAbi.BUFFER_ELEMENTS + index * struct.stride() + offset,
                    values.get(s),
                    MemKind.element(layout, offset));
        }
    }

    /** A list of {@code length} times one value. */
    Value filled(Value length, Type element, List<Value> values) {
        Struct struct = f.layouts().element(element);
        Value listDescriptor = f.address(f.module().descriptors().ofList(element));
        Value bufferDescriptor = f.address(f.module().descriptors().ofBuffer(element));
        // The runtime panics where it is negative.
        Value wide = b.convert(Opcode.SEXT, IrType.I64, length);
        if (struct.scalars().size() == 1) {
            return f.runtime("plat_list_filled", listDescriptor, bufferDescriptor, wide, bits(values.get(0)))
                    .get(0);
        }
        Value list = f.runtime("plat_list_new", listDescriptor, bufferDescriptor, wide)
                .get(0);
        Value buffer = buffer(list, element);
        setLength(buffer, length);
        if (!struct.scalars().isEmpty()) {
            fill(buffer, length, element, values);
        }
        return list;
    }

    private void fill(Value buffer, Value length, Type element, List<Value> values) {
        Block body = b.createBlock();
        Block exit = b.createBlock();
        int counter = b.variable(IrType.I32);
        b.write(counter, b.i32(0));
        b.branch(b.binary(Opcode.SGT, length, b.i32(0)), body, exit);
        b.switchTo(body);
        Value i = b.read(counter);
        store(buffer, i, element, values);
        b.pollInRegion();
        Value next = b.binary(Opcode.ADD, i, b.i32(1));
        b.write(counter, next);
        b.branch(b.binary(Opcode.SLT, next, length), body, exit, Likely.LIKELY);
        b.seal(body);
        b.switchToSealed(exit);
    }

    /** A scalar's bits in an I64. */
    private Value bits(Value v) {
        return switch (v.type()) {
            case I64 -> v;
            case I8, I16, I32 -> b.convert(Opcode.SEXT, IrType.I64, v);
            case F32 -> b.convert(Opcode.SEXT, IrType.I64, b.convert(Opcode.BITCAST, IrType.I32, v));
            case F64, REF -> b.convert(Opcode.BITCAST, IrType.I64, v);
            case VOID -> throw new IllegalArgumentException("no value");
        };
    }
}
