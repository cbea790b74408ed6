package org.platlang.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.IrType;
import org.platlang.lower.EnumLayout.Shape;
import org.platlang.lower.EnumLayout.VariantLayout;

/**
 * The representation of values: the machine scalars of every type, and where they lie in memory.
 *
 * <p>An enum's payload scalars are overlaid by kind, so that an {@code Option<Int32>} is two scalars and a variant's
 * reference never shares a scalar with an integer. An enum is boxed where a cycle of value types leads back to it (the
 * declared enums of the cycle are, not Option or Result), and where it would have more than {@link #MAX_SCALARS}.
 */
final class Layouts {
    /** As many scalars as a call returns in registers. */
    static final int MAX_SCALARS = 8;

    private final HirProgram program;
    private final ClassHierarchy hierarchy;
    private final CompactHeaders headers;
    private final Map<String, EnumLayout> enums = new HashMap<>();
    private final Map<String, ClassLayout> classes = new HashMap<>();
    private final Map<String, List<IrType>> scalars = new HashMap<>();

    Layouts(HirProgram program, ClassHierarchy hierarchy, CompactHeaders headers) {
        this.program = program;
        this.hierarchy = hierarchy;
        this.headers = headers;
    }

    /** The machine scalars of a value of this type, in order. */
    List<IrType> scalars(Type type) {
        return switch (type) {
            case Primitive p -> primitive(p);
            case ListType t -> List.of(IrType.REF);
            case DictType t -> List.of(IrType.REF);
            case SetType t -> List.of(IrType.REF);
            case TaskType t -> List.of(IrType.REF);
            case ChannelType t -> List.of(IrType.REF);
            case ClassType t -> List.of(IrType.REF);
            case FunctionType t -> List.of(IrType.REF);
            case RangeType t -> {
                IrType bound = scalars(t.element()).get(0);
                yield List.of(bound, bound, IrType.I8, IrType.I64);
            }
            case EnumType t -> enumScalars(t);
            case TypeVar t -> throw new IllegalArgumentException("type variable in a monomorphic program: " + t);
        };
    }

    /** The scalars of several values one after the other. */
    List<IrType> scalarsOf(List<? extends Type> types) {
        List<IrType> all = new ArrayList<>();
        for (Type t : types) {
            all.addAll(scalars(t));
        }
        return all;
    }

    private static List<IrType> primitive(Primitive p) {
        return switch (p) {
            case BOOL, INT8, FLOAT8 -> List.of(IrType.I8);
            case INT16, FLOAT16 -> List.of(IrType.I16);
            case INT32 -> List.of(IrType.I32);
            case INT64, DURATION -> List.of(IrType.I64);
            case FLOAT32 -> List.of(IrType.F32);
            case FLOAT64 -> List.of(IrType.F64);
            case STRING -> List.of(IrType.REF);
            case UNIT, NEVER -> List.of();
            case ERROR -> throw new IllegalArgumentException("error type in a monomorphic program");
        };
    }

    private List<IrType> enumScalars(EnumType type) {
        String name = TypePrinter.unique(type);
        List<IrType> known = scalars.get(name);
        if (known == null) {
            known = enumLayout(type).scalars();
            scalars.put(name, known);
        }
        return known;
    }

    /** True where a value is one reference and never null. */
    boolean isNonNullReference(Type type) {
        return switch (type) {
            case Primitive p -> p == Primitive.STRING;
            case EnumType t -> enumLayout(t).shape() == Shape.BOXED;
            case RangeType t -> false;
            default -> true;
        };
    }

    /** The representation of an enum. */
    EnumLayout enumLayout(EnumType type) {
        String name = TypePrinter.unique(type);
        EnumLayout known = enums.get(name);
        if (known == null) {
            HirEnum declaration = program.enumOf(type);
            if (isRecursive(type)) {
                // The box must be known before the payload's layout asks for it.
                enums.put(name, new EnumLayout(name, Shape.BOXED, List.of(IrType.REF), List.of()));
                known = boxed(name, declaration);
            } else {
                known = unboxed(name, declaration);
            }
            enums.put(name, known);
        }
        return known;
    }

