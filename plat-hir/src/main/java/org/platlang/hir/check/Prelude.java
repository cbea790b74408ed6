package org.platlang.hir.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.diag.Label;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.Parser;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.Decl;

/**
 * Built-in functions that are Plat code over intrinsics: above all those that call back or compare. Each is a source
 * text of its own, parsed and checked when a program first uses it, so that what is not used costs nothing. A method's
 * first parameter is its receiver; functions of lists are named {@code list_…} and so on.
 */
final class Prelude {
    /** A span for things that no program declares. */
    static final Span NOWHERE = SourceFile.of("std", "").span(0, 0);

    /** How the names of library texts begin; a program's files cannot lie there, since `std` is the library's module. */
    private static final String FOLDER = "std/";

    private final Program program;
    private final PreludeTexts texts = new PreludeTexts();
    private final Map<String, Signature> loaded = new HashMap<>();
    private final Map<String, ClassHeader> classes = new LinkedHashMap<>();

    /** Whether the program has a Dict or Set anywhere. */
    boolean dictsUsed;

    /** A report without the places that lie in library code, which users cannot see. */
    static Diagnostic withoutLibrary(Diagnostic d) {
        List<Label> shown = d.secondary().stream()
                .filter(label -> !label.span().file().name().startsWith(FOLDER))
                .toList();
        return shown.size() == d.secondary().size()
                ? d
                : new Diagnostic(d.code(), d.message(), d.primary(), shown, d.notes(), d.help(), d.fixIts());
    }

    Prelude(Program program) {
        this.program = program;
    }

    boolean has(String name) {
        return loaded.containsKey(name) || texts.function(name).isPresent();
    }

    /** The function's signature; there must be one of the name. Its body is checked now if it is new. */
    Signature signature(String name) {
        Signature known = loaded.get(name);
        if (known != null) {
            return known;
        }
        SourceFile file =
                SourceFile.of(FOLDER + name + ".plat", texts.function(name).orElseThrow());
        DiagnosticSink sink = new DiagnosticSink();
        CompilationUnit unit = Parser.parse(file, sink);
        if (sink.hasErrors() || !(unit.items().get(0) instanceof Decl.Function d)) {
            throw new IllegalStateException("prelude function " + name + ": " + messages(sink));
        }
        // A place of its own: the user's names are not visible in it.
        Env std = Env.forPrelude(program, sink);
        FunctionSymbol symbol = new FunctionSymbol("std", 0, name, std.types.declare(d.typeParameters()));
        FunctionHeader header = ResolveHeaders.freeHeader(std, d, symbol, name);
        program.functions.put(symbol, header);
        loaded.put(name, header.signature());
        Body.checkFunction(std, header);
        if (sink.hasErrors()) {
            throw new IllegalStateException("prelude function " + name + ": " + messages(sink));
        }
        return header.signature();
    }

    /** The class of that name declared in Plat text; null if there is none. Its bodies are checked now if it is new. */
    @Nullable
    ClassHeader classHeader(String name) {
        ClassHeader known = classes.get(name);
        if (known != null) {
            return known;
        }
        Optional<String> text = texts.ofClass(name);
        if (text.isEmpty()) {
            return null;
        }
        DiagnosticSink sink = new DiagnosticSink();
        CompilationUnit unit = Parser.parse(SourceFile.of(FOLDER + name + ".plat", text.get()), sink);
        Env std = Env.forPrelude(program, sink);
        CollectDecls.run(unit, std);
        if (sink.hasErrors() || !(std.item(name) instanceof Item.ClassItem item)) {
            throw new IllegalStateException("prelude class " + name + ": " + messages(sink));
        }
        ClassHeader header = item.header();
        classes.put(name, header);
        std.module.items.keySet().retainAll(List.of(name)); // what else library code knows has its headers
        ResolveHeaders.run(List.of(std.module));
        if (header.init != null) {
            Body.checkFunction(std, header.init);
        }
        for (FunctionHeader method : header.methods.values()) {
            Body.checkFunction(std, method);
        }
        if (sink.hasErrors()) {
            throw new IllegalStateException("prelude class " + name + ": " + messages(sink));
        }
        return header;
    }

    /** The classes that the program uses. */
    Collection<ClassHeader> classes() {
        return classes.values();
    }

    static String messages(DiagnosticSink sink) {
        StringBuilder out = new StringBuilder();
        List<Diagnostic> all = sink.sorted();
        for (Diagnostic d : all) {
            out.append(d.primary().isPresent() ? d.primary().get().span().toString() : "")
                    .append(": ")
                    .append(d.message())
                    .append("; ");
        }
        return out.toString();
    }
}
