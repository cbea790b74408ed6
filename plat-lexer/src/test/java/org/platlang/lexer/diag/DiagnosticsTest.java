package org.platlang.lexer.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.platlang.lexer.source.SourceFile;

final class DiagnosticsTest {
    @Test
    void idsAreUniqueAndTellTheSeverity() {
        Set<String> ids = new HashSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertTrue(ids.add(code.id()), code.id());
            assertEquals(code.name(), code.id());
            assertEquals(code.severity() == Severity.WARNING, code.id().startsWith("W"), code.id());
            assertTrue(code.id().matches("[EW][0-9]{4}"), code.id());
        }
    }

    @Test
    void theSinkOrdersByPlaceAndDropsRepetitions() {
        SourceFile file = SourceFile.of("f", "abc");
        DiagnosticSink sink = new DiagnosticSink();
        Diagnostic late = Diagnostic.at(DiagnosticCode.E0100, file.span(2, 3), "late");
        Diagnostic early = Diagnostic.at(DiagnosticCode.E0100, file.span(0, 1), "early");
        sink.report(late);
        sink.report(early);
        sink.report(late);
        assertEquals(List.of(early, late), sink.sorted());
        assertEquals(2, sink.errorCount());
    }

    @Test
    void theNearestNameIsSuggested() {
        List<String> known = List.of("print", "push", "panic", "length");
        assertEquals(Optional.of("print"), Suggest.nearest("pirnt", known));
        assertEquals(Optional.of("print"), Suggest.nearest("Print", known));
        assertEquals(Optional.of("length"), Suggest.nearest("lenght", known));
        assertEquals(Optional.empty(), Suggest.nearest("xyzzy", known));
        assertEquals(Optional.empty(), Suggest.nearest("print", List.of("print")));
    }
}
