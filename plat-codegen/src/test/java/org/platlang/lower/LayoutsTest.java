package org.platlang.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.platlang.ir.IrType.F64;
import static org.platlang.ir.IrType.I32;
import static org.platlang.ir.IrType.I64;
import static org.platlang.ir.IrType.I8;
import static org.platlang.ir.IrType.REF;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.ir.MemKind;
import org.platlang.lower.EnumLayout.Shape;

/** Scalars of enums: the shapes, what is overlaid, what is boxed. Where the fields of classes lie. */
final class LayoutsTest {
    private static final EnumType TREE = new EnumType(new EnumSymbol("main", "Tree", List.of()), List.of());
    private static final EnumType WIDE = new EnumType(new EnumSymbol("main", "Wide", List.of()), List.of());
    private static final EnumType MIXED = new EnumType(new EnumSymbol("main", "Mixed", List.of()), List.of());
    private static final EnumType PLAIN = new EnumType(new EnumSymbol("main", "Plain", List.of()), List.of());

    private static HirEnum.Variant variant(String name, Type... fields) {
        List<HirEnum.Field> list = new ArrayList<>();
        for (Type t : fields) {
            list.add(new HirEnum.Field("field" + list.size(), t, false));
        }
        return new HirEnum.Variant(name, list);
    }

    private static Layouts layouts(HirEnum... more) {
        List<HirEnum> enums = new ArrayList<>(List.of(more));
        EnumType maybeTree = BuiltinTypes.option(TREE);
        enums.add(new HirEnum(
                TREE, List.of(variant("Leaf"), variant("Node", TREE, Primitive.INT32, maybeTree, Primitive.INT8))));
        enums.add(HirSamples.option(TREE));
        Type[] nine = new Type[9];
        java.util.Arrays.fill(nine, Primitive.INT32);
        enums.add(new HirEnum(WIDE, List.of(variant("Small"), variant("Big", nine))));
        enums.add(new HirEnum(
                MIXED,
                List.of(
                        variant("A", Primitive.INT32, Primitive.STRING),
                        variant("B", Primitive.FLOAT64, Primitive.INT64),
                        variant("C", Primitive.FLOAT32, Primitive.BOOL, Primitive.STRING))));
        enums.add(new HirEnum(PLAIN, List.of(variant("X"), variant("Y"), variant("Z", Primitive.UNIT))));
        HirProgram program = new HirProgram(HirSamples.ref("main"), List.of(), List.of(), enums, List.of());
        return new Layouts(program, new ClassHierarchy(program), new CompactHeaders());
    }

    @Test
    void an_option_of_a_number_is_tag_and_number() {
        Layouts l = layouts(HirSamples.option(Primitive.INT32));
        assertEquals(List.of(I32, I32), l.scalars(BuiltinTypes.option(Primitive.INT32)));
    }

    @Test
    void an_option_of_a_reference_is_nullable_and_an_option_of_that_is_not() {
        EnumType inner = BuiltinTypes.option(Primitive.STRING);
        Layouts l = layouts(HirSamples.option(Primitive.STRING), HirSamples.option(inner));
        assertEquals(Shape.NULLABLE, l.enumLayout(inner).shape());
        assertEquals(List.of(I32, REF), l.scalars(BuiltinTypes.option(inner)));
    }

    @Test
    void an_option_of_unit_is_a_tag() {
        EnumType unit = BuiltinTypes.option(Primitive.UNIT);
        assertEquals(List.of(I32), layouts(HirSamples.option(Primitive.UNIT)).scalars(unit));
    }

    @Test
    void payloads_share_scalars_of_their_kind_in_the_wider_type() {
        assertEquals(List.of(I32, I64, REF, F64), layouts().scalars(MIXED));
    }

    @Test
    void an_enum_without_payload_is_its_tag() {
        assertEquals(Shape.TAG_ONLY, layouts().enumLayout(PLAIN).shape());
    }

    @Test
    void a_recursive_enum_is_boxed_and_an_option_of_it_nullable() {
        Layouts l = layouts();
        assertEquals(Shape.BOXED, l.enumLayout(TREE).shape());
        assertEquals(Shape.NULLABLE, l.enumLayout(BuiltinTypes.option(TREE)).shape());
        Struct node = l.enumLayout(TREE).variants().get(1).box();
        assertEquals(List.of(REF, I32, REF, I8), node.scalars());
        assertEquals(List.of(8, 24, 16, 28), node.offsets());
        assertEquals(32, node.objectSize());
        assertEquals(List.of(8, 16), node.references());
    }

    @Test
    void more_scalars_than_a_call_returns_are_boxed() {
        assertEquals(List.of(REF), layouts().scalars(WIDE));
    }

