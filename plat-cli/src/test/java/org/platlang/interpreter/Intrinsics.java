package org.platlang.interpreter;

import java.util.List;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.interpreter.Values.PlatList;
import org.platlang.interpreter.Values.Range;
import org.platlang.interpreter.Values.Unit;
import org.platlang.interpreter.Values.Variant;

/** The operations the compiler knows by name, those of each kind of value in a file of their own. */
final class Intrinsics {
    private final Machine machine;

    Intrinsics(Machine machine) {
        this.machine = machine;
    }

    static Variant some(Object value) {
        return new Variant(BuiltinTypes.SOME, List.of(value));
    }

    static Variant none() {
        return new Variant(BuiltinTypes.NONE, List.of());
    }

    Object apply(HirIntrinsic x, List<Object> a) {
        Intrinsic op = x.op();
        String name = op.name();
        if (name.startsWith("LIST_")) {
            return ListOperations.apply(
                    op, (a.get(0) instanceof PlatList l) ? l : new PlatList(List.of()), a, x.span());
        }
        if (name.startsWith("STRING_")) {
            return StringOperations.apply(op, a);
        }
        if (name.startsWith("INT_") || name.startsWith("FLOAT_")) {
            return NumberOperations.apply(x, a);
        }
        if (name.startsWith("MATH_")) {
            return MathOperations.apply(op, a);
        }
        if (name.startsWith("TASK_") || name.startsWith("CHANNEL_")) {
            throw new NotInterpreted(name);
        }
        return switch (op) {
            case MIN, MAX, ABS -> NumberOperations.apply(x, a);
            case PRINT -> write(machine.stdout, x, a, "\n");
            case WRITE -> write(machine.stdout, x, a, "");
            case EPRINT -> write(machine.stderr, x, a, "\n");
            case READ_LINE -> machine.stdin.isEmpty() ? none() : some(machine.stdin.removeFirst());
            case PANIC -> throw new Panic((String) a.get(0), x.span());
            case PROCESS_EXIT -> throw new Jump.Exit((int) (long) (Long) a.get(0) & 0xFF);
            case PROCESS_ARGS -> new PlatList(machine.arguments());
            case YIELD_NOW -> Unit.UNIT;
            case SET_TABLE, SET_OF -> a.get(0);
            case KEY_HASH -> (long) machine.equality.hash(x.typeArguments().get(0), a.get(0));
            case KEY_EQUALS -> machine.equality.sameKey(x.typeArguments().get(0), a.get(0), a.get(1));
            // A constant by which code is left out: nothing is left out here.
            case KEY_CALLS_BACK -> true;
            case TEXT_NESTED -> machine.texts.nested(x.typeArguments().get(0), a.get(0));
            case RANGE_START -> ((Range) a.get(0)).start();
            case RANGE_END -> ((Range) a.get(0)).end();
            case RANGE_IS_INCLUSIVE -> ((Range) a.get(0)).inclusive();
            case RANGE_STEP -> ((Range) a.get(0)).step();
            case RANGE_MAKE -> new Range((Long) a.get(0), (Long) a.get(1), (Boolean) a.get(2), (Long) a.get(3));
            case RANGE_ROUNDS -> Long.divideUnsigned((Long) a.get(0), (Long) a.get(1));
            case BYTES_ADD_TEXT -> {
                ((PlatList) a.get(0)).items.addAll(StringOperations.bytes((String) a.get(1)));
                String text = (String) a.get(1);
                yield (long) text.codePointCount(0, text.length());
            }
            case BYTES_TO_TEXT ->
                StringOperations.decode(((PlatList) a.get(0)).items).orElseThrow();
            default -> throw new NotInterpreted(name);
        };
    }

    private Object write(StringBuilder to, HirIntrinsic x, List<Object> a, String end) {
        to.append(machine.texts.of(x.arguments().get(0).type(), a.get(0))).append(end);
        return Unit.UNIT;
    }
}
