package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;

/**
 * One file (§2): {@code mod}, then {@code use} declarations, then items, all in written order. Items that could not be
 * parsed have been reported and are absent.
 *
 * @param documentation the text of the {@code //!} lines at the top; empty if there are none
 */
public record CompilationUnit(
        SourceFile file,
        String documentation,
        Optional<ModuleDeclaration> module,
        List<UseDeclaration> uses,
        List<Decl> items,
        Span span) {

    /** {@code mod a::b;} */
    public record ModuleDeclaration(List<Identifier> path, Span span) {}

    /**
     * {@code use a::b;}, {@code use a::b as c;}, {@code use a::b::{x, Y as Z};}. Whether the path names a module or an
     * item of one is for name resolution.
     *
     * @param alias after {@code as}; never together with {@code names}
     * @param names the braces, if written; the braces hold at least one name
     */
    public record UseDeclaration(List<Identifier> path, Optional<Identifier> alias, List<UseName> names, Span span) {}

    /** One name in the braces of a {@code use}. */
    public record UseName(Identifier name, Optional<Identifier> alias, Span span) {}
}
