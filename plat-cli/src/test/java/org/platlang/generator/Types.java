package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import org.platlang.generator.PlatType.Simple;

/** Random types. */
final class Types {
    private static final List<Simple> SIMPLE = List.of(
            Simple.BOOL,
            Simple.INT8,
            Simple.INT16,
            Simple.INT32,
            Simple.INT32,
            Simple.INT64,
            Simple.FLOAT8,
            Simple.FLOAT16,
            Simple.FLOAT32,
            Simple.FLOAT64,
            Simple.STRING,
            Simple.STRING,
            Simple.DURATION);

    private final Maker maker;

    Types(Maker maker) {
        this.maker = maker;
    }

    Simple simple() {
        return maker.choice.of(SIMPLE);
    }

    /** As {@link #any}, or a function type: for variables, parameters and results only. */
    PlatType anyOrFunction(int depth) {
        return maker.choice.percent(12) ? function(depth) : any(depth);
    }

    /**
     * Any type but Unit and functions. A function in a place that can be assigned could call itself through it, and then
     * nothing would bound the depth of calls.
     */
    PlatType any(int depth) {
        Choice c = maker.choice;
        if (depth <= 0 || c.percent(45)) {
            return simple();
        }
        return switch (c.below(15)) {
            case 0, 1, 2 -> new PlatType.ListOf(any(depth - 1));
            case 3 -> new PlatType.DictOf(key(depth - 1), any(depth - 1));
            case 4 -> new PlatType.SetOf(key(depth - 1));
            case 5, 6 -> PlatType.option(any(depth - 1));
            case 7 -> PlatType.result(any(depth - 1), c.percent(70) ? Simple.STRING : any(depth - 1));
            case 8 -> new PlatType.RangeOf(c.of(PlatType.INTEGERS));
            case 9, 10, 11 -> maker.enums.isEmpty() ? simple() : enumOf(c.of(maker.enums), depth - 1);
            case 12 -> maker.newtypes.isEmpty() ? simple() : c.of(maker.newtypes);
            default -> maker.classes.isEmpty() ? simple() : classOf(c.of(maker.classes), depth - 1);
        };
    }

    PlatType.ClassOf classOf(ClassDecl declaration, int depth) {
        List<PlatType> arguments = new ArrayList<>();
        declaration.parameters().forEach(p -> arguments.add(any(depth)));
        return new PlatType.ClassOf(declaration, arguments);
    }

    /** How the program writes a type: by one of its aliases, now and then. */
    String written(PlatType type) {
        if (!maker.aliases.isEmpty() && maker.choice.percent(40)) {
            List<String> names =
                    maker.aliases.stream().flatMap(a -> a.of(type).stream()).toList();
            if (!names.isEmpty()) {
                return maker.choice.of(names);
            }
        }
        return type.source();
    }

    PlatType enumOf(EnumDecl declaration, int depth) {
        List<PlatType> arguments = new ArrayList<>();
        declaration.parameters().forEach(p -> arguments.add(any(depth)));
        return new PlatType.EnumOf(declaration, arguments);
    }

    PlatType function(int depth) {
        List<PlatType> parameters = new ArrayList<>();
        for (int i = maker.choice.between(0, 2); i > 0; i--) {
            parameters.add(any(depth));
        }
        return new PlatType.FunctionOf(parameters, any(depth));
    }

    /** The type of a Dict's keys or a Set's elements. */
    PlatType key(int depth) {
        if (depth > 0 && maker.choice.percent(15)) {
            PlatType type = any(depth);
            if (PlatType.isKey(type)) {
                return type;
            }
        }
        return simple();
    }
}
