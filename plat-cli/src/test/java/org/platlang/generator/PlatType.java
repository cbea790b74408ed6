package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;

/** A type of a generated program. */
public sealed interface PlatType {
    /** As the program writes it. */
    String source();

    /** Without parts. */
    enum Simple implements PlatType {
        BOOL("Bool", 0),
        INT8("Int8", 8),
        INT16("Int16", 16),
        INT32("Int32", 32),
        INT64("Int64", 64),
        FLOAT8("Float8", 0),
        FLOAT16("Float16", 0),
        FLOAT32("Float32", 0),
        FLOAT64("Float64", 0),
        STRING("String", 0),
        DURATION("Duration", 0),
        UNIT("Unit", 0);

        private final String source;
        private final int bits;

        Simple(String source, int bits) {
            this.source = source;
            this.bits = bits;
        }

        @Override
        public String source() {
            return source;
        }

        boolean isInteger() {
            return bits > 0;
        }

        /** Of an integer. */
        int bits() {
            return bits;
        }

        boolean isFloat() {
            return source.startsWith("Float");
        }

        boolean isNumber() {
            return isInteger() || isFloat();
        }

        /** What its literals end with. */
        String suffix() {
            return isFloat() ? "f" + source.substring("Float".length()) : "i" + bits;
        }
    }

    List<Simple> INTEGERS = List.of(Simple.INT8, Simple.INT16, Simple.INT32, Simple.INT64);
    List<Simple> NUMBERS = List.of(
            Simple.INT8,
            Simple.INT16,
            Simple.INT32,
            Simple.INT64,
            Simple.FLOAT8,
            Simple.FLOAT16,
            Simple.FLOAT32,
            Simple.FLOAT64);

    /** {@code List[T]}. */
    record ListOf(PlatType element) implements PlatType {
        @Override
        public String source() {
            return "List[" + element.source() + "]";
        }
    }

    /** {@code Dict[K, V]}. */
    record DictOf(PlatType key, PlatType value) implements PlatType {
        @Override
        public String source() {
            return "Dict[" + key.source() + ", " + value.source() + "]";
        }
    }

    /** {@code Set[T]}. */
    record SetOf(PlatType element) implements PlatType {
        @Override
        public String source() {
            return "Set[" + element.source() + "]";
        }
    }

    /** {@code Range<T>}, of a few elements. */
    record RangeOf(Simple element) implements PlatType {
        @Override
        public String source() {
            return "Range<" + element.source() + ">";
        }
    }

    /** An enum with its type arguments: a declared one, or Option or Result. */
    record EnumOf(EnumDecl declaration, List<PlatType> arguments) implements PlatType {
        @Override
        public String source() {
            return declaration.name() + angled(arguments);
        }
    }

    /** A class with its type arguments. */
    record ClassOf(ClassDecl declaration, List<PlatType> arguments) implements PlatType {
        @Override
        public String source() {
            return declaration.name() + angled(arguments);
        }

        /** Its own and inherited fields, as they are in an instance of this type. */
        List<ClassDecl.Field> fields() {
            return declaration.fields().stream()
                    .map(f -> new ClassDecl.Field(
                            f.name(), substitute(f.type(), declaration.parameters(), arguments), f.mutable()))
                    .toList();
        }

        /** The types that extend this one directly. */
        List<ClassOf> subclasses() {
            return declaration.subclasses().stream()
                    .filter(s -> !s.parameters().isEmpty()
                            || s.base().orElseThrow().arguments().equals(arguments))
                    .map(s -> new ClassOf(s, s.parameters().isEmpty() ? List.of() : arguments))
                    .toList();
        }

        /** Itself and all that extend it, directly or not. */
        List<ClassOf> family() {
            List<ClassOf> all = new ArrayList<>(List.of(this));
            subclasses().forEach(s -> all.addAll(s.family()));
            return all;
        }
    }

    /** A newtype. */
    record NewtypeOf(String name, PlatType base) implements PlatType {
        @Override
        public String source() {
            return name;
        }
    }

