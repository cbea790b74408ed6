package org.platlang.hir.modules;

import org.platlang.lexer.source.SourceFile;

/**
 * A text that may be part of a module.
 *
 * @param source the same object each time the same file is asked for
 * @param place the module its place under the project's root stands for: {@code a::b} for {@code a/b.plat}
 */
public record ModuleFile(SourceFile source, ModulePath place) {}
