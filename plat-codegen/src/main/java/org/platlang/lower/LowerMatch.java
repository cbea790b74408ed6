package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatClass;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatOr;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.lower.MatchRows.Occurrence;
import org.platlang.lower.MatchRows.Row;
import org.platlang.lower.MatchRows.Test;

/**
 * {@code match}: compiled to a decision tree in the manner of Maranget, "Compiling Pattern Matching to Good Decision
 * Trees" (2008), taking always the first open test of the first row. No part of the value is tested twice on a path.
 *
 * <p>Arms are blocks of their own, reached from every leaf that chooses them; what a pattern binds travels in builder
 * variables. A guard that fails goes on with the rows below.
 */
final class LowerMatch {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerLists lists;
    private final LowerControl control;

    LowerMatch(FunctionLowering f, LowerLists lists, LowerControl control) {
        this.f = f;
        this.b = f.builder();
        this.lists = lists;
        this.control = control;
    }

    List<Value> match(HirMatch x) {
        if (x.scrutinee().type() == Primitive.NEVER) {
            f.lower(x.scrutinee());
            return f.zeros(f.layouts().scalars(x.type()));
        }
        List<Block> arms = new ArrayList<>();
        for (int i = 0; i < x.arms().size(); i++) {
            arms.add(b.createBlock());
        }
        Tree tree = new Tree(x.arms(), arms);
        Optional<LowerLists.Fork> fork = fork(x);
        if (fork.isPresent()) {
            tree.forked((EnumType) x.scrutinee().type(), fork.get());
        } else {
            List<Value> values = f.lower(x.scrutinee());
            f.at(x.span());
            tree.compile(MatchRows.of(x.arms(), new Occurrence(x.scrutinee().type(), values)));
        }
        return bodies(x, arms);
    }

