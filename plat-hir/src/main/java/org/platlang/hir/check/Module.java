package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.modules.ModulePath;
import org.platlang.parser.ast.Decl;

/** A module: what its files declare together. */
final class Module {
    private final ModulePath path;
    final Map<String, Item> items;
    /** Blocks of tests and benchmarks, in order. */
    final List<Block> blocks = new ArrayList<>();

    /** A test or bench block and the file it stands in. */
    record Block(Decl.TestBlock decl, Env env) {}

    Module(ModulePath path) {
        this(path, new LinkedHashMap<>());
    }

    private Module(ModulePath path, Map<String, Item> items) {
        this.path = path;
        this.items = items;
    }

    /** The same module with room for more items, which nobody else sees. */
    Module inner() {
        return new Module(path, new LinkedHashMap<>(items));
    }

    ModulePath path() {
        return path;
    }

    /** Library code, which may use what is behind the built-in functions. */
    boolean isLibrary() {
        return path.isStandard();
    }

    /** Whether code of this module may use what is private to {@code other}. */
    boolean sees(Module other) {
        return path.equals(other.path) || (isLibrary() && other.isLibrary());
    }

    /** The path of something in this module. */
    String qualified(String name) {
        return path + "::" + name;
    }

    Optional<Item> item(String name) {
        return Optional.ofNullable(items.get(name));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
