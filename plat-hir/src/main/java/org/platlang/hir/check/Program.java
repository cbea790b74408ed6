package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;

/** What all files of a program share while it is being checked. */
final class Program {
    /** The modules by path; the main file's first. */
    final Map<ModulePath, Module> modules = new LinkedHashMap<>();

    final IdentityHashMap<FunctionSymbol, FunctionHeader> functions = new IdentityHashMap<>();
    final IdentityHashMap<ClassSymbol, ClassHeader> classes = new IdentityHashMap<>();
    final IdentityHashMap<EnumSymbol, EnumHeader> enums = new IdentityHashMap<>();

    /** Checked bodies, in order of declaration; nested bodies (tasks, lambdas) after the one they stand in. */
    final Map<FunctionSymbol, HirFunction> bodies = new LinkedHashMap<>();

    /** Aliases that are being resolved: one met again stands for itself. */
    final List<Item.AliasItem> openAliases = new ArrayList<>();

    final Constants constants = new Constants();
    final TaskLocals taskLocals = new TaskLocals();
    final Defaults defaults = new Defaults();
    final Newtypes newtypes = new Newtypes();
    final ClassBounds classBounds = new ClassBounds();
    final Prelude prelude = new Prelude(this);
    final StandardModules standard = new StandardModules(this);

    /** The module of that path, made now if it is new. */
    Module open(ModulePath path) {
        return modules.computeIfAbsent(path, Module::new);
    }

    /** The module of that path, one of the standard library included; null if there is none. */
    @Nullable
    Module module(ModulePath path) {
        return path.isStandard() ? standard.module(path) : modules.get(path);
    }
}
