package org.platlang.lexer.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.platlang.lexer.source.SourceFile;

final class JsonRendererTest {
    @Test
    void aDiagnosticIsOneLine() {
        SourceFile file = SourceFile.of("a\"b.plat", "x\ny");
        String json = JsonRenderer.render(Diagnostic.at(DiagnosticCode.E0101, file.span(2, 3), "tab\t😀\uD800")
                .label("here")
                .secondary(file.span(0, 1), "there")
                .note("n")
                .help("h")
                .fix("t", file.span(3, 3), ";"));
        assertEquals(
                "{\"code\":\"E0101\",\"severity\":\"error\",\"message\":\"tab\\t😀\\ud800\",\"primary\":{"
                        + "\"file\":\"a\\\"b.plat\",\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,\"start\":2,"
                        + "\"end\":3,\"label\":\"here\"},\"secondary\":[{\"file\":\"a\\\"b.plat\",\"line\":1,\"column\":1,"
                        + "\"endLine\":1,\"endColumn\":2,\"start\":0,\"end\":1,\"label\":\"there\"}],\"notes\":[\"n\"],"
                        + "\"help\":[\"h\"],\"fixes\":[{\"title\":\"t\",\"file\":\"a\\\"b.plat\",\"line\":2,\"column\":2,"
                        + "\"endLine\":2,\"endColumn\":2,\"start\":3,\"end\":3,\"replacement\":\";\"}]}\n",
                json);
    }

    @Test
    void aReportWithoutPlaceHasNoPrimary() {
        assertTrue(JsonRenderer.render(Diagnostic.general(DiagnosticCode.E0117, "m"))
                .contains("\"primary\":null"));
    }
}
