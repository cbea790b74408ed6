package org.platlang.hir.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypePrinter;

/**
 * A whole monomorphic program: no type variables, only what is reachable from the entry, in order of first
 * use (so the same source gives the same program). Constants are inlined where they are used.
 */
public final class HirProgram {
    private final Map<String, HirFunction> functions = new LinkedHashMap<>();
    private final Map<String, HirClass> classes = new LinkedHashMap<>();
    private final Map<String, HirEnum> enums = new LinkedHashMap<>();
    private final FunctionRef entry;
    private final List<HirTaskLocal> taskLocals;

    /**
     * @param entry takes nothing and returns Int32, the exit status; the wrapper that the checker puts around
     *     every form of {@code main}
     * @param taskLocals those that some {@code with_local} binds
     */
    public HirProgram(
            FunctionRef entry,
            List<HirFunction> functions,
            List<HirClass> classes,
            List<HirEnum> enums,
            List<HirTaskLocal> taskLocals) {
        this.entry = entry;
        this.taskLocals = List.copyOf(taskLocals);
        for (HirFunction f : functions) {
            this.functions.put(f.name(), f);
        }
        for (HirClass c : classes) {
            this.classes.put(c.name(), c);
        }
        for (HirEnum e : enums) {
            this.enums.put(e.name(), e);
        }
    }

    public FunctionRef entry() {
        return entry;
    }

    public List<HirFunction> functions() {
        return List.copyOf(functions.values());
    }

    /** The task-locals that some {@code with_local} binds; any other one always has its initial value. */
    public List<HirTaskLocal> taskLocals() {
        return taskLocals;
    }

    public List<HirClass> classes() {
        return List.copyOf(classes.values());
    }

    public List<HirEnum> enums() {
        return List.copyOf(enums.values());
    }

    public HirFunction function(FunctionRef ref) {
        return found(functions.get(ref.name()), ref.name());
    }

    /** Whether a body is there: always where a call names the function; of a virtual method, where a call may reach it. */
    public boolean contains(FunctionRef ref) {
        return functions.containsKey(ref.name());
    }

    public HirClass classOf(ClassType type) {
        String name = TypePrinter.unique(type);
        return found(classes.get(name), name);
    }

    public HirEnum enumOf(EnumType type) {
        String name = TypePrinter.unique(type);
        return found(enums.get(name), name);
    }

    private static <T> T found(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("not in the program: " + name);
        }
        return value;
    }
}
