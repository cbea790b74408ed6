package org.platlang.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.platlang.ir.IrType.F64;
import static org.platlang.ir.IrType.I32;
import static org.platlang.ir.IrType.I64;
import static org.platlang.ir.IrType.I8;
import static org.platlang.ir.IrType.REF;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.lower.EnumLayout.Shape;

/** Scalars of enums: the shapes, what is overlaid, what is boxed. */
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
        return new Layouts(new HirProgram(HirSamples.ref("main"), List.of(), List.of(), enums, List.of()));
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
        assertEquals(List.of(16, 24, 32, 40), node.offsets());
        assertEquals(48, node.objectSize());
        assertEquals(List.of(16, 32), node.references());
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
}
