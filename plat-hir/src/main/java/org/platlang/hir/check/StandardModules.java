package org.platlang.hir.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.modules.ModulePath;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.Parser;
import org.platlang.parser.ast.CompilationUnit;

/**
 * The modules of the standard library: Plat texts in {@code std/}, read and checked when a program first names them, so
 * that what is not used costs nothing.
 */
final class StandardModules {
    /** All there are, without the {@code std::}. */
    static final List<String> NAMES = List.of("env", "math", "process", "random", "runtime", "time");

    private final Program program;
    private final Map<String, Module> loaded = new LinkedHashMap<>();

    StandardModules(Program program) {
        this.program = program;
    }

    /** The module {@code std::name}; null if there is none. */
    @Nullable
    Module module(ModulePath path) {
        if (path.parts().size() != 2 || !NAMES.contains(path.name())) {
            return null;
        }
        Module known = loaded.get(path.name());
        return known != null ? known : load(path);
    }

    /** Those that the program uses. */
    Collection<Module> used() {
        return loaded.values();
    }

    private Module load(ModulePath path) {
        Module module = new Module(path);
        loaded.put(path.name(), module);
        DiagnosticSink sink = new DiagnosticSink();
        SourceFile file = SourceFile.of("std/" + path.name() + ".plat", text(path.name()));
        CompilationUnit unit = Parser.parse(file, sink);
        Env env = new Env(program, module, sink);
        CollectDecls.run(unit, env);
        ResolveHeaders.run(List.of(module));
        for (FunctionHeader header : Checker.inOrder(List.of(module))) {
            Body.checkFunction(env, header);
        }
        if (!sink.isEmpty()) {
            throw new IllegalStateException("module " + path + ": " + Prelude.messages(sink));
        }
        return module;
    }

    private static String text(String name) {
        try (InputStream in = StandardModules.class.getResourceAsStream("/org/platlang/hir/std/" + name + ".plat")) {
            if (in == null) {
                throw new IllegalStateException("the text of std::" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
