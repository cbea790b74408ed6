package org.platlang.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.analysis.Dominators;

/**
 * Checks the invariants of a function in SSA form; this list is their definition.
 *
 * <ol>
 *   <li>The entry is the first block and nothing jumps to it; every block is in the layout once and reachable blocks
 *       refer to blocks of the layout only.
 *   <li>Every block ends in exactly one terminator, with the number of edges its opcode demands; an edge is in the
 *       predecessor list of its target exactly once, and no other edge is.
 *   <li>An edge passes one argument per parameter of its target, of its type.
 *   <li>An instruction has the arity, types and kind of immediate that {@link Opcode} says; integer constants are
 *       wrapped and sign-extended to their type; memory offsets of accesses without index have stride 0.
 *   <li>A use is dominated by its definition (an edge argument counts as a use at the end of the source).
 *   <li>The list of users of a value names each use once, and nothing else.
 *   <li>PROJ stands directly behind its call or a PROJ of it, with an index from 1 below the number of results.
 *   <li>A call that never returns is followed by UNREACHABLE; RETURN has the function's result types; a call of a
 *       function of the module has its signature.
 *   <li>Switch keys ascend; there is one edge more than keys.
 *   <li>TRY stands directly behind an instruction that may raise or a PROJ of it. Where that raises it has no result: its
 *       values are used only where the first edge of the TRY is passed, and not by the second.
 * </ol>
 */
public final class IrVerifier {
    private final Function f;
    private final Optional<Module> module;
    private final List<String> errors = new ArrayList<>();

    private IrVerifier(Function f, Optional<Module> module) {
        this.f = f;
        this.module = module;
    }

    /** What is wrong with a function; empty where nothing is. */
    public static List<String> errors(Function f, Optional<Module> module) {
        IrVerifier v = new IrVerifier(f, module);
        v.run();
        return v.errors;
    }

    /**
     * Checks a function.
     *
     * @throws IllegalStateException naming the function, the errors and the SSA text
     */
    public static void check(Function f, String when) {
        List<String> errors = errors(f, Optional.empty());
        if (!errors.isEmpty()) {
            throw new IllegalStateException("broken SSA " + when + " in " + f.symbol() + ":\n  "
                    + String.join("\n  ", errors) + "\n" + IrPrinter.print(f));
        }
    }

    /** Checks every function of a module, call signatures too. */
    public static void check(Module m, String when) {
        for (Function f : m.functions()) {
            List<String> errors = errors(f, Optional.of(m));
            if (!errors.isEmpty()) {
                throw new IllegalStateException("broken SSA " + when + " in " + f.symbol() + ":\n  "
                        + String.join("\n  ", errors) + "\n" + IrPrinter.print(f));
            }
        }
    }

    private void error(Value v, String text) {
        errors.add("v" + v.id() + " " + v.op().text() + ": " + text);
    }

    private void error(Block b, String text) {
        errors.add("b" + b.id() + ": " + text);
    }

