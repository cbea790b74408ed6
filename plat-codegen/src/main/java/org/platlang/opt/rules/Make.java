package org.platlang.opt.rules;

import org.platlang.ir.Aux;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Makes instructions directly before a place, with its position. */
public final class Make {
    private Make() {}

    public static Value iconst(Value place, IrType type, long value) {
        return place.block().insertBefore(place, Opcode.ICONST, type, new Aux.Int(type.wrap(value)), place.position());
    }

    public static Value fconst(Value place, IrType type, double value) {
        double exact = type == IrType.F32 ? (float) value : value;
        return place.block().insertBefore(place, Opcode.FCONST, type, new Aux.Float(exact), place.position());
    }

    public static Value unary(Value place, Opcode op, IrType type, Value a) {
        return place.block().insertBefore(place, op, type, Aux.NONE, place.position(), a);
    }

    public static Value binary(Value place, Opcode op, Value a, Value b) {
        IrType type = op.isCompare() ? IrType.I8 : a.type();
        return place.block().insertBefore(place, op, type, Aux.NONE, place.position(), a, b);
    }

    public static Value select(Value place, Value condition, Value then, Value otherwise) {
        return place.block()
                .insertBefore(
                        place, Opcode.SELECT, then.type(), Aux.NONE, place.position(), condition, then, otherwise);
    }
}