    /** A function type. */
    record FunctionOf(List<PlatType> parameters, PlatType result) implements PlatType {
        @Override
        public String source() {
            return "fn(" + list(parameters) + ")" + (result == Simple.UNIT ? "" : " -> " + result.source());
        }
    }

    /** A type parameter. */
    record Variable(String name, String bounds) implements PlatType {
        @Override
        public String source() {
            return name;
        }

        boolean has(String bound) {
            return bounds.contains(bound);
        }
    }

    static PlatType option(PlatType value) {
        return new EnumOf(EnumDecl.OPTION, List.of(value));
    }

    static PlatType result(PlatType ok, PlatType err) {
        return new EnumOf(EnumDecl.RESULT, List.of(ok, err));
    }

    static String angled(List<PlatType> arguments) {
        return arguments.isEmpty() ? "" : "<" + list(arguments) + ">";
    }

    private static String list(List<PlatType> types) {
        List<String> texts = new ArrayList<>();
        types.forEach(t -> texts.add(t.source()));
        return String.join(", ", texts);
    }

    /** The parts a type is made of, not those of declarations. */
    static List<PlatType> parts(PlatType type) {
        return switch (type) {
            case ListOf t -> List.of(t.element());
            case DictOf t -> List.of(t.key(), t.value());
            case SetOf t -> List.of(t.element());
            case EnumOf t -> t.arguments();
            case ClassOf t -> t.arguments();
            case NewtypeOf t -> List.of(t.base());
            case FunctionOf t -> {
                List<PlatType> all = new ArrayList<>(t.parameters());
                all.add(t.result());
                yield all;
            }
            default -> List.of();
        };
    }

    /** Whether values can be compared: nothing in it is a function. */
    static boolean isEqual(PlatType type) {
        return switch (type) {
            case FunctionOf t -> false;
            case Variable t -> t.has("Equal");
            case EnumOf t when t.declaration().holdsFunctions() -> false;
            case ClassOf t -> true;
            default -> parts(type).stream().allMatch(PlatType::isEqual);
        };
    }

    static boolean isText(PlatType type) {
        return type instanceof Variable v ? v.has("Text") : parts(type).stream().allMatch(PlatType::isText);
    }

    static boolean isOrdered(PlatType type) {
        return switch (type) {
            case Simple s -> s.isNumber() || s == Simple.STRING || s == Simple.DURATION;
            case Variable v -> v.has("Ordered");
            default -> false;
        };
    }

    static boolean isKey(PlatType type) {
        return switch (type) {
            case Simple s -> s != Simple.UNIT;
            case EnumOf e -> e.declaration().isKey() && e.arguments().stream().allMatch(PlatType::isKey);
            case ClassOf c -> true;
            case NewtypeOf n -> isKey(n.base());
            default -> false;
        };
    }

    /** The type with the arguments of the declaration in the place of its parameters. */
    static PlatType substitute(PlatType type, List<Variable> parameters, List<PlatType> arguments) {
        if (parameters.isEmpty()) {
            return type;
        }
        return switch (type) {
            case Variable v -> {
                int index = parameters.indexOf(v);
                yield index < 0 ? v : arguments.get(index);
            }
            case ListOf t -> new ListOf(substitute(t.element(), parameters, arguments));
            case DictOf t ->
                new DictOf(substitute(t.key(), parameters, arguments), substitute(t.value(), parameters, arguments));
            case SetOf t -> new SetOf(substitute(t.element(), parameters, arguments));
            case EnumOf t -> new EnumOf(t.declaration(), all(t.arguments(), parameters, arguments));
            case ClassOf t -> new ClassOf(t.declaration(), all(t.arguments(), parameters, arguments));
            case FunctionOf t ->
                new FunctionOf(
                        all(t.parameters(), parameters, arguments), substitute(t.result(), parameters, arguments));
            default -> type;
        };
    }

    private static List<PlatType> all(List<PlatType> types, List<Variable> parameters, List<PlatType> arguments) {
        return types.stream().map(t -> substitute(t, parameters, arguments)).toList();
    }
}
