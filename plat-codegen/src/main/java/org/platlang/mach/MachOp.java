package org.platlang.mach;

/** A row of a target's table of machine operations: what allocation must know of it. */
public interface MachOp {
    /** Row name, for dumps. */
    String name();

    /** The first result overwrites the first use: they must share a register. */
    boolean isTied();

    /** The first two uses may be exchanged. */
    boolean isCommutative();

    /** Computes results only: may be dropped when no result is used. */
    boolean isPure();

    /** Copies its use to its result and does nothing else. */
    boolean isMove();

    /** Calls something, or goes through code behind the function: the frame must stand. */
    boolean needsFrame();

    /** A call or a poll: the collector may look at the frame while it is at it. */
    boolean mayStop();

    /** Ends its block. */
    boolean isTerminator();
}
