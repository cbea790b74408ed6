package org.platlang.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;

/** Programs that are deep or long in one way: phases that recurse, or look back over what they have seen, show here. */
final class DeepPrograms {
    private DeepPrograms() {}

    /** By name, each with about {@code n} of the thing that is repeated. */
    static Map<String, String> ofSize(int n) {
        Map<String, String> programs = new LinkedHashMap<>();
        for (String unit : new String[] {
            "(",
            "[",
            "{",
            "-",
            "~",
            "not ",
            "!",
            "${",
            "\"${",
            "fn(x) { ",
            "spawn { ",
            "concurrent { ",
            "if (true) { ",
            "match x { _ -> ",
            "loop { ",
            "Option::Some(",
            "List[",
            "Option<",
            "f(x = ",
            "x.",
            "x[",
            "/*",
            "'a: loop { ",
            "while (true) { ",
            "for (x in ",
            "{1: ",
            "Set{",
            "else ",
            "-> ",
            "| ",
            "x = ",
            "x < ",
            "fn(",
            "match ",
            "\\",
            "return ",
            "cast(value = ",
            "race { spawn { ",
            "select { x -> ",
            "defer { ",
            "x ? ",
            "0..",
            "a::",
            "r#\""
        }) {
            programs.put("open " + unit.strip(), "fn main() { let x = " + unit.repeat(n));
        }
        programs.put("parentheses", body("let x = " + "(".repeat(n) + "1" + ")".repeat(n) + "; print(value = x);"));
        programs.put("lists", body("let x = " + "[".repeat(n) + "1" + "]".repeat(n) + "; print(value = x);"));
        programs.put("minus", body("let x = " + "-".repeat(n) + "y; print(value = x);", "let y: Int32 = 1;"));
        programs.put("not", body("let x = " + "not ".repeat(n) + "true; print(value = x);"));
        programs.put("blocks", body("{ ".repeat(n) + "print(value = 1);" + " }".repeat(n)));
        programs.put("ifs", body("if (true) { ".repeat(n) + "print(value = 1);" + " }".repeat(n)));
        programs.put("else ifs", body("let y: Int32 = 1; " + "if (y == 1) { } else ".repeat(n) + "{ }"));
        programs.put("sum", body("let y: Int32 = 1; print(value = 1" + " + y".repeat(n) + ");"));
        programs.put("strings", body("let y: String = \"a\"; print(value = y" + " + y".repeat(n) + ");"));
        programs.put("and", body("let y: Bool = true; print(value = y" + " and y".repeat(n) + ");"));
        programs.put("comparisons", body("print(value = 1" + " < 1".repeat(n) + ");"));
        programs.put(
                "calls",
                "fn f(x: Int32) -> Int32 { x }\n"
                        + body("print(value = " + "f(x = ".repeat(n) + "1" + ")".repeat(n) + ");"));
        programs.put("methods", body("let s: String = \"a\"; print(value = s" + ".trim()".repeat(n) + ");"));
        programs.put("unwraps", body("let s: Int32 = 1; print(value = s" + "!".repeat(n) + ");"));
        programs.put("interpolations", body("print(value = " + "\"${".repeat(n) + "1" + "}\"".repeat(n) + ");"));
        programs.put(
                "some", body("let x = " + "Option::Some(".repeat(n) + "1" + ")".repeat(n) + "; print(value = x);"));
        programs.put(
                "option types",
                body("let x: " + "Option<".repeat(n) + "Int32" + ">".repeat(n) + " = Option::None; print(value = x);"));
        programs.put(
                "list types",
                body("let x: " + "List[".repeat(n) + "Int32" + "]".repeat(n) + " = []; print(value = x);"));
        programs.put("lambdas", body("let f = " + "fn() { ".repeat(n) + "1" + " }".repeat(n) + "; f();"));
        programs.put(
                "patterns",
                "fn f(o: Option<Int32>) -> Int32 { match o { " + "Option::Some(".repeat(n) + "_" + ")".repeat(n)
                        + " -> 1, _ -> 2 } }\n" + body(""));
        programs.put("alternatives", body("let y: Int32 = 1; match y { 0" + " | 0".repeat(n) + " -> { } _ -> { } }"));
        programs.put("matches", body("let y: Int32 = 1; " + "match y { _ -> ".repeat(n) + "{ }" + " }".repeat(n)));
        programs.put("statements", body("print(value = 1);\n".repeat(n)));
        programs.put("variables", body(numbered(n, "let x%d: Int32 = 1;\n") + numbered(n, "print(value = x%d);\n")));
        programs.put("elements", body("let x = [" + "1, ".repeat(n) + "]; print(value = x);"));
        programs.put("functions", numbered(n, "fn f%d(x: Int32) -> Int32 { x }\n") + body("print(value = f0(x = 1));"));
        programs.put("classes", numbered(n, "class C%d { let x: Int32; }\n") + body(""));
        programs.put(
                "variants",
                "enum E { " + numbered(n, "V%d, ") + "}\nfn f(e: E) -> Int32 { match e { "
                        + numbered(n, "E::V%d -> %<d, ") + "} }\n" + body("print(value = f(e = E::V0));"));
        programs.put(
                "arms", "fn f(n: Int32) -> Int32 { match n { " + numbered(n, "%d -> 1, ") + "_ -> 2 } }\n" + body(""));
        programs.put("parameters", "fn f(" + numbered(n, "x%d: Int32 = 1, ") + ") { }\n" + body("f();"));
        programs.put(
                "fields",
                "class C { " + numbered(n, "let x%d: Int32 = 1; ") + "}\n" + body("print(value = C.init());"));
        programs.put("constants", numbered(n, "const C%d: Int32 = 1;\n") + body(""));
        programs.put("errors", body("let x: Int32 = \"a\";\n".repeat(n)));
        programs.put("syntax errors", body("let = ;\n".repeat(n)));
        programs.put("long name", body("let " + "x".repeat(n) + ": Int32 = 1; print(value = " + "x".repeat(n) + ");"));
        programs.put("long number", body("print(value = " + "9".repeat(n) + ");"));
        programs.put("long fraction", body("print(value = 0." + "9".repeat(n) + ");"));
        programs.put("long exponent", body("print(value = 1e" + "9".repeat(n) + ");"));
        programs.put("long string", body("print(value = \"" + "x".repeat(n) + "\");"));
        programs.put("comments", "/* ".repeat(n) + " */".repeat(n) + body(""));
        StringBuilder chain = new StringBuilder("class C0 { }\n");
        StringBuilder constants = new StringBuilder("const C0: Int32 = 1;\n");
        StringBuilder aliases = new StringBuilder("type A0 = Int32;\n");
        for (int i = 1; i < n; i++) {
            chain.append("class C").append(i).append(" : C").append(i - 1).append(" { }\n");
            constants
                    .append("const C")
                    .append(i)
                    .append(": Int32 = C")
                    .append(i - 1)
                    .append(" + 1;\n");
            aliases.append("type A").append(i).append(" = A").append(i - 1).append(";\n");
        }
        programs.put("chain of classes", chain + body(""));
        programs.put("chain of constants", constants + body("print(value = C" + (n - 1) + ");"));
        programs.put("chain of aliases", aliases + body("let x: A" + (n - 1) + " = 1; print(value = x);"));
        return programs;
    }

    private static String body(String statements) {
        return body(statements, "");
    }

    private static String body(String statements, String before) {
        return "fn main() { " + before + statements + " }\n";
    }

    private static String numbered(int n, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < n; i++) {
            out.append(String.format(format, i));
        }
        return out.toString();
    }
}
