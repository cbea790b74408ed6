package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Neighbouring parts of an interpolation that one call of the runtime turns into text; they cross in xfer. */
final class TextParts {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final List<Value> values = new ArrayList<>();
    private long kinds;

    TextParts(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
    }

    /** Whether the values of a type never change, and fit into one word. */
    static boolean takes(Type type) {
        return type instanceof Primitive p && p != Primitive.UNIT && p != Primitive.NEVER;
    }

    boolean isFull() {
        return values.size() == RuntimeAbi.PARTS_MAX;
    }

    void add(Type type, Value value) {
        Value part = value;
        int kind = switch ((Primitive) type) {
            case BOOL -> {
                part = b.select(value, f.string("true"), f.string("false"));
                yield RuntimeAbi.PART_STRING;
            }
            case STRING -> RuntimeAbi.PART_STRING;
            case INT8, INT16, INT32 -> {
                part = b.convert(Opcode.SEXT, IrType.I64, value);
                yield RuntimeAbi.PART_I64;
            }
            case INT64 -> RuntimeAbi.PART_I64;
            case FLOAT8 -> RuntimeAbi.PART_F8;
            case FLOAT16 -> RuntimeAbi.PART_F16;
            case FLOAT32 -> RuntimeAbi.PART_F32;
            case FLOAT64 -> RuntimeAbi.PART_F64;
            case DURATION -> RuntimeAbi.PART_DURATION;
            case UNIT, NEVER, ERROR -> throw new IllegalArgumentException("no part of a text: " + type);
        };
        kinds |= (long) kind << (RuntimeAbi.PART_BITS * values.size());
        values.add(part);
    }

    /** Appends what waits, and forgets it. */
    Value appendTo(Value text) {
        if (values.isEmpty()) {
            return text;
        }
        return f.runtime("plat_text_parts", text, give()).get(0);
    }

    /** The text of all that waits as a String. */
    Value string() {
        return f.runtime("plat_string_of_parts", give()).get(0);
    }

    /** Puts the values where the runtime takes them, and says what they are. The call that takes them must follow at once. */
    private Value give() {
        for (int i = 0; i < values.size(); i++) {
            b.workerStore(RuntimeAbi.WORKER_XFER + 8 * i, values.get(i));
        }
        Value word = b.i64(kinds);
        values.clear();
        kinds = 0;
        return word;
    }
}
