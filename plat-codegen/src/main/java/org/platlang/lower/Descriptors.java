package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.IrType;
import org.platlang.ir.Module;
import org.platlang.ir.StaticData;
import org.platlang.ir.StaticData.Item;
import org.platlang.ir.StaticData.Section;

/** Type descriptors and other static data of the runtime contract; each is made when first asked for. */
final class Descriptors {
    private final Module module;
    private final HirProgram program;
    private final ClassHierarchy hierarchy;
    private final Layouts layouts;
    private final CompactHeaders headers;
    private final StringPool strings;

    Descriptors(
            Module module,
            HirProgram program,
            ClassHierarchy hierarchy,
            Layouts layouts,
            CompactHeaders headers,
            StringPool strings) {
        this.module = module;
        this.program = program;
        this.hierarchy = hierarchy;
        this.layouts = layouts;
        this.headers = headers;
        this.strings = strings;
    }

    /** Descriptor of the instances of a class. */
    String ofClass(ClassType type) {
        ClassLayout layout = layouts.classLayout(type);
        String symbol = layout.descriptor();
        if (!module.hasData(symbol)) {
            List<Item> items = new ArrayList<>(header(
                    symbol,
                    RuntimeAbi.KIND_OBJECT,
                    layout.size(),
                    layout.name(),
                    layout.references(),
                    hierarchy.number(type)));
            for (HirClass.Virtual v : program.classOf(type).virtuals()) {
                FunctionRef method = v.implementation();
                // What nothing calls is not in the program, and its place in the table never looked at.
                items.add(program.contains(method) ? new Item.Address(method.name(), 0) : new Item.Int(8, 0));
            }
            module.add(new StaticData(symbol, Section.RELRO, 8, false, items));
        }
        return symbol;
    }

    /** Descriptor of one variant's box. */
    String ofBox(EnumLayout layout, int variant) {
        EnumLayout.VariantLayout v = layout.variants().get(variant);
        String name = layout.name() + "::" + v.name();
        Struct box = v.box();
        return object("plat.type." + name, name, box.objectSize(), box.references());
    }

    /** Header of one variant's box: the tag lies beside it. */
    int boxHeader(EnumLayout layout, int variant) {
        return headers.withScalars(ofBox(layout, variant));
    }

    private String object(String symbol, String name, int size, List<Integer> references) {
        return descriptor(symbol, RuntimeAbi.KIND_OBJECT, size, name, references);
    }

    /** Descriptor of {@code List[element]}. */
    String ofList(Type element) {
        String name = "List[" + TypePrinter.unique(element) + "]";
        return descriptor(
                "plat.type." + name,
                RuntimeAbi.KIND_LIST,
                RuntimeAbi.SIZEOF_LIST,
                name,
                List.of(RuntimeAbi.LIST_BUFFER));
    }

    /** Descriptor of the buffers of {@code List[element]}. */
    String ofBuffer(Type element) {
        String name = "List[" + TypePrinter.unique(element) + "]";
        Struct struct = layouts.element(element);
        return descriptor("plat.buffer." + name, RuntimeAbi.KIND_BUFFER, struct.stride(), name, struct.references());
    }

    /** The buffer of capacity 0 that all empty lists of these elements share. Never written. */
    String emptyBuffer(Type element) {
        String symbol = "plat.empty.List[" + TypePrinter.unique(element) + "]";
        if (!module.hasData(symbol)) {
            String descriptor = ofBuffer(element);
            module.add(new StaticData(
                    symbol,
                    Section.RELRO,
                    16,
                    false,
                    List.of(new Item.Address(descriptor, 0), new Item.Int(4, 0), new Item.Int(4, 0))));
        }
        return symbol;
    }

    /** Descriptor of the elements of a channel: each scalar in a slot of its own. */
    String ofChannelElement(Type element) {
        String name = TypePrinter.unique(element);
        List<IrType> scalars = layouts.scalars(element);
        return descriptor(
                "plat.element." + name, RuntimeAbi.KIND_ELEMENT, 8 * scalars.size(), name, slotReferences(scalars, 0));
    }