    @Test
    void elements_lie_at_their_natural_stride() {
        Layouts l = layouts();
        assertEquals(1, l.element(Primitive.BOOL).stride());
        assertEquals(32, l.element(MIXED).stride());
        assertEquals(List.of(0, 8, 16, 24), l.element(MIXED).offsets());
        assertEquals(1, l.element(Primitive.UNIT).stride());
    }

    private static HirClass classOf(String name, Optional<ClassType> base, Type... fields) {
        ClassType type = new ClassType(new ClassSymbol("main", name, List.of()), List.of());
        List<HirClass.Field> list = new ArrayList<>();
        for (Type t : fields) {
            list.add(new HirClass.Field("field" + list.size(), t, true));
        }
        Optional<FunctionRef> none = Optional.empty();
        return new HirClass(type, base, list, List.of(), none, none, none, true, HirSamples.AT);
    }

    private static ClassLayout layoutOf(HirClass c, HirClass... others) {
        List<HirClass> classes = new ArrayList<>(List.of(others));
        classes.add(c);
        HirProgram program = new HirProgram(HirSamples.ref("main"), List.of(), classes, List.of(), List.of());
        return new Layouts(program, new ClassHierarchy(program), new CompactHeaders()).classLayout(c.type());
    }

    private static ClassLayout layoutOf(Type... fields) {
        return layoutOf(classOf("C", Optional.empty(), fields));
    }

    @Test
    void a_reference_lies_beside_the_header_where_that_saves_a_word() {
        ClassLayout pair = layoutOf(Primitive.STRING, Primitive.STRING);
        assertEquals(List.of(0, 8), pair.struct().offsets());
        assertEquals(16, pair.size());
        assertEquals(List.of(8), pair.references());
        assertEquals(RuntimeAbi.HEADER_COMPACT | RuntimeAbi.HEADER_REFERENCE, pair.header());
        assertEquals(pair.header(), pair.place(0, MemKind.IMMUTABLE).header());
        assertEquals(0, pair.place(8, MemKind.IMMUTABLE).header());
    }

    @Test
    void small_fields_lie_beside_the_header_before_a_reference_does() {
        ClassLayout named = layoutOf(Primitive.STRING, Primitive.INT32);
        assertEquals(List.of(8, 4), named.struct().offsets());
        assertEquals(16, named.size());
        assertEquals(List.of(8), named.references());
        assertEquals(RuntimeAbi.HEADER_COMPACT, named.header());
        ClassLayout small = layoutOf(Primitive.BOOL, Primitive.INT8, Primitive.INT16);
        assertEquals(List.of(6, 7, 4), small.struct().offsets());
        assertEquals(8, small.size());
    }

    @Test
    void fields_lie_without_gaps() {
        ClassLayout many = layoutOf(
                Primitive.BOOL, Primitive.INT64, Primitive.INT16, Primitive.STRING, Primitive.INT32, Primitive.FLOAT64);
        assertEquals(List.of(30, 8, 28, 0, 24, 16), many.struct().offsets());
        assertEquals(32, many.size());
    }

    @Test
    void a_header_is_the_address_of_the_descriptor_where_that_costs_nothing() {
        assertEquals(0, layoutOf(Primitive.INT64, Primitive.INT64).header());
        assertEquals(0, layoutOf().header());
    }

    @Test
    void classes_of_a_hierarchy_are_told_apart_by_their_descriptors() {
        HirClass base = classOf("Base", Optional.empty(), Primitive.STRING, Primitive.BOOL);
        HirClass sub = classOf(
                "Sub", Optional.of(base.type()), Primitive.STRING, Primitive.BOOL, Primitive.INT64, Primitive.BOOL);
        assertEquals(List.of(8, 16), layoutOf(base, sub).struct().offsets());
        assertEquals(List.of(8, 16, 24, 32), layoutOf(sub, base).struct().offsets());
        assertEquals(0, layoutOf(base, sub).header());
        assertEquals(0, layoutOf(sub, base).header());
    }

    @Test
    void a_number_that_does_not_fit_beside_a_reference_makes_no_such_header() {
        CompactHeaders headers = new CompactHeaders();
        int most = 1 << RuntimeAbi.HEADER_REFERENCE_SHIFT - RuntimeAbi.HEADER_NUMBER_SHIFT;
        for (int i = 0; i < most; i++) {
            int header = headers.withReference("type" + i).orElseThrow();
            assertEquals(header, header & (1 << RuntimeAbi.HEADER_REFERENCE_SHIFT) - 1);
        }
        assertEquals(OptionalInt.empty(), headers.withReference("one more"));
        assertEquals(
                most << RuntimeAbi.HEADER_NUMBER_SHIFT | RuntimeAbi.HEADER_COMPACT, headers.withScalars("one more"));
    }
}
