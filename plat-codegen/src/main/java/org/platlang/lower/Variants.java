package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.lower.EnumLayout.VariantLayout;

/** Making enum values and taking them apart, in any representation. */
final class Variants {
    private final ModuleLowering module;
    private final FunctionBuilder b;

    Variants(ModuleLowering module, FunctionBuilder b) {
        this.module = module;
        this.b = b;
    }

    /** A value of variant number {@code variant} with these payload scalars. */
    List<Value> make(EnumLayout layout, int variant, List<Value> payload) {
        VariantLayout v = layout.variants().get(variant);
        return switch (layout.shape()) {
            case TAG_ONLY -> List.of(b.i32(variant));
            case NULLABLE -> List.of(payload.isEmpty() ? b.nullRef() : payload.get(0));
            case TAGGED -> tagged(layout, b.i32(variant), v, payload);
            case BOXED -> List.of(box(layout, variant, v, payload));
        };
    }

    /** A TAGGED value with a computed tag; the payload belongs to the variant {@code v}. */
    List<Value> tagged(EnumLayout layout, Value tag, VariantLayout v, List<Value> payload) {
        List<Value> values = new ArrayList<>();
        values.add(tag);
        for (int i = 1; i < layout.scalars().size(); i++) {
            IrType slot = layout.scalars().get(i);
            int at = v.slots().indexOf(i);
            values.add(at < 0 ? zero(slot) : widen(payload.get(at), slot));
        }
        return values;
    }

    private Value box(EnumLayout layout, int variant, VariantLayout v, List<Value> payload) {
        if (payload.isEmpty()) {
            return b.symbolAddress(IrType.REF, module.descriptors().emptyBox(layout, variant));
        }
        Struct box = v.box();
        Value object = b.alloc(
                module.descriptors().ofBox(layout, variant),
                box.objectSize(),
                module.descriptors().boxHeader(layout, variant));
        if (variant != 0) {
            b.store(object, EnumLayout.BOX_TAG, b.i32(variant), MemKind.IMMUTABLE);
        }
        for (int i = 0; i < payload.size(); i++) {
            b.store(object, box.offsets().get(i), payload.get(i), MemKind.IMMUTABLE);
        }
        return object;
    }

    /** The tag of a value, I32; not for NULLABLE, where {@link #is} asks. */
    Value tag(EnumLayout layout, List<Value> value) {
        return switch (layout.shape()) {
            case TAG_ONLY, TAGGED -> value.get(0);
            case BOXED -> b.load(IrType.I32, value.get(0), EnumLayout.BOX_TAG, MemKind.IMMUTABLE);
            case NULLABLE ->
                b.select(
                        b.binary(Opcode.NE, value.get(0), b.nullRef()),
                        b.i32(layout.someVariant()),
                        b.i32(1 - layout.someVariant()));
        };
    }

    /** Whether a value is of a variant: I8. */
    Value is(EnumLayout layout, List<Value> value, int variant) {
        if (layout.shape() == EnumLayout.Shape.NULLABLE) {
            Opcode op = variant == layout.someVariant() ? Opcode.NE : Opcode.EQ;
            return b.binary(op, value.get(0), b.nullRef());
        }
        return b.binary(Opcode.EQ, tag(layout, value), b.i32(variant));
    }

    /** Ends the block by going to the block of the value's variant; seals none. */
    void dispatch(EnumLayout layout, List<Value> value, List<Block> targets) {
        int count = targets.size();
        if (count == 1) {
            b.jump(targets.get(0));
        } else if (count == 2) {
            b.branch(is(layout, value, 0), targets.get(0), targets.get(1));
        } else {
            List<Long> keys = new ArrayList<>();
            for (long i = 0; i < count - 1; i++) {
                keys.add(i);
            }
            b.switchOn(tag(layout, value), keys, targets.subList(0, count - 1), targets.get(count - 1));
        }
    }

    /** The scalars of one field, given that the value is of that variant. */
    List<Value> field(EnumLayout layout, List<Value> value, int variant, int field) {
        VariantLayout v = layout.variants().get(variant);
        List<IrType> types = v.fields().get(field);
        int first = v.firstScalar(field);
        List<Value> result = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            result.add(
                    switch (layout.shape()) {
                        case TAG_ONLY -> throw new IllegalStateException("payload of a plain enum");
                        case NULLABLE -> value.get(0);
                        case TAGGED -> narrow(value.get(v.slots().get(first + i)), types.get(i));
                        case BOXED ->
                            b.load(types.get(i), value.get(0), v.box().offsets().get(first + i), MemKind.IMMUTABLE);
                    });
        }
        return result;
    }

    private Value zero(IrType type) {
        return type == IrType.REF ? b.nullRef() : type.isFloat() ? b.fconst(type, 0) : b.iconst(type, 0);
    }

    private Value widen(Value v, IrType slot) {
        if (v.type() == slot) {
            return v;
        }
        return b.convert(slot.isFloat() ? Opcode.FCONV : Opcode.SEXT, slot, v);
    }

    private Value narrow(Value v, IrType type) {
        if (v.type() == type) {
            return v;
        }
        return b.convert(type.isFloat() ? Opcode.FCONV : Opcode.TRUNC, type, v);
    }
}
