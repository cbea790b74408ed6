package org.platlang.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.ir.Aux.Likely;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Value;
import org.platlang.lexer.source.Span;

/**
 * One function's lowering: its builder, locals, loops and open regions, and the parts that know each kind of expression.
 *
 * <p>A value is the list of its scalars. Lowering an expression of type Never leaves the builder in a fresh block that
 * nothing leads to, so that callers need not look: what they append is removed when the function is finished.
 */
final class FunctionLowering {
    private final ModuleLowering module;
    private final HirFunction function;
    private final FunctionBuilder b;
    /** By local id: a {@code List<Value>} (never assigned again) or the builder's variables, an {@code int[]}. */
    private final @Nullable Object[] locals;

    private final Deque<Loop> loops = new ArrayDeque<>();
    private final Regions regions;
    private final Map<Integer, Integer> positions = new HashMap<>();

    private final TaskHandles handles;
    private final LowerExpr expressions;

    /** A loop being lowered; {@code regionDepth} regions were open where it stands. */
    record Loop(HirLabel label, Block exit, Block again, int[] result, int regionDepth) {}

    FunctionLowering(ModuleLowering module, HirFunction function) {
        this.module = module;
        this.function = function;
        this.locals = new Object[function.localCount()];
        List<IrType> params = isTask()
                ? List.of(IrType.REF)
                : module.layouts()
                        .scalarsOf(function.parameters().stream()
                                .map(HirLocal::type)
                                .toList());
        List<IrType> results = isTask() ? List.of() : module.layouts().scalars(function.result());
        this.b = new FunctionBuilder(module.symbol(function.ref()), params, results);
        this.regions = new Regions(b);
        this.handles = TaskHandles.of(function);
        this.expressions = new LowerExpr(this);
    }

    private boolean isTask() {
        return function.kind() == HirFunction.Kind.TASK;
    }

    Function run() {
        at(function.span());
        b.function().setPosition(b.position());
        if (function.ref().symbol().isMeasured()) {
            b.function().setInlining(Function.Inlining.NEVER);
        }
        if (function.ref().symbol().isMasked()) {
            b.function().setMasked();
        }
        boolean ownGenerator = isTask() && module.isSeeding();
        if (ownGenerator) {
            regions.enter(ownGenerator(runtime("plat_random_enter").get(0)));
        }
        declareParameters();
        List<Value> result = lowerAs(function.body(), function.result());
        if (function.body().type() == Primitive.NEVER) {
            b.unreachable();
        } else {
            emitReturn(result);
        }
        if (ownGenerator) {
            at(function.span());
            startUnreachable();
            regions.exit();
            b.unreachable();
        }
        return b.finish();
    }

    /** A task of a program that seeds: on every way out the generator is that of whoever the task may run on top of. */
    private Regions.Region ownGenerator(Value before) {
        return new Regions.Region() {
            @Override
            void leave() {
                runtime("plat_random_leave", before);
            }

            @Override
            void land(Value state) {
                runtime("plat_random_leave", before);
                regions.resume(state);
            }
        };
    }

    private void declareParameters() {
        List<Value> scalars = isTask() ? captures() : b.function().params();
        int next = 0;
        for (HirLocal p : function.parameters()) {
            int count = module.layouts().scalars(p.type()).size();
            List<Value> values = scalars.subList(next, next + count);
            Elements.mark(module, p.type(), values);
            declare(p, values);
            next += count;
        }
    }

    /** The captured scalars of a task, from its slots or the object that slot 0 refers to. */
    private List<Value> captures() {
        List<IrType> types = module.layouts()
                .scalarsOf(function.parameters().stream().map(HirLocal::type).toList());
        List<Value> values = new ArrayList<>();
        if (LowerTasks.isBoxed(types)) {
            Value box = loadSlot(IrType.REF, 0);
            Struct struct = LowerTasks.boxLayout(types);
            for (int i = 0; i < types.size(); i++) {
                values.add(b.load(types.get(i), box, struct.offsets().get(i), MemKind.IMMUTABLE));
            }
        } else {
            for (int i = 0; i < types.size(); i++) {
                values.add(loadSlot(types.get(i), i));
            }
        }
        return values;
    }

    private Value loadSlot(IrType type, int slot) {
        int offset = RuntimeAbi.TASK_SLOTS + 8 * slot;
        return b.load(type, b.param(0), offset, MemKind.runtime("task", offset));
    }

    ModuleLowering module() {
        return module;
    }

    Layouts layouts() {
        return module.layouts();
    }

    FunctionBuilder builder() {
        return b;
    }

    HirFunction function() {
        return function;
    }

    TaskHandles handles() {
        return handles;
    }

    // Expressions.

    /** The scalars of an expression's value; none for one that does not return. */
    List<Value> lower(HirExpr e) {
        return expressions.lower(e);
    }

    /** As {@link #lower}; where {@code e} does not return, something of the type wanted in unreachable code. */
    List<Value> lowerAs(HirExpr e, Type wanted) {
        List<Value> values = lower(e);
        return e.type() == Primitive.NEVER ? zeros(module.layouts().scalars(wanted)) : values;
    }

    /** The only scalar of an expression's value, of the type {@code wanted} has. */
    Value lowerOne(HirExpr e, Type wanted) {
        return lowerAs(e, wanted).get(0);
    }