    private EnumLayout unboxed(String name, HirEnum declaration) {
        List<List<List<IrType>>> payloads = payloads(declaration);
        if (payloads.stream().allMatch(v -> v.stream().allMatch(List::isEmpty))) {
            List<VariantLayout> variants = new ArrayList<>();
            for (int i = 0; i < payloads.size(); i++) {
                variants.add(inline(declaration, i, payloads.get(i), List.of()));
            }
            return new EnumLayout(name, Shape.TAG_ONLY, List.of(IrType.I32), variants);
        }
        if (isNullable(declaration)) {
            List<VariantLayout> variants = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                boolean some = payloads.get(i).stream().anyMatch(f -> !f.isEmpty());
                variants.add(inline(declaration, i, payloads.get(i), some ? List.of(0) : List.of()));
            }
            return new EnumLayout(name, Shape.NULLABLE, List.of(IrType.REF), variants);
        }
        Overlay overlay = new Overlay();
        List<List<Integer>> slots = new ArrayList<>();
        for (List<List<IrType>> fields : payloads) {
            slots.add(overlay.place(fields.stream().flatMap(List::stream).toList()));
        }
        if (overlay.scalars.size() > MAX_SCALARS) {
            return boxed(name, declaration);
        }
        List<VariantLayout> variants = new ArrayList<>();
        for (int i = 0; i < payloads.size(); i++) {
            variants.add(inline(declaration, i, payloads.get(i), slots.get(i)));
        }
        return new EnumLayout(name, Shape.TAGGED, List.copyOf(overlay.scalars), variants);
    }

    private static VariantLayout inline(
            HirEnum declaration, int variant, List<List<IrType>> fields, List<Integer> slots) {
        String name = declaration.variants().get(variant).name();
        return new VariantLayout(name, fields, slots, Struct.of(List.of(), 0));
    }

    private boolean isNullable(HirEnum declaration) {
        if (declaration.variants().size() != 2) {
            return false;
        }
        int references = 0;
        for (HirEnum.Variant v : declaration.variants()) {
            for (HirEnum.Field f : v.fields()) {
                if (isNonNullReference(f.type())) {
                    references++;
                } else if (!scalars(f.type()).isEmpty()) {
                    return false;
                }
            }
        }
        return references == 1;
    }

    private EnumLayout boxed(String name, HirEnum declaration) {
        List<List<List<IrType>>> payloads = payloads(declaration);
        List<VariantLayout> variants = new ArrayList<>();
        for (int i = 0; i < payloads.size(); i++) {
            List<IrType> all = payloads.get(i).stream().flatMap(List::stream).toList();
            variants.add(new VariantLayout(
                    declaration.variants().get(i).name(), payloads.get(i), List.of(), Struct.packed(all, 8)));
        }
        return new EnumLayout(name, Shape.BOXED, List.of(IrType.REF), variants);
    }

    private List<List<List<IrType>>> payloads(HirEnum declaration) {
        List<List<List<IrType>>> result = new ArrayList<>();
        for (HirEnum.Variant v : declaration.variants()) {
            List<List<IrType>> fields = new ArrayList<>();
            for (HirEnum.Field f : v.fields()) {
                fields.add(scalars(f.type()));
            }
            result.add(fields);
        }
        return result;
    }

    /** Whether a declared (not built-in) enum contains itself by value. */
    private boolean isRecursive(EnumType type) {
        return !type.symbol().module().equals("std") && reaches(type, TypePrinter.unique(type), new HashSet<>());
    }

    private boolean reaches(EnumType from, String target, Set<String> seen) {
        for (HirEnum.Variant v : program.enumOf(from).variants()) {
            for (HirEnum.Field f : v.fields()) {
                if (f.type() instanceof EnumType e) {
                    String name = TypePrinter.unique(e);
                    if (name.equals(target) || (seen.add(name) && reaches(e, target, seen))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * Where the fields of a class lie. Subclasses go on where their base ends, so that those of a hierarchy are in
     * declaration order, behind the address of the descriptor that tells the classes apart. An instance of any other
     * class is as small as it can be made; with the address in its header if that is no larger.
     */
    ClassLayout classLayout(ClassType type) {
        String name = TypePrinter.unique(type);
        ClassLayout known = classes.get(name);
        if (known == null) {
            HirClass declaration = program.classOf(type);
            List<IrType> all = new ArrayList<>();
            List<Integer> first = new ArrayList<>();
            for (HirClass.Field f : declaration.fields()) {
                first.add(all.size());
                all.addAll(scalars(f.type()));
            }
            first.add(all.size());
            known = place(name, all, first, hierarchy.isAlone(type));
            classes.put(name, known);
        }
        return known;
    }

    private ClassLayout place(String name, List<IrType> scalars, List<Integer> first, boolean alone) {
        String descriptor = "plat.type." + name;
        if (!alone) {
            return new ClassLayout(name, descriptor, 0, Struct.of(scalars, 8), first);
        }
        ClassLayout best = new ClassLayout(name, descriptor, 0, Struct.packed(scalars, 8), first);
        Struct withScalars = Struct.packed(scalars, RuntimeAbi.HEADER_SCALARS);
        if (withScalars.objectSize() < best.size()) {
            best = new ClassLayout(name, descriptor, headers.withScalars(descriptor), withScalars, first);
        }
        int reference = scalars.indexOf(IrType.REF);
        if (reference >= 0) {
            Struct withReference = Struct.packedWithFirst(scalars, reference);
            OptionalInt header = headers.withReference(descriptor);
            if (withReference.objectSize() < best.size() && header.isPresent()) {
                best = new ClassLayout(name, descriptor, header.getAsInt(), withReference, first);
            }
        }
        return best;
    }

    /** Where the scalars of one list element lie. */
    Struct element(Type type) {
        return Struct.of(scalars(type), 0);
    }

    HirProgram program() {
        return program;
    }

    /** The scalars of a tagged enum while its variants are placed: tag, then shared slots by kind. */
    private static final class Overlay {
        private final List<IrType> scalars = new ArrayList<>(List.of(IrType.I32));

        List<Integer> place(List<IrType> payload) {
            List<Integer> slots = new ArrayList<>();
            Set<Integer> taken = new HashSet<>();
            for (IrType t : payload) {
                int slot = find(t, taken);
                taken.add(slot);
                slots.add(slot);
                if (slot == scalars.size()) {
                    scalars.add(t);
                } else if (scalars.get(slot) != t) {
                    scalars.set(slot, t.isFloat() ? IrType.F64 : IrType.I64);
                }
            }
            return slots;
        }

        /** A free slot of this very type if there is one, else one of its kind, else a new one. */
        private int find(IrType type, Set<Integer> taken) {
            int sameKind = scalars.size();
            for (int i = 1; i < scalars.size(); i++) {
                if (taken.contains(i)) {
                    continue;
                }
                if (scalars.get(i) == type) {
                    return i;
                }
                if (sameKind == scalars.size() && kind(scalars.get(i)) == kind(type)) {
                    sameKind = i;
                }
            }
            return sameKind;
        }

        private static int kind(IrType type) {
            return type == IrType.REF ? 0 : type.isFloat() ? 1 : 2;
        }
    }
}
