package org.platlang.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Hashes of keys: in line for scalars, a generated function for enums, the runtime's for Strings, a class's own {@code
 * hash} or else its address (objects do not move). Words are mixed by multiplying into 128 bits whose halves are xored,
 * the mixing step of wyhash (Wang Yi, 2019). Equality of keys is that of {@link EqualityFunctions} but for NaN.
 */
final class KeyFunctions {
    private static final long XOR = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;
    /** Stands for every NaN. */
    private static final long NAN = 0x7FF8000000000000L;

    private final ModuleLowering module;
    private final EqualityFunctions equalities;

    KeyFunctions(ModuleLowering module) {
        this.module = module;
        this.equalities = new EqualityFunctions(module, true);
    }

    /** Whether two keys are the same: I8. */
    Value same(FunctionBuilder b, Type type, List<Value> left, List<Value> right) {
        return equalities.emit(b, type, left, right);
    }

    /** I64; equal keys have equal hashes. All bits are good. */
    Value hash(FunctionBuilder b, Type type, List<Value> value) {
        return switch (type) {
            case Primitive p ->
                switch (p) {
                    case STRING ->
                        RuntimeCalls.call(b, "plat_string_hash", value.get(0)).get(0);
                    case BOOL, INT8, INT16, INT32 -> mix(b, b.convert(Opcode.SEXT, IrType.I64, value.get(0)));
                    case INT64, DURATION -> mix(b, value.get(0));
                    case FLOAT8, FLOAT16, FLOAT32 -> {
                        Value single = LowerNarrowFloats.widen(b, p, value.get(0));
                        yield mix(b, bits(b, b.convert(Opcode.FCONV, IrType.F64, single)));
                    }
                    case FLOAT64 -> mix(b, bits(b, value.get(0)));
                    case UNIT, NEVER -> b.i64(0);
                    case ERROR -> throw new IllegalArgumentException("hash of an error");
                };
            case ClassType t -> {
                HirClass c = module.program().classOf(t);
                yield mix(
                        b,
                        c.hashMethod().isPresent()
                                ? module.classes()
                                        .call(b, c.type(), c.hashMethod().get(), List.of(IrType.I64), value)
                                        .get(0)
                                : b.convert(Opcode.BITCAST, IrType.I64, value.get(0)));
            }
            case EnumType t -> {
                if (module.layouts().enumLayout(t).shape() == EnumLayout.Shape.TAG_ONLY) {
                    yield mix(b, b.convert(Opcode.SEXT, IrType.I64, value.get(0)));
                }
                String symbol = "hash::" + TypePrinter.unique(type);
                module.generate(symbol, () -> ofVariants(symbol, t));
                yield b.call(symbol, List.of(IrType.I64), value).get(0);
            }
            default -> throw new IllegalArgumentException("not a key: " + TypePrinter.show(type));
        };
    }

    private static Value mix(FunctionBuilder b, Value word) {
        Value x = b.binary(Opcode.XOR, word, b.i64(XOR));
        Value factor = b.i64(FACTOR);
        return b.binary(Opcode.XOR, b.binary(Opcode.MUL, x, factor), b.binary(Opcode.UMULHI, x, factor));
    }

    /** The pattern of a float, one for both zeros and one for all NaNs. */
    private static Value bits(FunctionBuilder b, Value value) {
        Value plain = b.convert(Opcode.BITCAST, IrType.I64, value);
        Value number = b.select(b.binary(Opcode.FEQ, value, b.fconst(IrType.F64, 0.0)), b.i64(0), plain);
        return b.select(b.binary(Opcode.FNE, value, value), b.i64(NAN), number);
    }

    private Function ofVariants(String symbol, EnumType type) {
        EnumLayout layout = module.layouts().enumLayout(type);
        HirEnum declaration = module.program().enumOf(type);
        FunctionBuilder b = new FunctionBuilder(symbol, layout.scalars(), List.of(IrType.I64));
        b.setPosition(module.generatedPosition(symbol));
        b.function().setPosition(b.position());
        List<Value> value = b.function().params();
        Variants parts = new Variants(module, b);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < layout.variants().size(); i++) {
            blocks.add(b.createBlock());
        }
        parts.dispatch(layout, value, blocks);
        for (int v = 0; v < blocks.size(); v++) {
            b.switchToSealed(blocks.get(v));
            Value state = mix(b, b.i64(v));
            List<HirEnum.Field> fields = declaration.variants().get(v).fields();
            for (int i = 0; i < fields.size(); i++) {
                Value field = hash(b, fields.get(i).type(), parts.field(layout, value, v, i));
                state = mix(b, b.binary(Opcode.ADD, b.binary(Opcode.MUL, state, b.i64(FACTOR)), field));
            }
            b.ret(state);
        }
        return b.finish();
    }

    /** Whether comparing keys of the type may run code of the program. */
    boolean callsBack(Type type) {
        return callsBack(type, new HashSet<>());
    }

    private boolean callsBack(Type type, Set<String> seen) {
        if (type instanceof ClassType c) {
            return module.program().classOf(c).equalsMethod().isPresent();
        }
        return type instanceof EnumType e
                && seen.add(TypePrinter.unique(e))
                && module.program().enumOf(e).variants().stream()
                        .flatMap(v -> v.fields().stream())
                        .anyMatch(f -> callsBack(f.type(), seen));
    }
}
