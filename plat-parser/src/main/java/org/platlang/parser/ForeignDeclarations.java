package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Variables declared as other languages do: {@code int x = 5;}, {@code List<int> xs = [];}, {@code static n = 0;}. */
final class ForeignDeclarations {
    private ForeignDeclarations() {}

    /** The report for a statement that is `TYPE NAME = …` or `TYPE NAME;`, where parsing stopped within its head. */
    static @Nullable Diagnostic variable(Advice a) {
        if (!CommonMistakes.insideFunction(a)) {
            return null;
        }
        int start = statementStart(a);
        int name = typeEnd(a, start);
        boolean declares = name > start
                && TokenClass.isName(a.type(name))
                && (a.type(name + 1) == PlatParser.ASSIGN || a.type(name + 1) == PlatParser.SEMI);
        if (!declares || isStatementWord(a.text(start)) && name == start + 1) {
            return null;
        }
        Span head = a.span(start).to(a.span(name));
        String type = platType(a.span(start).to(a.span(name - 1)).text());
        if (type.isEmpty() && a.type(name + 1) == PlatParser.SEMI) {
            return null; // `delete x;` is something else
        }
        String right = "let " + a.text(name) + (type.isEmpty() ? "" : ": " + type);
        return a.error(DiagnosticCode.E0119, head, "a variable is declared with `let` or `var`")
                .help("`let` never changes, `var` can be assigned later")
                .fix("write `" + right + "`", head, right);
    }

    /** Words that {@link ForeignWords} knows more about. */
    private static boolean isStatementWord(String word) {
        return word.equals("const")
                || word.equals("val")
                || word.equals("auto")
                || word.equals("final")
                || word.equals("mutable")
                || word.equals("return")
                || word.equals("def")
                || word.equals("new")
                || word.equals("case")
                || word.equals("throw")
                || word.equals("await")
                || word.equals("go");
    }

    /** The offset of the first token of the statement that goes wrong here. */
    private static int statementStart(Advice a) {
        int start = 0;
        while (true) {
            int before = a.type(start - 1);
            if (before == PlatParser.SEMI
                    || before == PlatParser.LBRACE
                    || before == PlatParser.RBRACE
                    || before == PlatParser.EOF) {
                return start;
            }
            start--;
        }
    }

    /** The offset just after a type as C, Java, C++ or Go write it; {@code start} if there is none. */
    private static int typeEnd(Advice a, int start) {
        int i = start;
        while (isWord(a.type(i)) && isModifier(a.text(i)) && isWord(a.type(i + 1)) && isWord(a.type(i + 2))) {
            i++;
        }
        if (!isWord(a.type(i))) {
            return start;
        }
        i++;
        while (a.type(i) == PlatParser.COLONCOLON && isWord(a.type(i + 1))) {
            i += 2;
        }
        if (a.type(i) == PlatParser.LT || a.type(i) == PlatParser.TYPE_LT) {
            i = argumentsEnd(a, i);
        }
        while (a.type(i) == PlatParser.LBRACK && a.type(i + 1) == PlatParser.RBRACK) {
            i += 2;
        }
        return a.type(i) == PlatParser.STAR || a.type(i) == PlatParser.AMP ? i + 1 : i;
    }

    private static boolean isWord(int type) {
        return TokenClass.isName(type) || type == PlatParser.CONST;
    }

    private static boolean isModifier(String word) {
        return switch (word) {
            case "static", "final", "const", "unsigned", "signed", "long", "short", "local", "readonly" -> true;
            default -> false;
        };
    }

    /** Just after the `>` that closes the type arguments from {@code start}; {@code start} where these are none. */
    private static int argumentsEnd(Advice a, int start) {
        int depth = 0;
        for (int i = start; ; i++) {
            int type = a.type(i);
            if (type == PlatParser.LT || type == PlatParser.TYPE_LT) {
                depth++;
            } else if (CommonMistakes.isGreater(type)) {
                if (--depth == 0) {
                    return i + 1;
                }
            } else if (!TokenClass.isName(type) && type != PlatParser.COMMA && type != PlatParser.COLONCOLON) {
                return start;
            }
        }
    }

    /** How Plat writes a type of another language; empty if it cannot be told. */
    static String platType(String written) {
        String type = written.replaceAll("\\b(static|final|const|local|readonly|signed)\\s+", "")
                .replace("std::", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (type.endsWith("[]")) {
            String element = platType(type.substring(0, type.length() - 2));
            return element.isEmpty() ? "" : "List[" + element + "]";
        }
        int open = type.indexOf('<');
        if (open > 0 && type.endsWith(">") && type.indexOf('<', open + 1) < 0) {
            return generic(type.substring(0, open).strip(), type.substring(open + 1, type.length() - 1));
        }
        String known = number(type);
        return !known.isEmpty() ? known : CommonMistakes.isCapital(type) && type.matches("\\w+") ? type : "";
    }

    private static String generic(String name, String arguments) {
        StringBuilder inner = new StringBuilder();
        for (String argument : arguments.split(",")) {
            String plat = platType(argument.strip());
            if (plat.isEmpty()) {
                return "";
            }
            inner.append(inner.isEmpty() ? "" : ", ").append(plat);
        }
        return switch (name) {
            case "List", "ArrayList", "vector", "Vec", "Array", "list" -> "List[" + inner + "]";
            case "Map", "HashMap", "map", "Dictionary", "unordered_map", "dict" -> "Dict[" + inner + "]";
            case "Set", "HashSet", "set", "unordered_set" -> "Set[" + inner + "]";
            default -> CommonMistakes.isCapital(name) ? name + "<" + inner + ">" : "";
        };
    }

    private static String number(String type) {
        return switch (type) {
            case "int", "i32", "Integer", "u16", "uint16", "int32", "int32_t", "uint16_t", "unsigned short" -> "Int32";
            case "long",
                    "i64",
                    "u32",
                    "u64",
                    "usize",
                    "isize",
                    "int64",
                    "uint32",
                    "uint64",
                    "uint",
                    "size_t",
                    "int64_t",
                    "uint32_t",
                    "uint64_t",
                    "unsigned",
                    "unsigned int",
                    "unsigned long",
                    "long long",
                    "long int",
                    "Long" -> "Int64";
            case "short", "i16", "u8", "int16", "uint8", "int16_t", "uint8_t", "Short" -> "Int16";
            case "byte", "i8", "int8", "int8_t", "Byte" -> "Int8";
            case "float", "f32", "float32" -> "Float32";
            case "double", "f64", "float64", "Double" -> "Float64";
            case "bool", "boolean", "Boolean" -> "Bool";
            case "string", "str", "char", "Str" -> "String";
            default -> "";
        };
    }
}