    /** Descriptor of the values of one function, with its captured scalars. */
    String ofFunctionValue(String function, String type, Struct captures) {
        return object("plat.type.fn." + function, type, Math.max(16, captures.objectSize()), captures.references());
    }

    /** Descriptor of the object with a task's captures, where they are too many for its slots. */
    String ofCaptures(String body, Struct captures) {
        return object("plat.type.captures." + body, body, captures.objectSize(), captures.references());
    }

    /** Descriptor of the objects with the values of all task-locals. */
    String ofTaskLocals(Struct values) {
        return object("plat.type.locals", "task-locals", values.objectSize(), values.references());
    }

    /** A static object without references that holds one number, an I32 at offset 8. */
    String constant(String symbol, String descriptor, int number) {
        if (!module.hasData(symbol)) {
            module.add(new StaticData(
                    symbol,
                    Section.RELRO,
                    16,
                    false,
                    List.of(new Item.Address(descriptor, 0), new Item.Int(4, number), new Item.Int(4, 0))));
        }
        return symbol;
    }

    /** A static box of a variant without payload scalars: all its values are this one. */
    String emptyBox(EnumLayout layout, int variant) {
        String symbol = "plat.value." + layout.name() + "::"
                + layout.variants().get(variant).name();
        if (!module.hasData(symbol)) {
            List<Item> items = List.of(new Item.Int(4, boxHeader(layout, variant)), new Item.Int(4, variant));
            module.add(new StaticData(symbol, Section.RODATA, 8, false, items));
        }
        return symbol;
    }

    /**
     * Task descriptor.
     *
     * @param symbol its own
     * @param code of the body
     * @param position of the spawn
     */
    void task(
            String symbol,
            String name,
            String code,
            List<IrType> captures,
            List<IrType> result,
            boolean detached,
            int position,
            boolean global) {
        int slots = Math.max(captures.size(), result.size());
        List<Integer> captureRefs = slotReferences(captures, RuntimeAbi.TASK_SLOTS);
        List<Integer> resultRefs = slotReferences(result, RuntimeAbi.TASK_SLOTS);
        List<Item> items = new ArrayList<>(
                header(symbol, RuntimeAbi.KIND_TASK, RuntimeAbi.TASK_SLOTS + 8 * slots, name, captureRefs));
        items.add(new Item.Address(code, 0));
        items.add(new Item.Int(4, slots));
        items.add(new Item.Int(4, detached ? RuntimeAbi.TASK_DETACHED : 0));
        items.add(new Item.Int(4, position));
        items.add(new Item.Int(4, resultRefs.size()));
        items.add(offsets(symbol + ".result", resultRefs));
        module.add(new StaticData(symbol, Section.RELRO, 8, global, items));
    }

    private static List<Integer> slotReferences(List<IrType> scalars, int base) {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < scalars.size(); i++) {
            if (scalars.get(i) == IrType.REF) {
                result.add(base + 8 * i);
            }
        }
        return result;
    }

    private String descriptor(String symbol, int kind, int size, String name, List<Integer> references) {
        if (!module.hasData(symbol)) {
            module.add(new StaticData(symbol, Section.RELRO, 8, false, header(symbol, kind, size, name, references)));
        }
        return symbol;
    }

    private List<Item> header(String symbol, int kind, int size, String name, List<Integer> references) {
        return header(symbol, kind, size, name, references, 0);
    }

    /** The fields of a DESC in order. */
    private List<Item> header(
            String symbol, int kind, int size, String name, List<Integer> references, int classNumber) {
        return List.of(
                new Item.Int(4, kind),
                new Item.Int(4, size),
                new Item.Address(strings.cString(name), 0),
                new Item.Int(4, references.size()),
                new Item.Int(4, 0),
                offsets(symbol + ".refs", references),
                new Item.Int(4, classNumber),
                new Item.Int(4, 0));
    }

    private Item offsets(String symbol, List<Integer> offsets) {
        if (offsets.isEmpty()) {
            return new Item.Int(8, 0);
        }
        List<Item> items = new ArrayList<>();
        for (int o : offsets) {
            items.add(new Item.Int(4, o));
        }
        module.add(new StaticData(symbol, Section.RODATA, 4, false, items));
        return new Item.Address(symbol, 0);
    }
}
