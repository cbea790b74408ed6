package org.platlang.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds one function: appends instructions to a current block and turns mutable variables into SSA values on the fly.
 *
 * <p>Variables follow Braun, Buchwald, Hack, Leißa, Mallon, Zwinkau, "Simple and Efficient Construction of Static
 * Single Assignment Form" (2013): {@link #write} and {@link #read} work in the current block; a block must be
 * {@linkplain #seal sealed} once all edges to it exist (a loop header after its last back edge). Two things differ from
 * the paper: the search for a definition is a work list, so long functions cannot overflow the Java stack; and trivial
 * parameters are removed only in {@link #finish}, so no value handed out is ever replaced while building.
 *
 * <p>Control flow: {@link #createBlock}, {@link #switchTo}, and one terminator per block. After a terminator the current
 * block is closed: code that follows a {@code return} or panic goes to a fresh block, which {@link #finish} removes when
 * nothing leads there.
 */
public final class FunctionBuilder {
    private static final Value[] NO_ARGS = new Value[0];

    private final Function function;
    private Block current;
    private int position = Positions.NONE;

    /** The landing pad of the protected region being built. */
    private Optional<Block> pad = Optional.empty();

    private final ArrayList<IrType> variableTypes = new ArrayList<>();
    /** Definitions by block id, then variable; rows grow on demand. */
    private @Nullable Value[][] definitions = new Value[16][];

    private final BitSet sealed = new BitSet();
    /** Parameters made for variables in blocks not yet sealed. */
    private final ArrayList<Pending> pending = new ArrayList<>();

    private record Pending(Block block, int variable) {}

    /** Starts a function; the current block is its entry, sealed. */
    public FunctionBuilder(String symbol, List<IrType> params, List<IrType> results) {
        function = new Function(symbol, params, results);
        current = function.entry();
        sealed.set(current.id());
    }

    public Function function() {
        return function;
    }

    public Value param(int i) {
        return function.params().get(i);
    }

    // Blocks.

    public Block createBlock() {
        return function.newBlock();
    }

    /** A block that is seldom executed: a panic, a slow path. */
    public Block createColdBlock() {
        Block b = function.newBlock();
        b.setCold(true);
        return b;
    }

    public Block current() {
        return current;
    }

    /** True after the current block has its terminator: nothing can be appended. */
    public boolean isTerminated() {
        return current.isTerminated();
    }

    public void switchTo(Block b) {
        current = b;
    }

    /** {@link #switchTo} and {@link #seal}: for a block whose predecessors all exist already. */
    public void switchToSealed(Block b) {
        seal(b);
        current = b;
    }

    /** Says that all edges to {@code b} exist. Once per block. */
    public void seal(Block b) {
        if (sealed.get(b.id())) {
            return;
        }
        sealed.set(b.id());
        ArrayDeque<Phi> work = new ArrayDeque<>();
        int kept = 0;
        // Parameters of one block are completed in the order they were made, so that arguments line up.
        for (int i = 0; i < pending.size(); i++) {
            Pending p = pending.get(i);
            if (p.block == b) {
                work.add(new Phi(b, p.variable));
            } else {
                pending.set(kept++, p);
            }
        }
        while (pending.size() > kept) {
            pending.remove(pending.size() - 1);
        }
        complete(work);
    }

    /** Sets the position of the instructions made from now on. */
    public void setPosition(int position) {
        this.position = position;
    }

    public int position() {
        return position;
    }

    // Protected regions.

    /**
     * Sets where control goes when an instruction made from now on raises: to a landing pad, which is to be sealed when all
     * of them have been made, or out of the function. An instruction that may raise ends its block then, and the builder
     * goes on in a new one.
     */
    public void setPad(Optional<Block> landingPad) {
        this.pad = landingPad;
    }

    public Optional<Block> pad() {
        return pad;
    }

    /** At the end of a loop's round, in a protected region: a poll, which like everything there that may raise has its pad. */
    public void pollInRegion() {
        if (pad.isPresent()) {
            guard(append(Opcode.POLL, IrType.VOID, Aux.NONE));
        }
    }

    private void guard(Value raiser) {
        if (pad.isEmpty() || !raiser.mayRaise()) {
            return;
        }
        Block normal = function.newBlock();
        normal.setCold(current.isCold() || raiser.op().isCall() && raiser.call().effect() == Aux.CallEffect.NORETURN);
        current.terminate(Opcode.TRY, Aux.NONE, position);
        current.addSuccessor(normal, List.of());
        current.addSuccessor(pad.get(), List.of());
        switchToSealed(normal);
    }

    // Variables.

    /** Declares a mutable variable of one scalar. */
    public int variable(IrType type) {
        variableTypes.add(type);
        return variableTypes.size() - 1;
    }

    /** Assigns in the current block. */
    public void write(int variable, Value value) {
        if (value.type() != variableTypes.get(variable)) {
            throw new IllegalArgumentException(
                    "variable of type " + variableTypes.get(variable) + " assigned " + value.type());
        }
        define(current, variable, value);
    }

    /** The variable's value at this point of the current block; zero or null where no assignment reaches. */
    public Value read(int variable) {
        ArrayDeque<Phi> work = new ArrayDeque<>();
        Value v = lookup(current, variable, work);
        complete(work);
        return v;
    }

    private record Phi(Block block, int variable) {}

    private void complete(ArrayDeque<Phi> work) {
        Phi phi;
        while ((phi = work.poll()) != null) {
            for (Edge e : phi.block.predecessors) {
                Value v = lookup(e.from(), phi.variable, work);
                phi.block.addParamArg(e, v);
            }
        }
    }

    /** The definition that reaches the end of {@code b}; makes a parameter, queued in {@code work}, at a join. */
    private Value lookup(Block start, int variable, ArrayDeque<Phi> work) {
        Block b = start;
        int steps = 0;
        while (true) {
            Value known = definition(b, variable);
            if (known != null) {
                break;
            }
            if (!sealed.get(b.id())) {
                define(b, variable, b.addParam(variableTypes.get(variable)));
                pending.add(new Pending(b, variable));
                break;
            }
            int preds = b.predecessors.size();
            // A cycle of blocks with one predecessor each is unreachable: it ends when the walk comes back to its
            // start.
            if (preds == 1 && b.predecessors.get(0).from() != start) {
                b = b.predecessors.get(0).from();
            } else if (preds <= 1) {
                define(b, variable, zero(b, variableTypes.get(variable)));
                break;
            } else {
                define(b, variable, b.addParam(variableTypes.get(variable)));
                work.add(new Phi(b, variable));
                break;
            }
        }
        Value found = definition(b, variable);
        if (found == null) {
            throw new IllegalStateException("no definition");
        }
        // Remember it along the way, so that the chain is walked once.
        for (Block c = start; c != b; c = c.predecessors.get(0).from()) {
            define(c, variable, found);
        }
        return found;
    }

    private static Value zero(Block b, IrType type) {
        if (type == IrType.REF) {
            return b.prepend(Opcode.NULL, type, Aux.NONE, Positions.NONE);
        }
        return type.isFloat()
                ? b.prepend(Opcode.FCONST, type, new Aux.Float(0), Positions.NONE)
                : b.prepend(Opcode.ICONST, type, new Aux.Int(0), Positions.NONE);
    }

    private @Nullable Value definition(Block b, int variable) {
        if (b.id() >= definitions.length) {
            return null;
        }
        @Nullable Value[] row = definitions[b.id()];
        return row == null || variable >= row.length ? null : row[variable];
    }

    private void define(Block b, int variable, Value value) {
        if (b.id() >= definitions.length) {
            definitions = Arrays.copyOf(definitions, Math.max(b.id() + 1, definitions.length * 2));
        }
        @Nullable Value[] row = definitions[b.id()];
        if (row == null) {
            row = new Value[Math.max(variable + 1, Math.min(variableTypes.size(), variable + 8))];
            definitions[b.id()] = row;
        } else if (variable >= row.length) {
            row = Arrays.copyOf(row, Math.max(variable + 1, Math.min(variableTypes.size(), row.length * 2)));
            definitions[b.id()] = row;
        }
        row[variable] = value;
    }

    /**
     * Ends building: removes unreachable blocks and parameters that only ever receive one value.
     *
     * @return the function, ready for the verifier
     * @throws IllegalStateException if a reachable block is unsealed or has no terminator
     */
    public Function finish() {
        for (Block b : function.blocks()) {
            if (!sealed.get(b.id()) && !b.predecessors.isEmpty()) {
                throw new IllegalStateException("b" + b.id() + " of " + function.symbol() + " was never sealed");
            }
        }
        Cfg.removeUnreachable(function);
        Cfg.removeTrivialParams(function);
        return function;
    }

    // Constants.

    public Value iconst(IrType type, long value) {
        return append(Opcode.ICONST, type, new Aux.Int(type.wrap(value)));
    }

    public Value i32(int value) {
        return iconst(IrType.I32, value);
    }

    public Value i64(long value) {
        return iconst(IrType.I64, value);
    }

    public Value bool(boolean value) {
        return iconst(IrType.I8, value ? 1 : 0);
    }

    public Value fconst(IrType type, double value) {
        return append(Opcode.FCONST, type, new Aux.Float(type == IrType.F32 ? (float) value : value));
    }

    public Value nullRef() {
        return append(Opcode.NULL, IrType.REF, Aux.NONE);
    }

    /** Address of a symbol: type REF for a static Plat object, I64 for anything else. */
    public Value symbolAddress(IrType type, String symbol) {
        return append(Opcode.SYMBOL_ADDR, type, new Aux.Symbol(symbol));
    }

    // Computation.

    /** NEG, NOT, CLZ, CTZ, POPCNT, FNEG, FABS, FSQRT. */
    public Value unary(Opcode op, Value a) {
        return append(op, a.type(), Aux.NONE, a);
    }

    /** Two arguments of one type; the result has it too, or is I8 for a comparison. */
    public Value binary(Opcode op, Value a, Value b) {
        return append(op, op.isCompare() ? IrType.I8 : a.type(), Aux.NONE, a, b);
    }

    /** SEXT, ZEXT, TRUNC, ITOF, FTOI, FCONV, BITCAST. */
    public Value convert(Opcode op, IrType to, Value a) {
        return append(op, to, Aux.NONE, a);
    }

    public Value select(Value condition, Value then, Value otherwise) {
        return append(Opcode.SELECT, then.type(), Aux.NONE, condition, then, otherwise);
    }

    // Memory.

    public Value load(IrType type, Value base, int offset, MemKind kind) {
        return load(type, base, new Aux.Mem(offset, 0, kind));
    }

    public Value load(IrType type, Value base, Aux.Mem place) {
        return append(Opcode.LOAD, type, place, base);
    }

    /** {@code index} is I64, {@code stride} at least 1. */
    public Value loadIndexed(IrType type, Value base, Value index, int stride, int offset, MemKind kind) {
        return append(Opcode.LOAD_INDEXED, type, new Aux.Mem(offset, stride, kind), base, index);
    }

    public void store(Value base, int offset, Value value, MemKind kind) {
        store(base, new Aux.Mem(offset, 0, kind), value);
    }

    public void store(Value base, Aux.Mem place, Value value) {
        append(Opcode.STORE, IrType.VOID, place, base, value);
    }

    public void storeIndexed(Value base, Value index, int stride, int offset, Value value, MemKind kind) {
        append(Opcode.STORE_INDEXED, IrType.VOID, new Aux.Mem(offset, stride, kind), base, index, value);
    }

    /** A fresh object of {@code size} bytes with its descriptor; the rest is zero. */
    public Value alloc(String descriptor, int size) {
        return alloc(descriptor, size, 0);
    }

    /** The same with a compact header, unless {@code header} is 0. */
    public Value alloc(String descriptor, int size, int header) {
        Value object = append(Opcode.ALLOC, IrType.REF, new Aux.Alloc(descriptor, size, header));
        guard(object);
        return object;
    }

    public Value workerLoad(IrType type, int offset) {
        return append(Opcode.WORKER_LOAD, type, new Aux.Int(offset));
    }

    public void workerStore(int offset, Value value) {
        append(Opcode.WORKER_STORE, IrType.VOID, new Aux.Int(offset), value);
    }

    // Calls.

    /** Results of the call, in order: the call itself first, then its projections. Empty for a call without result. */
    public List<Value> call(String symbol, List<IrType> results, List<Value> args) {
        return call(Opcode.CALL, new Aux.Call(symbol, results, Aux.CallEffect.ANY), args);
    }

    /**
     * Calls the Plat function at an address.
     *
     * @param code I64
     * @param name for people who read the SSA
     */
    public List<Value> callIndirect(Value code, String name, List<IrType> results, List<Value> args) {
        List<Value> all = new ArrayList<>(args.size() + 1);
        all.add(code);
        all.addAll(args);
        return call(Opcode.CALL_INDIRECT, new Aux.Call(name, results, Aux.CallEffect.ANY), all);
    }

    /** Calls a runtime function of the ABI table. After a NORETURN one, end the block by {@link #unreachable}. */
    public List<Value> callRuntime(String symbol, Aux.CallEffect effect, List<IrType> results, List<Value> args) {
        return call(Opcode.CALL_RUNTIME, new Aux.Call(symbol, results, effect), args);
    }

    private List<Value> call(Opcode op, Aux.Call aux, List<Value> args) {
        List<IrType> types = aux.results();
        Value call = append(op, types.isEmpty() ? IrType.VOID : types.get(0), aux, args.toArray(NO_ARGS));
        ArrayList<Value> results = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            results.add(i == 0 ? call : append(Opcode.PROJ, types.get(i), new Aux.Int(i), call));
        }
        guard(call);
        return results;
    }

    // Terminators.

    public void jump(Block target, Value... args) {
        current.terminate(Opcode.JUMP, Aux.NONE, position);
        current.addSuccessor(target, Arrays.asList(args));
    }

    /** Branches without block arguments: variables carry values across. */
    public void branch(Value condition, Block then, Block otherwise, Aux.Likely likely) {
        current.terminate(Opcode.BRANCH, new Aux.Branch(likely), position, condition);
        current.addSuccessor(then, List.of());
        current.addSuccessor(otherwise, List.of());
    }

    public void branch(Value condition, Block then, Block otherwise) {
        branch(condition, then, otherwise, Aux.Likely.UNKNOWN);
    }

    /** {@code keys} ascending and distinct, {@code targets} in the same order. */
    public void switchOn(Value key, List<Long> keys, List<Block> targets, Block otherwise) {
        current.terminate(Opcode.SWITCH, new Aux.Switch(keys), position, key);
        for (Block t : targets) {
            current.addSuccessor(t, List.of());
        }
        current.addSuccessor(otherwise, List.of());
    }

    public void ret(Value... results) {
        current.terminate(Opcode.RETURN, Aux.NONE, position, results);
    }

    public void unreachable() {
        current.terminate(Opcode.UNREACHABLE, Aux.NONE, position);
    }

    private Value append(Opcode op, IrType type, Aux aux, Value... args) {
        return current.append(op, type, aux, position, args);
    }
}
