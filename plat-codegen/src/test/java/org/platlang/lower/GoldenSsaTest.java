package org.platlang.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platlang.hir.Hir;
import org.platlang.hir.tree.HirProgram;
import org.platlang.ir.Function;
import org.platlang.ir.IrPrinter;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.Module;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.opt.Pipeline;
import org.platlang.parser.Parser;

/**
 * The SSA of small programs as lowered, before any pass: {@code NAME.plat} beside {@code NAME.ssa}, which holds all
 * functions but main. {@code -Dbless} rewrites the expectation.
 */
final class GoldenSsaTest {
    private static final Path FOLDER = Path.of("src/test/resources/lower");

    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(FOLDER)) {
            files = list.filter(p -> p.toString().endsWith(".plat")).sorted().toList();
        }
        assertEquals(true, files.size() >= 10, "programs in " + FOLDER);
        return files.stream().map(p -> DynamicTest.dynamicTest(p.getFileName().toString(), () -> check(p)));
    }

    private static void check(Path program) {
        try {
            Module module = lowered(program);
            List<String> wrong = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (Function f : module.functions()) {
                wrong.addAll(IrVerifier.errors(f, Optional.of(module)));
                if (!f.symbol().equals("plat_main") && !f.symbol().endsWith("::main")) {
                    text.append(IrPrinter.print(f)).append('\n');
                }
            }
            assertEquals(List.of(), wrong);
            Path golden = Path.of(program.toString().replace(".plat", ".ssa"));
            if (System.getProperty("bless") != null) {
                Files.writeString(golden, text);
            }
            assertEquals(Files.readString(golden), text.toString());
            Pipeline.run(module, Pipeline.Options.level(2).verifying());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Module lowered(Path program) throws IOException {
        DiagnosticSink sink = new DiagnosticSink();
        SourceFile file = SourceFile.of(program.getFileName().toString(), Files.readString(program));
        Optional<HirProgram> hir = Hir.compile(Parser.parse(file, sink), sink);
        assertEquals(0, sink.errorCount(), () -> sink.sorted().toString());
        return Lowering.lower(hir.orElseThrow(), new LoweringOptions(false, false));
    }
}
