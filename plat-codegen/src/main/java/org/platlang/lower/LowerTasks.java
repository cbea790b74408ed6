package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirConcurrent;
import org.platlang.hir.tree.HirExpr.HirRace;
import org.platlang.hir.tree.HirExpr.HirSpawn;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.lower.Regions.Region;

/** Scopes, tasks and channels. Captures and results lie in the task's slots, channel elements cross in xfer. */
final class LowerTasks {
    private final FunctionLowering f;
    private final FunctionBuilder b;

    LowerTasks(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
    }

    List<Value> concurrent(HirConcurrent x) {
        f.at(x.span());
        Value handle = f.runtime("plat_scope_enter").get(0);
        f.regions().enter(scopeRegion(x.scope(), handle, x));
        List<Value> result = f.lower(x.body());
        f.at(x.span());
        f.regions().exit();
        f.runtime("plat_scope_exit", handle);
        return result;
    }

    /** The first result; the others' tasks are cancelled and waited for when it has been read. */
    List<Value> race(HirRace x) {
        f.at(x.span());
        Value handle = f.runtime("plat_race_enter").get(0);
        f.regions().enter(scopeRegion(x.scope(), handle, x));
        f.lower(x.start());
        f.at(x.span());
        Value winner = f.runtime("plat_race_wait", handle).get(0);
        List<Value> result = slots(winner, x.type());
        f.regions().exit();
        f.runtime("plat_scope_leave", handle);
        if (x.type() == Primitive.NEVER) {
            b.unreachable(); // no arm ever has a result
            f.startUnreachable();
        }
        return result;
    }

    /** The body of a scope: any way out but its end cancels the unfinished tasks and waits for them. */
    private Region scopeRegion(HirScope scope, Value handle, HirExpr at) {
        return new Region() {
            @Override
            void leave() {
                f.runtime("plat_scope_leave", handle);
            }

            @Override
            void land(Value state) {
                f.at(at.span());
                f.regions().resume(f.runtime("plat_scope_abort", handle, state).get(0));
            }

            @Override
            Optional<Value> handleOf(HirScope asked) {
                return asked == scope ? Optional.of(handle) : Optional.empty();
            }
        };
    }

    Value spawn(HirSpawn x) {
        HirFunction body = f.module().program().function(x.body());
        List<Type> types = body.parameters().stream().map(HirLocal::type).toList();
        List<Value> captures = f.lowerAll(x.captures(), types);
        f.at(x.span());
        String symbol = f.module().symbol(x.body());
        List<IrType> scalars = f.layouts().scalarsOf(types);
        if (isBoxed(scalars)) {
            captures = List.of(box(symbol, scalars, captures));
            scalars = List.of(IrType.REF);
        }
        String descriptor = f.module().spawnSite(symbol);
        f.module()
                .descriptors()
                .task(
                        descriptor,
                        symbol,
                        symbol,
                        scalars,
                        f.layouts().scalars(body.result()),
                        f.handles().isDetached(x),
                        b.position(),
                        false);
        Value task = f.runtime("plat_task_new", f.address(descriptor), f.scopeHandle(x.scope()))
                .get(0);
        for (int i = 0; i < captures.size(); i++) {
            int offset = RuntimeAbi.TASK_SLOTS + 8 * i;
            b.store(task, offset, captures.get(i), MemKind.runtime("task", offset));
        }
        f.runtime("plat_task_start", task);
        return task;
    }

    /** More captured scalars than a task has slots lie in an object, to which slot 0 refers. */
    static boolean isBoxed(List<IrType> captures) {
        return captures.size() > RuntimeAbi.TASK_SLOTS_MAX;
    }

    /** Where boxed captures lie. */
    static Struct boxLayout(List<IrType> captures) {
        return Struct.of(captures, 8);
    }

    private Value box(String body, List<IrType> scalars, List<Value> captures) {
        Struct struct = boxLayout(scalars);
        Value object = b.alloc(f.module().descriptors().ofCaptures(body, struct), struct.objectSize());
        for (int i = 0; i < captures.size(); i++) {
            b.store(object, struct.offsets().get(i), captures.get(i), MemKind.IMMUTABLE);
        }
        return object;
    }

    /** Waits and reads the result; {@code release}: the handle is used nowhere else. */
    List<Value> await(Value task, Type result, boolean release) {
        f.runtime(release ? "plat_await_release" : "plat_await", task);
        return slots(task, result);
    }

    /** Reads the result of a finished task. */
    List<Value> slots(Value task, Type result) {
        List<Value> values = new ArrayList<>();
        int slot = 0;
        for (IrType t : f.layouts().scalars(result)) {
            int offset = RuntimeAbi.TASK_SLOTS + 8 * slot++;
            values.add(b.load(t, task, offset, MemKind.runtime("task", offset)));
        }
        return values;
    }

    // Channels.

    Value channel(Type element, Value capacity) {
        return f.runtime("plat_chan_new", f.address(f.module().descriptors().ofChannelElement(element)), capacity)
                .get(0);
    }

    /** Puts an element where the runtime takes it. The call that takes it must follow at once. */
    void give(List<Value> element) {
        for (int i = 0; i < element.size(); i++) {
            b.workerStore(RuntimeAbi.WORKER_XFER + 8 * i, element.get(i));
        }
    }

    /** The element the call just made has left; rubbish if it has left none. */
    List<Value> received(Type element) {
        List<Value> values = new ArrayList<>();
        int slot = 0;
        for (IrType t : f.layouts().scalars(element)) {
            values.add(b.workerLoad(t, RuntimeAbi.WORKER_XFER + 8 * slot++));
        }
        return values;
    }

    /** The Option of what a receive left: Some where the status {@code got} is 1. Without a branch. */
    List<Value> receivedOption(Value got, Type element) {
        List<Value> raw = received(element);
        Value some = b.binary(Opcode.EQ, got, b.i32(1));
        List<Value> value = new ArrayList<>();
        for (Value v : raw) {
            // What is rubbish must not be kept as a reference.
            value.add(v.type() == IrType.REF ? b.select(some, v, b.nullRef()) : v);
        }
        EnumType option = BuiltinTypes.option(element);
        EnumLayout layout = f.layouts().enumLayout(option);
        return switch (layout.shape()) {
            case NULLABLE -> value;
            case TAG_ONLY -> List.of(tag(some));
            case TAGGED ->
                new Variants(f.module(), b)
                        .tagged(layout, tag(some), layout.variants().get(BuiltinTypes.SOME), value);
            case BOXED -> boxed(layout, some, value);
        };
    }

    private List<Value> boxed(EnumLayout layout, Value some, List<Value> payload) {
        Variants variants = new Variants(f.module(), b);
        Block yes = b.createBlock();
        Block no = b.createBlock();
        Block join = b.createBlock();
        int[] result = f.variables(layout.scalars());
        b.branch(some, yes, no);
        b.switchToSealed(yes);
        f.write(result, variants.make(layout, BuiltinTypes.SOME, payload));
        b.jump(join);
        b.switchToSealed(no);
        f.write(result, variants.make(layout, BuiltinTypes.NONE, List.of()));
        b.jump(join);
        b.switchToSealed(join);
        return f.read(result);
    }

    private Value tag(Value some) {
        return b.select(some, b.i32(BuiltinTypes.SOME), b.i32(BuiltinTypes.NONE));
    }
}
