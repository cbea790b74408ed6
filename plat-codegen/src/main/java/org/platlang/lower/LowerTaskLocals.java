package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr.HirWithLocal;
import org.platlang.hir.tree.HirExpr.LocalBinding;
import org.platlang.hir.tree.HirTaskLocal;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Task-locals. What is bound lies in one immutable object per {@code with_local}, the worker refers to that of the running
 * task; while it is null, all have their initial values (constants, so they are made where they are read).
 */
final class LowerTaskLocals {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final TaskLocalLayout layout;

    LowerTaskLocals(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
        this.layout = f.module().taskLocals();
    }

    List<Value> read(HirTaskLocal local) {
        int index = layout.locals().indexOf(local);
        if (index < 0) {
            return f.lower(local.initial()); // nothing ever binds it
        }
        int[] result = f.variables(f.layouts().scalars(local.type()));
        Block bound = b.createBlock();
        Block initial = b.createBlock();
        Block join = b.createBlock();
        Value object = b.workerLoad(IrType.REF, RuntimeAbi.WORKER_LOCALS);
        b.branch(b.binary(Opcode.NE, object, b.nullRef()), bound, initial);
        b.switchToSealed(initial);
        f.write(result, f.lower(local.initial()));
        b.jump(join);
        b.switchToSealed(bound);
        List<Value> values = new ArrayList<>();
        for (int i = layout.firstScalar().get(index); i < layout.firstScalar().get(index + 1); i++) {
            IrType type = layout.struct().scalars().get(i);
            values.add(b.load(type, object, layout.struct().offsets().get(i), MemKind.IMMUTABLE));
        }
        f.write(result, values);
        b.jump(join);
        b.switchToSealed(join);
        List<Value> read = f.read(result);
        Elements.mark(f.module(), local.type(), read);
        return read;
    }

    List<Value> withLocal(HirWithLocal x) {
        List<List<Value>> given = new ArrayList<>();
        for (LocalBinding binding : x.bindings()) {
            given.add(f.lowerAs(binding.value(), binding.local().type()));
        }
        f.at(x.span());
        List<Value> all = new ArrayList<>();
        for (HirTaskLocal local : layout.locals()) {
            all.addAll(valueOf(local, x, given).orElseGet(() -> read(local)));
        }
        Struct struct = layout.struct();
        Value object = b.alloc(f.module().descriptors().ofTaskLocals(struct), struct.objectSize());
        for (int i = 0; i < all.size(); i++) {
            b.store(object, struct.offsets().get(i), all.get(i), MemKind.IMMUTABLE);
        }
        f.runtime("plat_locals_enter", object);
        f.regions().enter(new Regions.Region() {
            @Override
            void leave() {
                f.runtime("plat_locals_leave");
            }

            @Override
            void land(Value state) {
                f.at(x.span());
                f.runtime("plat_locals_leave");
                f.regions().resume(state);
            }
        });
        List<Value> result = f.lower(x.body());
        f.at(x.span());
        f.regions().exit();
        f.runtime("plat_locals_leave");
        return result;
    }

    private static Optional<List<Value>> valueOf(HirTaskLocal local, HirWithLocal x, List<List<Value>> given) {
        for (int i = 0; i < given.size(); i++) {
            if (x.bindings().get(i).local() == local) {
                return Optional.of(given.get(i));
            }
        }
        return Optional.empty();
    }
}
