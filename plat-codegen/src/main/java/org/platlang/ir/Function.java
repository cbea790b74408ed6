package org.platlang.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A function in SSA form. The first block of the layout is the entry; its parameters are the function's. */
public final class Function {
    /** What the inliner should think of a function. */
    public enum Inlining {
        BY_SIZE,
        ALWAYS,
        NEVER
    }

    private final String symbol;
    private final List<IrType> results;
    private final ArrayList<Block> blocks = new ArrayList<>();
    private int nextValueId;
    private int nextBlockId;
    private int position = Positions.NONE;
    private boolean global;
    private Inlining inlining = Inlining.BY_SIZE;
    private boolean masked;

    /**
     * @param symbol assembly symbol, unique in the module
     * @param params types of the parameters
     * @param results types of the results, at most 8
     */
    public Function(String symbol, List<IrType> params, List<IrType> results) {
        if (results.size() > 8) {
            throw new IllegalArgumentException("more than 8 results: " + symbol);
        }
        this.symbol = symbol;
        this.results = List.copyOf(results);
        Block entry = newBlock();
        for (IrType t : params) {
            entry.addParam(t);
        }
    }

    public String symbol() {
        return symbol;
    }

    public List<IrType> results() {
        return results;
    }

    public Block entry() {
        return blocks.get(0);
    }

    public List<Value> params() {
        return entry().params();
    }

    /** The blocks in layout order, the entry first. A view. */
    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    /** One above the largest value id: the length of an array indexed by value id. */
    public int valueIdLimit() {
        return nextValueId;
    }

    /** One above the largest block id: the length of an array indexed by block id. */
    public int blockIdLimit() {
        return nextBlockId;
    }

    /** Position of the definition, which names the function in backtraces. */
    public int position() {
        return position;
    }

    public void setPosition(int position) {
        this.position = position;
    }

    /** True where the symbol is visible to other object files. */
    public boolean isGlobal() {
        return global;
    }

    public void setGlobal(boolean global) {
        this.global = global;
    }

    /** Whether the polls of its loops see no cancellation. Such a function is not inlined, and has no landing pads. */
    public boolean isMasked() {
        return masked;
    }

    /** Has its loops masked from cancellation. */
    public void setMasked() {
        masked = true;
        inlining = Inlining.NEVER;
    }

    public Inlining inlining() {
        return inlining;
    }

    public void setInlining(Inlining inlining) {
        this.inlining = inlining;
    }

    /** Makes a block and appends it to the layout. */
    public Block newBlock() {
        Block b = new Block(nextBlockId++, this);
        blocks.add(b);
        return b;
    }

    /** For the parser: a block with the id its text names. Ids are not checked to be distinct here. */
    Block newBlock(int id) {
        Block b = new Block(id, this);
        nextBlockId = Math.max(nextBlockId, id + 1);
        blocks.add(b);
        return b;
    }

    /** For the parser: fresh ids are given above this one. */
    void reserveValueId(int id) {
        nextValueId = Math.max(nextValueId, id + 1);
    }

    /** For the parser: a value with the id its text names, in no block yet. */
    Value newValue(int id, Opcode op, IrType type, Value[] args, Aux aux, int position) {
        nextValueId = Math.max(nextValueId, id + 1);
        return new Value(id, op, type, args, aux, position);
    }

    Value newValue(Opcode op, IrType type, Value[] args, Aux aux, int position) {
        return new Value(nextValueId++, op, type, args, aux, position);
    }

    /** Sets the layout. Requires a permutation of the blocks with the entry first. */
    public void setLayout(List<Block> order) {
        if (order.size() != blocks.size() || order.get(0) != entry()) {
            throw new IllegalArgumentException("layout of " + symbol + " is no permutation with the entry first");
        }
        List<Block> copy = new ArrayList<>(order);
        blocks.clear();
        blocks.addAll(copy);
    }

    /**
     * Removes the blocks whose ids are set in {@code dead}: none of them the entry, none reached from a block that
     * stays, none of their values used by one.
     */
    public void removeBlocks(java.util.BitSet dead) {
        if (dead.isEmpty()) {
            return;
        }
        // Uses among dead blocks may be cyclic: all terminators go first, then all instructions, then the check.
        for (Block b : blocks) {
            if (dead.get(b.id()) && b.isTerminated()) {
                b.removeTerminator();
            }
        }
        int kept = 0;
        for (int i = 0; i < blocks.size(); i++) {
            Block b = blocks.get(i);
            if (dead.get(b.id())) {
                b.clear();
            } else {
                blocks.set(kept++, b);
            }
        }
        while (blocks.size() > kept) {
            blocks.remove(blocks.size() - 1);
        }
    }

    @Override
    public String toString() {
        return symbol;
    }
}