    private void run() {
        boolean[] known = new boolean[f.blockIdLimit()];
        for (Block b : f.blocks()) {
            if (known[b.id()]) {
                error(b, "twice in the layout");
            }
            known[b.id()] = true;
        }
        if (!f.entry().predecessors().isEmpty()) {
            error(f.entry(), "the entry has predecessors");
        }
        for (Block b : f.blocks()) {
            if (!b.isTerminated()) {
                error(b, "no terminator");
                return;
            }
            for (Edge e : b.successors()) {
                if (!known[e.to().id()] || e.to().function() != f) {
                    error(b, "edge to a block that is not in the layout: b" + e.to().id());
                    return;
                }
                if (e.from() != b || count(e.to().predecessors(), e) != 1) {
                    error(b, "edge to b" + e.to().id() + " is not among its predecessors once");
                }
            }
            for (Edge e : b.predecessors()) {
                if (!known[e.from().id()] || count(e.from().successors(), e) != 1 || e.to() != b) {
                    error(b, "predecessor edge from b" + e.from().id() + " is no successor edge there");
                }
            }
        }
        if (!errors.isEmpty()) {
            return;
        }
        int[] uses = new int[f.valueIdLimit()];
        boolean[] live = new boolean[f.valueIdLimit()];
        for (Block b : f.blocks()) {
            for (int i = 0; i < b.params().size(); i++) {
                Value p = b.param(i);
                live[p.id()] = true;
                if (p.op() != Opcode.PARAM || p.isRemoved() || p.block() != b || p.paramIndex() != i) {
                    error(p, "parameter " + i + " of b" + b.id() + " is not in order");
                }
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                if (live[v.id()]) {
                    error(v, "twice in the function");
                }
                live[v.id()] = true;
                if (v.isRemoved() || v.block() != b) {
                    error(v, "wrong block");
                }
                if (v.op().isTerminator() != (v.next() == null)) {
                    error(v, "a terminator ends its block, and nothing else does");
                }
            }
        }
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                for (int i = 0; i < v.argCount(); i++) {
                    countUse(v, v.arg(i), uses, live);
                }
                types(v);
            }
            for (Edge e : b.successors()) {
                List<Value> params = e.to().params();
                if (params.size() != e.args().size()) {
                    error(
                            b,
                            "edge to b" + e.to().id() + " has " + e.args().size() + " arguments for " + params.size()
                                    + " parameters");
                    return;
                }
                for (int i = 0; i < params.size(); i++) {
                    countUse(b.terminator(), e.arg(i), uses, live);
                    if (e.arg(i).type() != params.get(i).type()) {
                        error(
                                b,
                                "edge to b" + e.to().id() + ", argument " + i + ": type "
                                        + e.arg(i).type());
                    }
                }
            }
        }
        if (errors.isEmpty()) {
            for (Block b : f.blocks()) {
                for (Value p : b.params()) {
                    users(p, uses);
                }
                for (Value v = b.first(); v != null; v = v.next()) {
                    users(v, uses);
                }
            }
            dominance();
        }
    }

    private static int count(List<Edge> edges, Edge e) {
        int n = 0;
        for (Edge x : edges) {
            if (x == e) {
                n++;
            }
        }
        return n;
    }

    private void countUse(Value user, Value arg, int[] uses, boolean[] live) {
        if (arg.isRemoved() || arg.id() >= live.length || !live[arg.id()]) {
            error(user, "uses v" + arg.id() + ", which is not in the function");
            return;
        }
        if (arg.type() == IrType.VOID) {
            error(user, "uses v" + arg.id() + ", which has no value");
        }
        uses[arg.id()]++;
    }

    private void users(Value v, int[] uses) {
        if (v.useCount() != uses[v.id()]) {
            error(v, "has " + uses[v.id()] + " uses, its list names " + v.useCount());
            return;
        }
        for (int i = 0; i < v.useCount(); i++) {
            Value user = v.user(i);
            if (user.isRemoved() || !usesIt(user, v)) {
                error(v, "its list of users names v" + user.id() + ", which does not use it");
            }
        }
    }

    private static boolean usesIt(Value user, Value v) {
        for (int i = 0; i < user.argCount(); i++) {
            if (user.arg(i) == v) {
                return true;
            }
        }
        if (user.op().isTerminator()) {
            for (Edge e : user.block().successors()) {
                if (e.args().contains(v)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void dominance() {
        Dominators dom = Dominators.of(f);
        boolean[] seen = new boolean[f.valueIdLimit()];
        for (Block b : dom.reversePostorder()) {
            for (Value p : b.params()) {
                seen[p.id()] = true;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                for (int i = 0; i < v.argCount(); i++) {
                    dominated(dom, v, v.arg(i), seen);
                }
                seen[v.id()] = true;
            }
            for (Edge e : b.successors()) {
                for (Value a : e.args()) {
                    dominated(dom, b.terminator(), a, seen);
                }
            }
        }
        for (Block b : dom.reversePostorder()) {
            for (Edge e : b.successors()) {
                if (dom.indexOf(b) >= dom.indexOf(e.to()) && !dom.dominates(e.to(), b)) {
                    error(b, "its edge to b" + e.to().id() + " makes a loop with two entries");
                }
            }
            if (b.terminator().op() == Opcode.TRY) {
                Value raiser = b.guarded();
                for (Value v = raiser; v != b.terminator() && v != null; v = v.next()) {
                    returned(dom, b.successor(0), v);
                }
            }
        }
    }

    /** What an instruction that may raise gives is used only behind the edge that is taken where it has returned. */
    private void returned(Dominators dom, Edge normal, Value v) {
        Block from = normal.from();
        Block to = normal.to();
        boolean onlyWay = true;
        for (Edge e : to.predecessors()) {
            onlyWay &= e == normal || dom.dominates(to, e.from());
        }
        for (int i = 0; i < v.useCount(); i++) {
            Value user = v.user(i);
            boolean ok = user.block() == from
                    ? user.op() == Opcode.PROJ
                            || user.op() == Opcode.TRY
                                    && !from.successor(1).args().contains(v)
                    : onlyWay && dom.dominates(to, user.block());
            if (!ok) {
                error(user, "uses v" + v.id() + ", which has no value where it raises");
            }
        }
    }

    private void dominated(Dominators dom, Value user, Value arg, boolean[] seen) {
        boolean ok = arg.block() == user.block() ? seen[arg.id()] : dom.dominates(arg.block(), user.block());
        if (!ok) {
            error(user, "uses v" + arg.id() + ", which does not dominate it");
        }
    }

    private void types(Value v) {
        Opcode op = v.op();
        if (op == Opcode.PARAM) {
            error(v, "a parameter among the instructions");
            return;
        }
        if (op.arity() >= 0 && op.arity() != v.argCount()) {
            error(v, v.argCount() + " arguments, not " + op.arity());
            return;
        }
        if (v.aux().kindOf() != op.aux()) {
            error(v, "immediate of kind " + v.aux().kindOf() + ", not " + op.aux());
            return;
        }
        IrType t = v.type();
        boolean ok = switch (op.rule()) {
            case ANY -> t != IrType.VOID;
            case VOID -> t == IrType.VOID && terminator(v);
            case INTEGER -> t.isInteger() && t.wrap(v.intValue()) == v.intValue();
            case FLOAT ->
                t == IrType.F64
                        || (t == IrType.F32
                                && (Double.isNaN(v.floatValue()) || (float) v.floatValue() == v.floatValue()));
            case REF -> t == IrType.REF;
            case ADDRESS -> t == IrType.REF || t == IrType.I64;
            case INT_SAME -> t.isInteger() && argsAre(v, 0, t) && wide(v);
            case FLOAT_SAME -> t.isFloat() && argsAre(v, 0, t);
            case COMPARE ->
                t == IrType.I8
                        && argsAre(v, 0, v.arg(0).type())
                        && (v.arg(0).type().isInteger()
                                || (v.arg(0).type() == IrType.REF && (op == Opcode.EQ || op == Opcode.NE)));
            case FCOMPARE ->
                t == IrType.I8
                        && v.arg(0).type().isFloat()
                        && argsAre(v, 0, v.arg(0).type());
            case WIDEN ->
                t.isInteger()
                        && v.arg(0).type().isInteger()
                        && t.bytes() > v.arg(0).type().bytes();
            case NARROW ->
                t.isInteger()
                        && v.arg(0).type().isInteger()
                        && t.bytes() < v.arg(0).type().bytes();
            case INT_TO_FLOAT -> t.isFloat() && isWord(v.arg(0).type());
            case FLOAT_TO_INT -> isWord(t) && v.arg(0).type().isFloat();
            case FLOAT_TO_FLOAT ->
                t.isFloat() && v.arg(0).type().isFloat() && t != v.arg(0).type();
            case SAME_SIZE ->
                t != v.arg(0).type() && t.bytes() == v.arg(0).type().bytes() && t.bytes() >= 4;
            case SELECT -> v.arg(0).type() == IrType.I8 && t != IrType.VOID && argsAre(v, 1, t);
            case LOAD -> t != IrType.VOID && address(v);
            case STORE -> t == IrType.VOID && address(v);
            case CALL -> call(v);
            case PROJ -> projection(v);
        };
        if (!ok) {
            error(v, "types do not fit: " + IrPrinter.line(v));
        }
    }

    private static boolean isWord(IrType t) {
        return t == IrType.I32 || t == IrType.I64;
    }

    private static boolean wide(Value v) {
        return (v.op() != Opcode.MULHI && v.op() != Opcode.UMULHI) || v.type() == IrType.I64;
    }

    private static boolean argsAre(Value v, int from, IrType t) {
        for (int i = from; i < v.argCount(); i++) {
            if (v.arg(i).type() != t) {
                return false;
            }
        }
        return true;
    }

    private static boolean address(Value v) {
        IrType base = v.arg(0).type();
        boolean indexed = v.op() == Opcode.LOAD_INDEXED || v.op() == Opcode.STORE_INDEXED;
        return (base == IrType.REF || base == IrType.I64)
                && (indexed
                        ? v.arg(1).type() == IrType.I64 && v.mem().stride() >= 1
                        : v.mem().stride() == 0)
                && (v.mem().header() == 0 || sharesHeader(v));
    }

    /** Only a reference at the very beginning can. */
    private static boolean sharesHeader(Value v) {
        IrType type = v.op().isLoad() ? v.type() : v.arg(v.argCount() - 1).type();
        return type == IrType.REF && v.mem().offset() == 0 && v.mem().stride() == 0;
    }

    private boolean call(Value v) {
        Aux.Call c = v.call();
        IrType first = c.results().isEmpty() ? IrType.VOID : c.results().get(0);
        if (v.type() != first || c.results().size() > 8 || c.results().contains(IrType.VOID)) {
            return false;
        }
        if (v.op() == Opcode.CALL_INDIRECT && (v.argCount() == 0 || v.arg(0).type() != IrType.I64)) {
            return false;
        }
        Value after = v.next();
        if (c.effect() == Aux.CallEffect.NORETURN && !isUnreachable(after)) {
            error(v, "never returns, but no unreachable follows");
        }
        Optional<Function> callee =
                v.op() == Opcode.CALL && module.isPresent() ? module.get().function(c.symbol()) : Optional.empty();
        if (callee.isPresent()) {
            List<Value> params = callee.get().params();
            boolean same =
                    params.size() == v.argCount() && callee.get().results().equals(c.results());
            for (int i = 0; same && i < params.size(); i++) {
                same = params.get(i).type() == v.arg(i).type();
            }
            if (!same) {
                error(v, "does not fit the signature of " + c.symbol());
            }
        }
        return true;
    }

    private static boolean isUnreachable(@Nullable Value after) {
        if (after != null
                && after.op() == Opcode.TRY
                && !after.block().successors().isEmpty()) {
            return isUnreachable(after.block().successor(0).to().first());
        }
        return after != null && after.op() == Opcode.UNREACHABLE;
    }

    private static boolean projection(Value v) {
        Value call = v.arg(0);
        if (!call.op().isCall()) {
            return false;
        }
        Value before = v.prev();
        while (before != null && before != call) {
            if (before.op() != Opcode.PROJ || before.arg(0) != call) {
                return false;
            }
            before = before.prev();
        }
        List<IrType> results = call.call().results();
        return before == call
                && v.intValue() >= 1
                && v.intValue() < results.size()
                && v.type() == results.get((int) v.intValue());
    }

    private static boolean guards(Value end) {
        Value v = end.prev();
        while (v != null && v.op() == Opcode.PROJ) {
            v = v.prev();
        }
        return v != null && v.mayRaise();
    }

    private boolean terminator(Value v) {
        int edges = v.block().successors().size();
        return switch (v.op()) {
            case JUMP -> edges == 1;
            case TRY -> edges == 2 && guards(v);
            case BRANCH -> edges == 2 && v.arg(0).type() == IrType.I8;
            case SWITCH -> {
                List<Long> keys = ((Aux.Switch) v.aux()).keys();
                for (int i = 1; i < keys.size(); i++) {
                    if (keys.get(i - 1) >= keys.get(i)) {
                        error(v, "keys do not ascend");
                    }
                }
                yield edges == keys.size() + 1 && isWord(v.arg(0).type());
            }
            case RETURN -> {
                boolean same = v.argCount() == f.results().size();
                for (int i = 0; same && i < v.argCount(); i++) {
                    same = v.arg(i).type() == f.results().get(i);
                }
                yield edges == 0 && same;
            }
            case UNREACHABLE -> edges == 0;
            default -> true;
        };
    }
}