    /** The only scalar of an expression's value; its own type must not be Never. */
    Value lowerOne(HirExpr e, IrType wanted) {
        List<Value> values = lower(e);
        return values.isEmpty() ? zero(wanted) : values.get(0);
    }

    List<Value> lowerAll(List<HirExpr> list, List<? extends Type> wanted) {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            all.addAll(lowerAs(list.get(i), wanted.get(i)));
        }
        return all;
    }

    Value zero(IrType type) {
        return type == IrType.REF ? b.nullRef() : type.isFloat() ? b.fconst(type, 0) : b.iconst(type, 0);
    }

    List<Value> zeros(List<IrType> types) {
        List<Value> result = new ArrayList<>();
        for (IrType t : types) {
            result.add(zero(t));
        }
        return result;
    }

    // Places.

    /** Sets the position of what is emitted from now on. */
    void at(Span span) {
        Integer known = positions.get(span.start());
        if (known == null) {
            known = module.position(function.name(), span);
            positions.put(span.start(), known);
        }
        b.setPosition(known);
    }

    UnsupportedOperationException notYet(String what, Span span) {
        return new UnsupportedOperationException(
                "not available yet: %s at %s:%d:%d".formatted(what, span.file().name(), span.line(), span.column()));
    }

    // Control.

    /** Goes on in a block that nothing leads to: after a terminator. */
    void startUnreachable() {
        b.switchToSealed(b.createBlock());
    }

    /** Goes on in a new block if {@code condition} holds; the result is the cold block, sealed, for the other case. */
    Block splitUnlikely(Value condition) {
        Block hot = b.createBlock();
        Block cold = b.createColdBlock();
        b.branch(condition, hot, cold, Likely.LIKELY);
        b.seal(cold);
        b.switchToSealed(hot);
        return cold;
    }

    // Locals.

    /** Declares a local with its first value; an immutable one is that value. */
    void declare(HirLocal local, List<Value> values) {
        if (local.mutable()) {
            assign(local, values);
        } else {
            locals[local.id()] = List.copyOf(values);
        }
    }

    /** Assigns a local that is a set of builder variables, making them on first use. */
    void assign(HirLocal local, List<Value> values) {
        int[] variables;
        if (locals[local.id()] instanceof int[] known) {
            variables = known;
        } else {
            variables = variables(module.layouts().scalars(local.type()));
            locals[local.id()] = variables;
        }
        write(variables, values);
    }

    @SuppressWarnings("unchecked")
    List<Value> read(HirLocal local) {
        Object found = locals[local.id()];
        if (found instanceof int[] variables) {
            return read(variables);
        }
        if (found == null) {
            throw new IllegalStateException("local " + local + " is read before its declaration in " + function.name());
        }
        return (List<Value>) found;
    }

    int[] variables(List<IrType> types) {
        int[] result = new int[types.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = b.variable(types.get(i));
        }
        return result;
    }

    void write(int[] variables, List<Value> values) {
        for (int i = 0; i < variables.length; i++) {
            b.write(variables[i], values.get(i));
        }
    }

    List<Value> read(int[] variables) {
        List<Value> values = new ArrayList<>(variables.length);
        for (int v : variables) {
            values.add(b.read(v));
        }
        return values;
    }

    // Loops, regions, ways out.

    Regions regions() {
        return regions;
    }

    void enterLoop(HirLabel label, Block exit, Block again, int[] result) {
        loops.push(new Loop(label, exit, again, result, regions.depth()));
    }

    void leaveLoop() {
        loops.pop();
    }

    Loop loop(HirLabel label) {
        for (Loop l : loops) {
            if (l.label() == label) {
                return l;
            }
        }
        throw new IllegalStateException("no enclosing loop " + label + " in " + function.name());
    }

    /** The runtime's handle of a scope that a spawn names. */
    Value scopeHandle(HirScope scope) {
        if (scope == HirScope.OF_TASK) {
            int offset = RuntimeAbi.TASK_SCOPE;
            return b.load(IrType.I64, b.param(0), offset, MemKind.runtime("task", offset));
        }
        return regions.handleOf(scope);
    }

    /** Leaves the function with this result, and all regions with it. */
    void emitReturn(List<Value> result) {
        regions.leaveDownTo(0);
        if (isTask()) {
            for (int i = 0; i < result.size(); i++) {
                int offset = RuntimeAbi.TASK_SLOTS + 8 * i;
                b.store(b.param(0), offset, result.get(i), MemKind.runtime("task", offset));
            }
            b.ret();
        } else {
            b.ret(result.toArray(new Value[0]));
        }
    }

    // Runtime.

    /** Calls a function of the runtime; its results in order. */
    List<Value> runtime(String symbol, Value... arguments) {
        return RuntimeCalls.call(b, symbol, arguments);
    }

    /** Calls a runtime function that never returns, and ends the block. */
    void raise(String symbol, Value... arguments) {
        RuntimeCalls.call(b, symbol, arguments);
        b.unreachable();
    }

    /** Address of static data, as the runtime takes it. */
    Value address(String symbol) {
        return b.symbolAddress(IrType.I64, symbol);
    }

    /** A String object with this text. */
    Value string(String text) {
        return b.symbolAddress(IrType.REF, module.strings().string(text));
    }

    /** Ends the block by a panic with a message known now. */
    void panic(String message) {
        raise("plat_panic_text", address(module.strings().cString(message)));
    }

    static List<Value> none() {
        return Collections.emptyList();
    }
}
