package org.platlang.hir.type;

import java.util.List;
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

/**
 * Types as text, in two forms: as a programmer writes them ({@link #show}), and with module paths, unique in
 * a program ({@link #unique}): two types are the same exactly if their unique names are equal.
 */
public final class TypePrinter {
    private final StringBuilder out = new StringBuilder();
    private final boolean paths;

    private TypePrinter(boolean paths) {
        this.paths = paths;
    }

    /** As written in programs: {@code List[Option<Int32>]}. */
    public static String show(Type type) {
        if (type instanceof Primitive p) {
            return p.displayName();
        }
        TypePrinter printer = new TypePrinter(false);
        printer.print(type);
        return printer.out.toString();
    }

    /** With module paths: {@code List[main::Point]}. Meant for symbols and map keys. */
    public static String unique(Type type) {
        if (type instanceof Primitive p) {
            return p.displayName();
        }
        TypePrinter printer = new TypePrinter(true);
        printer.print(type);
        return printer.out.toString();
    }

    /** {@code <A, B>}, or nothing where there are no arguments. Unique form. */
    public static String uniqueArguments(List<Type> arguments) {
        if (arguments.isEmpty()) {
            return "";
        }
        TypePrinter printer = new TypePrinter(true);
        printer.list("<", arguments, ">");
        return printer.out.toString();
    }

    private void print(Type type) {
        switch (type) {
            case Primitive p -> out.append(p.displayName());
            case ListType t -> list("List[", List.of(t.element()), "]");
            case DictType t -> list("Dict[", List.of(t.key(), t.value()), "]");
            case SetType t -> list("Set[", List.of(t.element()), "]");
            case RangeType t -> list("Range<", List.of(t.element()), ">");
            case TaskType t -> list("Task<", List.of(t.result()), ">");
            case ChannelType t -> list("Channel<", List.of(t.element()), ">");
            case ClassType t -> nominal(t.symbol().module(), t.symbol().name(), t.arguments());
            case EnumType t -> nominal(t.symbol().module(), t.symbol().name(), t.arguments());
            case FunctionType t -> {
                list("fn(", t.parameters(), ")");
                if (t.result() != Primitive.UNIT) {
                    out.append(" -> ");
                    print(t.result());
                }
            }
            case TypeVar t ->
                out.append(paths ? t.parameter().qualifiedName() : t.parameter().name());
        }
    }

    private void nominal(String module, String name, List<Type> arguments) {
        if (paths && !module.equals("std")) {
            out.append(module).append("::");
        }
        out.append(name);
        if (!arguments.isEmpty()) {
            boolean square = module.equals("std") && (name.equals("Dict") || name.equals("Set"));
            list(square ? "[" : "<", arguments, square ? "]" : ">");
        }
    }

    private void list(String open, List<Type> types, String close) {
        out.append(open);
        for (int i = 0; i < types.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            print(types.get(i));
        }
        out.append(close);
    }
}
