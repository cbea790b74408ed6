package org.platlang.interpreter;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.interpreter.Values.Instance;
import org.platlang.interpreter.Values.PlatList;
import org.platlang.interpreter.Values.Range;
import org.platlang.interpreter.Values.Variant;

/** {@code ==}, and sameness and hash of keys: there, NaN is itself. */
final class Equality {
    private final Machine machine;
    private final Map<Instance, Integer> identities = new IdentityHashMap<>();

    Equality(Machine machine) {
        this.machine = machine;
    }

    boolean equal(Type type, Object left, Object right) {
        return compare(type, left, right, false);
    }

    boolean sameKey(Type type, Object left, Object right) {
        return compare(type, left, right, true);
    }

    private boolean compare(Type type, Object left, Object right, boolean keys) {
        return switch (type) {
            case Primitive p when p == Primitive.FLOAT64 -> floats((Double) left, (Double) right, keys);
            case Primitive p when p.isFloat() -> floats((Float) left, (Float) right, keys);
            case Primitive p -> left.equals(right);
            case Type.ListType t -> lists(t.element(), (PlatList) left, (PlatList) right);
            case Type.EnumType t -> variants(t, (Variant) left, (Variant) right, keys);
            case Type.ClassType t -> {
                Optional<FunctionRef> method = machine.classOf(t).equalsMethod();
                yield method.isPresent()
                        ? (Boolean) machine.callMethod(t, method.get(), List.of(left, right))
                        : left == right;
            }
            case Type.RangeType t -> ((Range) left).equals(right);
            default -> left == right;
        };
    }

    private static boolean floats(double left, double right, boolean keys) {
        return left == right || (keys && Double.isNaN(left) && Double.isNaN(right));
    }

    /** A method {@code equals} may change the lists meanwhile. */
    private boolean lists(Type element, PlatList left, PlatList right) {
        if (left.items.size() != right.items.size()) {
            return false;
        }
        for (int i = 0; i < left.items.size(); i++) {
            if (i >= right.items.size() || !equal(element, left.items.get(i), right.items.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean variants(Type.EnumType type, Variant left, Variant right, boolean keys) {
        if (left.index() != right.index()) {
            return false;
        }
        List<HirEnum.Field> fields =
                machine.program().enumOf(type).variants().get(left.index()).fields();
        for (int i = 0; i < fields.size(); i++) {
            if (!compare(
                    fields.get(i).type(), left.payload().get(i), right.payload().get(i), keys)) {
                return false;
            }
        }
        return true;
    }

    /** Equal keys have equal hashes; which ones, no program can see. Spread, since the tables probe linearly. */
    int hash(Type type, Object value) {
        long spread = plainHash(type, value) * 0x9E3779B97F4A7C15L;
        return (int) (spread >>> 32);
    }

    private int plainHash(Type type, Object value) {
        return switch (type) {
            case Primitive p
            when p.isFloat() -> {
                double number = ((Number) value).doubleValue();
                yield number == 0 ? 0 : Double.hashCode(number);
            }
            case Primitive p -> value.hashCode();
            case Type.EnumType t -> {
                Variant variant = (Variant) value;
                List<HirEnum.Field> fields = machine.program()
                        .enumOf(t)
                        .variants()
                        .get(variant.index())
                        .fields();
                int hash = variant.index();
                for (int i = 0; i < fields.size(); i++) {
                    hash = hash * 31
                            + hash(fields.get(i).type(), variant.payload().get(i));
                }
                yield hash;
            }
            case Type.ClassType t -> {
                HirClass c = machine.classOf(t);
                yield c.hashMethod().isPresent()
                        ? Long.hashCode(
                                (Long) machine.callMethod(t, c.hashMethod().get(), List.of(value)))
                        : identities.computeIfAbsent((Instance) value, v -> identities.size());
            }
            default -> throw new IllegalStateException("not a key: " + type);
        };
    }
}
