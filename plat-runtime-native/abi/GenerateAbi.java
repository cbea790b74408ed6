import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns runtime-abi.txt, the contract between compiled code and the runtime, into what both sides read.
 *
 * <pre>
 * java GenerateAbi.java runtime-abi.txt [--header plat_abi.h] [--java RuntimeAbi.java] [--stubs abi_stubs_x64.S] [--symbols symbols.txt] [--stamp file]
 * </pre>
 *
 * The header of the table explains its syntax.
 * A file is rewritten only when its content changes, so that builds stay incremental; the stamp is always written,
 * empty, for build tools that compare times. A mistake in the table ends the
 * program with its line and status 1. Run from source by make and Maven: no dependency, one file.
 */
public final class GenerateAbi {
    enum Type {
        I8("int8_t", 1, "I8"),
        I16("int16_t", 2, "I16"),
        I32("int32_t", 4, "I32"),
        I64("int64_t", 8, "I64"),
        F32("float", 4, "F32"),
        F64("double", 8, "F64"),
        REF("void *", 8, "REF"),
        PTR("void *", 8, "I64");

        final String c;
        final int bytes;
        /** Its IrType: an address of static data or of a runtime record is an integer there. */
        final String ir;

        Type(String c, int bytes, String ir) {
            this.c = c;
            this.bytes = bytes;
            this.ir = ir;
        }

        boolean isFloat() {
            return this == F32 || this == F64;
        }

        String declare(String name) {
            return c.endsWith("*") ? c + name : c + " " + name;
        }
    }

    enum Kind {
        LEAF,
        PARK,
        RAISE,
        ASM
    }

    record Constant(String name, long value, String meaning) {}

    record Field(String name, int offset, Type type, int count, String meaning) {}

    record Struct(String name, int size, List<Field> fields, String meaning) {
        static final int OPEN = -1;
    }

    record Arg(String name, Type type) {}

    record Function(
            String name,
            Kind kind,
            boolean raises,
            String effect,
            List<Arg> args,
            List<Type> results,
            String meaning) {
        /** {@code plat_chan_send} → {@code CHAN_SEND}. */
        String constant() {
            return name.substring("plat_".length()).toUpperCase(Locale.ROOT);
        }
    }

    /** A symbol of static data. */
    record Data(String name, String meaning) {
        /** {@code plat_string_desc} → {@code SYMBOL_STRING_DESC}. */
        String constant() {
            return "SYMBOL_" + name.substring("plat_".length()).toUpperCase(Locale.ROOT);
        }
    }

    record Table(
            List<Constant> constants, List<Struct> structs, List<Data> data, List<Function> functions, String hash) {}

    /** A mistake in the table, with its line. */
    static final class TableError extends RuntimeException {
        TableError(int line, String message) {
            super("line " + line + ": " + message);
        }
    }

    private static final Pattern CONST = Pattern.compile("const\\s+([A-Z][A-Z0-9_]*)\\s+(-?\\w+)\\s+\"(.*)\"");
    private static final Pattern STRUCT = Pattern.compile("struct\\s+([A-Z][A-Z0-9_]*)\\s+(\\d+|\\?)\\s+\"(.*)\"");
    private static final Pattern FIELD =
            Pattern.compile("field\\s+([a-z][a-z0-9_]*)\\s+(\\d+)\\s+([A-Z0-9]+)(?:\\*(\\d+))?\\s+\"(.*)\"");
    private static final Pattern DATA = Pattern.compile("data\\s+(plat_[a-z0-9_]+)\\s+\"(.*)\"");
    private static final Pattern FN = Pattern.compile(
            "fn\\s+(plat_[a-z0-9_]+)\\s+(leaf|park|raise|asm)(?:\\s+(pure|reads|raises))?\\s+\\(([^)]*)\\)\\s*->\\s*\\(([^)]*)\\)\\s+\"(.*)\"");
    private static final int INTEGER_ARGS = 5;
    private static final int FLOAT_ARGS = 8;

    private GenerateAbi() {}