    private List<Value> bodies(HirMatch x, List<Block> arms) {
        int[] result = f.variables(f.layouts().scalars(x.type()));
        Block join = b.createBlock();
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i).predecessors().isEmpty()) {
                continue; // never chosen
            }
            HirExpr body = x.arms().get(i).body();
            b.switchToSealed(arms.get(i));
            List<Value> values = f.lower(body);
            if (body.type() == Primitive.NEVER) {
                b.unreachable();
            } else {
                f.write(result, values);
                b.jump(join);
            }
        }
        b.switchToSealed(join);
        return x.type() == Primitive.NEVER ? List.of() : f.read(result);
    }

    /**
     * Where the scrutinee is an operation that decides between Some and None by itself and no arm wants the Option as a
     * whole: both ways, so that no Option is made and tested again.
     */
    private Optional<LowerLists.Fork> fork(HirMatch x) {
        if (!(x.scrutinee() instanceof HirIntrinsic call)
                || (call.op() != Intrinsic.LIST_GET && call.op() != Intrinsic.LIST_POP)
                || !x.arms().stream().allMatch(a -> looksInside(a.pattern()))) {
            return Optional.empty();
        }
        if (call.arguments().stream().anyMatch(a -> a.type() == Primitive.NEVER)) {
            return Optional.empty();
        }
        List<Value> arguments = new ArrayList<>();
        for (HirExpr a : call.arguments()) {
            arguments.addAll(f.lower(a));
        }
        f.at(call.span());
        var element = call.typeArguments().get(0);
        return Optional.of(
                call.op() == Intrinsic.LIST_GET
                        ? lists.fork(arguments.get(0), arguments.get(1), element)
                        : lists.pop(arguments.get(0), element));
    }

    private static boolean looksInside(HirPattern p) {
        return p instanceof PatVariant
                || p instanceof PatWildcard
                || (p instanceof PatOr or && or.alternatives().stream().allMatch(LowerMatch::looksInside));
    }

    /** Emission of the tree for one match. */
    private final class Tree {
        private final List<Arm> arms;
        private final List<Block> blocks;

        Tree(List<Arm> arms, List<Block> blocks) {
            this.arms = arms;
            this.blocks = blocks;
        }

        /** The two ways of a fork, as if the scrutinee had been tested. */
        void forked(EnumType option, LowerLists.Fork fork) {
            Occurrence whole = new Occurrence(option, List.of());
            List<Row> rows = MatchRows.of(arms, whole);
            Occurrence value = new Occurrence(option.arguments().get(0), fork.value());
            compile(MatchRows.ofVariant(rows, whole, BuiltinTypes.SOME, List.of(value)));
            b.switchTo(fork.none());
            compile(MatchRows.ofVariant(rows, whole, BuiltinTypes.NONE, List.of()));
        }

        /** Ends the current block by choosing among the rows. */
        void compile(List<Row> rows) {
            if (rows.isEmpty()) {
                b.unreachable(); // the checker has shown that some row matches
                return;
            }
            Row first = rows.get(0);
            if (first.tests().isEmpty()) {
                leaf(first, rows.subList(1, rows.size()));
                return;
            }
            Test test = first.tests().get(0);
            f.at(test.pattern().span());
            switch (test.pattern()) {
                case PatVariant p -> variants(rows, test.occurrence(), p.type());
                case PatRange p -> integers(rows, test.occurrence(), p.low(), p.high());
                case PatLiteral p -> literal(rows, test.occurrence(), p.value());
                case PatClass p -> ofClass(rows, test.occurrence(), p);
                default -> throw new IllegalStateException("pattern not taken apart: " + test.pattern());
            }
        }

        private void ofClass(List<Row> rows, Occurrence occurrence, PatClass p) {
            Value object = occurrence.values().get(0);
            Block yes = b.createBlock();
            Block no = b.createBlock();
            b.branch(f.module().classes().isInstance(b, object, p.type(), p.tested()), yes, no);
            b.switchToSealed(yes);
            Occurrence seen = new Occurrence(p.tested(), occurrence.values());
            compile(MatchRows.ofClass(rows, occurrence, p.tested(), seen));
            b.switchToSealed(no);
            compile(MatchRows.notOfClass(rows, occurrence, p.tested()));
        }

        private void leaf(Row row, List<Row> rest) {
            for (MatchRows.Bound bound : row.bindings()) {
                f.assign(bound.local(), bound.occurrence().values());
            }
            Arm arm = arms.get(row.arm());
            if (arm.guard().isEmpty()) {
                b.jump(blocks.get(row.arm()));
                return;
            }
            Block next = b.createBlock();
            control.condition(arm.guard().get(), blocks.get(row.arm()), next);
            b.switchToSealed(next);
            compile(rest);
        }

        private void variants(List<Row> rows, Occurrence occurrence, EnumType type) {
            EnumLayout layout = f.layouts().enumLayout(type);
            List<Integer> tested = MatchRows.variantsTested(rows, occurrence);
            boolean all = tested.size() == layout.variants().size();
            if (all && tested.size() == 1) {
                enter(rows, occurrence, type, layout, tested.get(0));
                return;
            }
            List<Block> targets = new ArrayList<>();
            for (int i = 0; i < tested.size(); i++) {
                targets.add(b.createBlock());
            }
            // Where all variants are named the last needs no test.
            Block otherwise = all ? targets.get(targets.size() - 1) : b.createBlock();
            int tests = all ? tested.size() - 1 : tested.size();
            Variants parts = new Variants(f.module(), b);
            if (tests == 1) {
                b.branch(parts.is(layout, occurrence.values(), tested.get(0)), targets.get(0), otherwise);
            } else {
                TreeMap<Long, Block> byTag = new TreeMap<>();
                for (int i = 0; i < tests; i++) {
                    byTag.put((long) tested.get(i), targets.get(i));
                }
                b.switchOn(
                        parts.tag(layout, occurrence.values()),
                        List.copyOf(byTag.keySet()),
                        List.copyOf(byTag.values()),
                        otherwise);
            }
            for (int i = 0; i < tested.size(); i++) {
                b.switchToSealed(targets.get(i));
                enter(rows, occurrence, type, layout, tested.get(i));
            }
            if (!all) {
                b.switchToSealed(otherwise);
                compile(MatchRows.without(rows, occurrence));
            }
        }

        /** Goes on knowing the variant. */
        private void enter(List<Row> rows, Occurrence occurrence, EnumType type, EnumLayout layout, int variant) {
            var fields =
                    f.module().program().enumOf(type).variants().get(variant).fields();
            Variants parts = new Variants(f.module(), b);
            List<Occurrence> payload = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                List<Value> values = MatchRows.wantsField(rows, occurrence, variant, i)
                        ? parts.field(layout, occurrence.values(), variant, i)
                        : List.of();
                payload.add(new Occurrence(fields.get(i).type(), values));
            }
            compile(MatchRows.ofVariant(rows, occurrence, variant, payload));
        }

        private void literal(List<Row> rows, Occurrence occurrence, HirExpr literal) {
            switch (literal) {
                case HirExpr.HirInt x -> {
                    if (!switchOnIntegers(rows, occurrence)) {
                        integers(rows, occurrence, x.value(), x.value());
                    }
                }
                case HirExpr.HirBool x -> {
                    Value v = occurrence.values().get(0);
                    two(rows, occurrence, literal, x.value() ? v : b.binary(Opcode.XOR, v, b.bool(true)));
                }
                case HirExpr.HirFloat x -> {
                    Value v = LowerNarrowFloats.widen(
                            b, x.type(), occurrence.values().get(0));
                    two(rows, occurrence, literal, b.binary(Opcode.FEQ, v, b.fconst(v.type(), x.value())));
                }
                case HirExpr.HirString x -> strings(rows, occurrence);
                default -> throw new IllegalStateException("no literal of a pattern: " + literal);
            }
        }

        /** Yes or no to one literal. */
        private void two(List<Row> rows, Occurrence occurrence, HirExpr literal, Value condition) {
            Block yes = b.createBlock();
            Block no = b.createBlock();
            b.branch(condition, yes, no);
            b.switchToSealed(yes);
            compile(MatchRows.whereEqual(rows, occurrence, literal));
            b.switchToSealed(no);
            compile(MatchRows.whereUnequal(rows, occurrence, literal));
        }

        /** Yes or no to one interval. */
        private void integers(List<Row> rows, Occurrence occurrence, long low, long high) {
            Value v = occurrence.values().get(0);
            Value condition = low == high
                    ? b.binary(Opcode.EQ, v, b.iconst(v.type(), low))
                    // One unsigned comparison: v - low wraps to something large below the interval.
                    : b.binary(
                            Opcode.ULE,
                            b.binary(Opcode.SUB, v, b.iconst(v.type(), low)),
                            b.iconst(v.type(), high - low));
            Block yes = b.createBlock();
            Block no = b.createBlock();
            b.branch(condition, yes, no);
            b.switchToSealed(yes);
            compile(MatchRows.inside(rows, occurrence, low, high));
            b.switchToSealed(no);
            compile(MatchRows.outside(rows, occurrence, low, high));
        }

        /** One comparison after the other. */
        private void strings(List<Row> rows, Occurrence occurrence) {
            MatchRows.byLiteral(rows, occurrence).forEach((text, left) -> {
                Block yes = b.createBlock();
                Block no = b.createBlock();
                List<Value> literal = List.of(f.string((String) text));
                b.branch(f.module().equalities().emit(b, Primitive.STRING, occurrence.values(), literal), yes, no);
                b.switchToSealed(yes);
                compile(left);
                b.switchToSealed(no);
            });
            compile(MatchRows.without(rows, occurrence));
        }

        /** Many literals and no interval: one switch. */
        private boolean switchOnIntegers(List<Row> rows, Occurrence occurrence) {
            if (MatchRows.hasInterval(rows, occurrence)) {
                return false;
            }
            Map<Long, List<Row>> left = new TreeMap<>();
            MatchRows.byLiteral(rows, occurrence).forEach((key, of) -> left.put((Long) key, of));
            if (left.size() < 4) {
                return false;
            }
            Value v = occurrence.values().get(0);
            Value key = v.type().bits() < 32 ? b.convert(Opcode.SEXT, IrType.I32, v) : v;
            List<Block> targets = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                targets.add(b.createBlock());
            }
            Block otherwise = b.createBlock();
            b.switchOn(key, List.copyOf(left.keySet()), targets, otherwise);
            int i = 0;
            for (List<Row> of : left.values()) {
                b.switchToSealed(targets.get(i++));
                compile(of);
            }
            b.switchToSealed(otherwise);
            compile(MatchRows.without(rows, occurrence));
            return true;
        }
    }
}
