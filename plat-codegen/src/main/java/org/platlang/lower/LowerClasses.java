package org.platlang.lower;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.ir.Aux;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** What depends on the class of an instance at run time: calls of virtual methods, class tests. */
final class LowerClasses {
    private final ModuleLowering module;

    LowerClasses(ModuleLowering module) {
        this.module = module;
    }

    /**
     * Calls a method on an instance that is known to be of this class: directly where it is not virtual or all classes
     * the instance can be of have the same, else through the method table behind the descriptor.
     *
     * @param method as the class has it
     * @param arguments the instance first
     */
    List<Value> call(
            FunctionBuilder b, ClassType type, FunctionRef method, List<IrType> results, List<Value> arguments) {
        int index = module.program().classOf(type).virtualIndex(method);
        if (index < 0) {
            return b.call(module.symbol(method), results, arguments);
        }
        Set<String> targets = new LinkedHashSet<>();
        for (HirClass c : module.hierarchy().instantiated(type)) {
            targets.add(module.symbol(c.virtuals().get(index).implementation()));
        }
        if (targets.isEmpty()) {
            // No instance is ever made: the call is not reached, and what stands here only has to be well-formed.
            List<Value> none = new ArrayList<>();
            for (IrType t : results) {
                none.add(zero(b, t));
            }
            return none;
        }
        if (targets.size() == 1) {
            return b.call(targets.iterator().next(), results, arguments);
        }
        Value descriptor = b.load(IrType.I64, arguments.get(0), 0, MemKind.IMMUTABLE);
        Value code = b.load(IrType.I64, descriptor, RuntimeAbi.SIZEOF_DESC + 8 * index, MemKind.IMMUTABLE);
        return b.callIndirect(code, method.name(), results, arguments);
    }

    private static Value zero(FunctionBuilder b, IrType type) {
        return type == IrType.REF ? b.nullRef() : type.isFloat() ? b.fconst(type, 0) : b.iconst(type, 0);
    }

    /** Whether an instance of the class is one of a subclass: I8. */
    Value isInstance(FunctionBuilder b, Value object, ClassType type, ClassType tested) {
        List<HirClass> all = module.hierarchy().instantiated(type);
        List<HirClass> wanted = module.hierarchy().instantiated(tested);
        if (wanted.isEmpty() || wanted.size() == all.size()) {
            return b.bool(!wanted.isEmpty());
        }
        Value descriptor = b.load(IrType.I64, object, 0, MemKind.IMMUTABLE);
        if (wanted.size() == 1) {
            return isDescriptor(b, descriptor, wanted.get(0).type());
        }
        Value number = b.load(IrType.I32, descriptor, RuntimeAbi.DESC_CLASS_NUMBER, MemKind.IMMUTABLE);
        int first = module.hierarchy().number(tested);
        int last = module.hierarchy().last(tested);
        return b.binary(Opcode.ULE, b.binary(Opcode.SUB, number, b.i32(first)), b.i32(last - first));
    }

    /** Whether a descriptor (as loaded from an instance) is that of this very class: I8. */
    Value isDescriptor(FunctionBuilder b, Value descriptor, ClassType type) {
        return b.binary(
                Opcode.EQ,
                descriptor,
                b.symbolAddress(IrType.I64, module.descriptors().ofClass(type)));
    }

    /** Where a scalar of a field lies in the instances. */
    Aux.Mem place(ClassType type, int field, int offset) {
        return module.layouts().classLayout(type).place(offset, fieldKind(type, field, offset));
    }

    /** Fields are told apart by the class that introduced them; one never assigned after init is immutable. */
    private MemKind fieldKind(ClassType type, int field, int offset) {
        HirClass owner = module.hierarchy().owner(type, field);
        if (!owner.fields().get(field).mutable()) {
            return MemKind.IMMUTABLE;
        }
        // A field that a subclass adds is not there in every instance of the base, so that a load of it must not be
        // moved before the class test that leads to it: only FIELD loads are.
        return owner.base().isPresent()
                ? MemKind.element(owner.name() + "." + field, offset)
                : MemKind.field(owner.name(), offset);
    }
}