    public static void main(String[] args) throws IOException {
        Map<String, Path> outputs = new LinkedHashMap<>();
        if (args.length % 2 == 0) usage();
        for (int i = 1; i < args.length; i += 2) outputs.put(args[i], Path.of(args[i + 1]));
        Path input = Path.of(args[0]);
        Path stamp = outputs.remove("--stamp");
        Table table;
        try {
            table = parse(Files.readString(input));
        } catch (TableError e) {
            System.err.println(input + ": " + e.getMessage());
            System.exit(1);
            return;
        }
        for (Map.Entry<String, Path> output : outputs.entrySet()) {
            String text =
                    switch (output.getKey()) {
                        case "--header" -> header(table);
                        case "--java" -> java(table);
                        case "--stubs" -> stubs(table);
                        case "--symbols" -> symbols(table);
                        default -> {
                            usage();
                            yield "";
                        }
                    };
            write(output.getValue(), text);
        }
        if (stamp != null) Files.writeString(stamp, "");
    }

    private static void usage() {
        System.err.println(
                "usage: java GenerateAbi.java TABLE [--header FILE] [--java FILE] [--stubs FILE] [--symbols FILE] [--stamp FILE]");
        System.exit(2);
    }

    private static void write(Path path, String text) throws IOException {
        if (Files.exists(path) && Files.readString(path).equals(text)) return;
        Optional<Path> folder = Optional.ofNullable(path.toAbsolutePath().getParent());
        folder.ifPresent(GenerateAbi::createFolder);
        Files.writeString(path, text);
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- reading the table ----

    static Table parse(String text) {
        List<Constant> constants = new ArrayList<>();
        List<Struct> structs = new ArrayList<>();
        List<Data> data = new ArrayList<>();
        List<Function> functions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = withoutComment(raw).strip();
            if (line.isEmpty()) continue;
            Matcher constant = CONST.matcher(line);
            Matcher struct = STRUCT.matcher(line);
            Matcher field = FIELD.matcher(line);
            Matcher datum = DATA.matcher(line);
            Matcher fn = FN.matcher(line);
            if (constant.matches()) {
                unique(names, constant.group(1), number);
                constants.add(new Constant(constant.group(1), Long.decode(constant.group(2)), constant.group(3)));
            } else if (struct.matches()) {
                unique(names, "SIZEOF_" + struct.group(1), number);
                int size = struct.group(2).equals("?") ? Struct.OPEN : Integer.parseInt(struct.group(2));
                structs.add(new Struct(struct.group(1), size, new ArrayList<>(), struct.group(3)));
            } else if (field.matches()) {
                if (structs.isEmpty()) throw new TableError(number, "a field outside a struct");
                Struct owner = structs.get(structs.size() - 1);
                unique(names, owner.name() + "_" + field.group(1).toUpperCase(Locale.ROOT), number);
                owner.fields().add(field(owner, field, number));
            } else if (datum.matches()) {
                unique(names, datum.group(1), number);
                data.add(new Data(datum.group(1), datum.group(2)));
            } else if (fn.matches()) {
                unique(names, fn.group(1), number);
                functions.add(function(fn, number));
            } else {
                throw new TableError(number, "not a const, struct, field, data or fn: " + line);
            }
        }
        return new Table(constants, structs, data, functions, hash(text));
    }

    /** Cuts a comment: a {@code #} that is not inside the quoted meaning. */
    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '"') quoted = !quoted;
            if (line.charAt(i) == '#' && !quoted) return line.substring(0, i);
        }
        return line;
    }

    private static void unique(Set<String> names, String name, int line) {
        if (!names.add(name)) throw new TableError(line, name + " is defined twice");
    }

    private static Field field(Struct owner, Matcher m, int line) {
        Type type = type(m.group(3), line);
        int offset = Integer.parseInt(m.group(2));
        int count = m.group(4) == null ? 1 : Integer.parseInt(m.group(4));
        if (offset % type.bytes != 0) throw new TableError(line, "offset is not aligned for its type");
        if (!owner.fields().isEmpty()) {
            Field before = owner.fields().get(owner.fields().size() - 1);
            if (offset < before.offset() + before.type().bytes * before.count())
                throw new TableError(line, "overlaps " + before.name());
        }
        if (owner.size() != Struct.OPEN && offset + type.bytes * count > owner.size())
            throw new TableError(line, "beyond the size of " + owner.name());
        return new Field(m.group(1), offset, type, count, m.group(5));
    }

    private static Function function(Matcher m, int line) {
        List<Arg> args = new ArrayList<>();
        for (String item : split(m.group(4))) {
            String[] parts = item.split("\\s*:\\s*");
            if (parts.length != 2 || !parts[0].matches("[a-z][a-z0-9_]*"))
                throw new TableError(line, "an argument is written name:TYPE, not " + item);
            args.add(new Arg(parts[0], type(parts[1], line)));
        }
        List<Type> results = new ArrayList<>();
        for (String item : split(m.group(5))) results.add(type(item, line));
        long floats = args.stream().filter(a -> a.type().isFloat()).count();
        if (floats > FLOAT_ARGS || args.size() - floats > INTEGER_ARGS)
            throw new TableError(line, "more arguments than registers");
        if (results.size() > 2 || (results.size() == 2 && results.stream().anyMatch(Type::isFloat)))
            throw new TableError(line, "at most two results, two only of integers: use xfer");
        Kind kind = Kind.valueOf(m.group(2).toUpperCase(Locale.ROOT));
        if (kind == Kind.RAISE && !results.isEmpty()) throw new TableError(line, "a raise function has no result");
        if (kind == Kind.PARK && (results.size() > 1 || results.stream().anyMatch(Type::isFloat)))
            throw new TableError(line, "a park function has at most one result, in worker.result");
        String effect = kind == Kind.RAISE ? "NORETURN" : "ANY";
        boolean marked = "raises".equals(m.group(3));
        if (marked) {
            if (kind == Kind.PARK || kind == Kind.RAISE)
                throw new TableError(line, "a park or raise function raises anyway");
        } else if (m.group(3) != null) {
            if (kind != Kind.LEAF) throw new TableError(line, "only a leaf function is pure or reads");
            effect = m.group(3).toUpperCase(Locale.ROOT);
        }
        boolean raises = marked || kind == Kind.PARK || kind == Kind.RAISE;
        return new Function(m.group(1), kind, raises, effect, args, results, m.group(6));
    }

    private static List<String> split(String list) {
        return list.isBlank() ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
    }

    private static Type type(String name, int line) {
        for (Type type : Type.values()) {
            if (type.name().equals(name)) return type;
        }
        throw new TableError(line, "unknown type " + name);
    }

    /** Identifies the contract: what both sides were built from, without comments and spaces. */
    private static String hash(String text) {
        String normal = text.lines()
                .map(GenerateAbi::withoutComment)
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(normal.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- plat_abi.h ----

    static String header(Table table) {
        StringBuilder out = new StringBuilder();
        out.append(
                """
                /* plat_abi.h — generated from runtime-abi.txt by GenerateAbi.java, do not edit.
                 * Constants (for C and assembly), prototypes of the C functions behind the stubs, and for each struct a
                 * macro PLAT_ABI_ASSERT_NAME(T) that checks the C type T against the table. */
                #ifndef PLAT_ABI_H
                #define PLAT_ABI_H

                """);
        out.append("#define PLAT_ABI_HASH 0x%s\n\n".formatted(table.hash()));
        for (Constant c : table.constants())
            out.append("#define PLAT_%s %d /* %s */\n".formatted(c.name(), c.value(), c.meaning()));
        for (Struct s : table.structs()) {
            out.append("\n/* %s: %s */\n".formatted(s.name(), s.meaning()));
            if (s.size() != Struct.OPEN) out.append("#define PLAT_SIZEOF_%s %d\n".formatted(s.name(), s.size()));
            for (Field f : s.fields())
                out.append("#define PLAT_%s_%s %d /* %s */\n"
                        .formatted(s.name(), f.name().toUpperCase(Locale.ROOT), f.offset(), f.meaning()));
        }
        out.append(
                """

                #ifndef __ASSEMBLER__
                #include <stddef.h>
                #include <stdint.h>

                struct worker;

                /* Two integer results, in rax and rdx. */
                typedef struct {
                  int64_t first;
                  int64_t second;
                } plat_pair;

                """);
        for (Function f : table.functions()) {
            if (f.kind() == Kind.ASM) continue;
            out.append("/* %s */\n%s;\n".formatted(f.meaning(), prototype(f)));
        }
        for (Struct s : table.structs()) out.append(asserts(s));
        out.append("\n#endif\n#endif\n");
        return out.toString();
    }

    private static String prototype(Function f) {
        StringBuilder args = new StringBuilder("struct worker *worker");
        for (Arg a : f.args()) args.append(", ").append(a.type().declare(a.name()));
        String name = f.name() + "_c(" + args + ")";
        return switch (f.kind()) {
            case RAISE -> "_Noreturn void " + name;
            case PARK -> "int32_t " + name;
            case LEAF, ASM ->
                switch (f.results().size()) {
                    case 0 -> "void " + name;
                    case 1 -> f.results().get(0).declare(name);
                    default -> "plat_pair " + name;
                };
        };
    }

    private static String asserts(Struct s) {
        List<String> lines = new ArrayList<>();
        for (Field f : s.fields()) {
            String at = "%s.%s".formatted(s.name(), f.name());
            lines.add("_Static_assert(offsetof(T, %s) == %d, \"offset of %s\")".formatted(f.name(), f.offset(), at));
            boolean mayBeFlexible = s.size() == Struct.OPEN && f == s.fields().get(s.fields().size() - 1);
            if (!mayBeFlexible)
                lines.add("_Static_assert(sizeof(((T *)0)->%s) == %d, \"size of %s\")"
                        .formatted(f.name(), f.type().bytes * f.count(), at));
        }
        if (s.size() != Struct.OPEN)
            lines.add("_Static_assert(sizeof(T) == %d, \"size of %s\")".formatted(s.size(), s.name()));
        return "\n#define PLAT_ABI_ASSERT_%s(T) \\\n  ".formatted(s.name()) + String.join("; \\\n  ", lines) + "\n";
    }

    // ---- abi_stubs_x64.S ----

    static String stubs(Table table) {
        StringBuilder out = new StringBuilder();
        out.append(
                """
                /* Generated from runtime-abi.txt by GenerateAbi.java, do not edit: one stub per runtime function.
                 * The macros say what a stub of each kind does. */
                #include "task/stubs_x64.h"

                """);
        for (Function f : table.functions()) {
            if (f.kind() == Kind.ASM) continue;
            String macro = f.kind() == Kind.LEAF && f.raises() ? "LEAF_RAISES" : f.kind().name();
            out.append("STUB_%s %s\n".formatted(macro, f.name()));
        }
        out.append("\n  .section .note.GNU-stack,\"\",@progbits\n");
        return out.toString();
    }

    // ---- the list for the test that everything is defined ----

    static String symbols(Table table) {
        StringBuilder out = new StringBuilder();
        for (Data d : table.data()) out.append(d.name()).append('\n');
        for (Function f : table.functions()) {
            out.append(f.name()).append('\n');
            if (f.kind() != Kind.ASM) out.append(f.name()).append("_c\n");
        }
        return out.toString();
    }

    // ---- RuntimeAbi.java ----

    static String java(Table table) {
        StringBuilder out = new StringBuilder();
        out.append(
                """
                // Generated from runtime-abi.txt by GenerateAbi.java, do not edit.
                package org.platlang.abi;

                import java.util.List;
                import java.util.Optional;
                import org.platlang.ir.Aux.CallEffect;
                import org.platlang.ir.IrType;

                /** The contract between compiled code and the runtime: constants, offsets in bytes, functions. */
                public final class RuntimeAbi {
                    private RuntimeAbi() {}

                    /** Identifies the table this was generated from. */
                    public static final String HASH = "%s";
                """
                        .formatted(table.hash()));
        for (Constant c : table.constants()) out.append(javaConstant(c.name(), c.value(), c.meaning()));
        for (Struct s : table.structs()) {
            if (s.size() != Struct.OPEN)
                out.append(javaConstant("SIZEOF_" + s.name(), s.size(), "Bytes of " + s.name() + ": " + s.meaning()));
            for (Field f : s.fields())
                out.append(javaConstant(
                        s.name() + "_" + f.name().toUpperCase(Locale.ROOT), f.offset(), "Offset: " + f.meaning()));
        }
        for (Data d : table.data())
            out.append("\n    /** Symbol: %s. */\n    public static final String %s = \"%s\";\n"
                    .formatted(sentence(d.meaning()), d.constant(), d.name()));
        out.append(
                """

                    /** How a function is called; see runtime-abi.txt. */
                    public enum Kind {
                        LEAF,
                        PARK,
                        RAISE,
                        ASM
                    }

                    /** A function of the runtime. */
                    public enum Function {
                """);
        out.append(table.functions().stream().map(GenerateAbi::javaFunction).collect(Collectors.joining(",\n")));
        out.append(
                """
                ;

                        private final String symbol;
                        private final Kind kind;
                        private final boolean raises;
                        private final CallEffect effect;
                        private final List<IrType> args;
                        private final List<IrType> results;

                        Function(
                                String symbol,
                                Kind kind,
                                boolean raises,
                                CallEffect effect,
                                List<IrType> args,
                                List<IrType> results) {
                            this.symbol = symbol;
                            this.kind = kind;
                            this.raises = raises;
                            this.effect = effect;
                            this.args = args;
                            this.results = results;
                        }

                        /** The assembly symbol to call. */
                        public String symbol() {
                            return symbol;
                        }

                        public Kind kind() {
                            return kind;
                        }

                        /** What a call may do to memory and control. */
                        public CallEffect effect() {
                            return effect;
                        }

                        /** Declared arguments, without the worker; an address of static data or of a runtime record is I64. */
                        public List<IrType> args() {
                            return args;
                        }

                        /** At most two. */
                        public List<IrType> results() {
                            return results;
                        }

                        /** True if the task may be suspended, moved to another worker, or its stack moved, by the call. */
                        public boolean mayPark() {
                            return kind == Kind.PARK || kind == Kind.ASM;
                        }

                        /** True if the call may end by unwinding (panic, cancellation) instead of returning. */
                        public boolean mayRaise() {
                            return raises;
                        }
                    }

                    /** The function with this symbol. */
                    public static Optional<Function> find(String symbol) {
                        return switch (symbol) {
                """);
        for (Function f : table.functions())
            out.append("            case \"%s\" -> Optional.of(Function.%s);\n".formatted(f.name(), f.constant()));
        out.append(
                """
                            default -> Optional.empty();
                        };
                    }
                }
                """);
        return out.toString();
    }

    private static String javaConstant(String name, long value, String meaning) {
        boolean isInt = value == (int) value;
        return "\n    /** %s. */\n    public static final %s %s = %d%s;\n"
                .formatted(sentence(meaning), isInt ? "int" : "long", name, value, isInt ? "" : "L");
    }

    private static String javaFunction(Function f) {
        String args = f.args().stream().map(a -> "IrType." + a.type().ir).collect(Collectors.joining(", "));
        String results = f.results().stream().map(t -> "IrType." + t.ir).collect(Collectors.joining(", "));
        String names = f.args().stream().map(Arg::name).collect(Collectors.joining(", "));
        return "        /** (%s): %s. */\n        %s(\"%s\", Kind.%s, %s, CallEffect.%s, List.of(%s), List.of(%s))"
                .formatted(
                        names, sentence(f.meaning()), f.constant(), f.name(), f.kind(), f.raises(), f.effect(), args, results);
    }

    /** Fit for a doc comment: no markup, no closing of the comment. */
    private static String sentence(String meaning) {
        String plain = meaning.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;");
        return plain.replace("*/", "*&#47;").replace("\\u", "\\ u");
    }
}
