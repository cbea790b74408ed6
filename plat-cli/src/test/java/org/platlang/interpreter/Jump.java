package org.platlang.interpreter;

import org.platlang.hir.tree.HirLabel;

/** A way out of an expression other than its value; whoever it is meant for catches it. */
sealed class Jump extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Jump() {
        super(null, null, false, false);
    }

    /** Out of the loop, with its value. */
    static final class Break extends Jump {
        private static final long serialVersionUID = 1;
        final transient HirLabel loop;
        final transient Object value;

        Break(HirLabel loop, Object value) {
            this.loop = loop;
            this.value = value;
        }
    }

    /** To the loop's next round. */
    static final class Continue extends Jump {
        private static final long serialVersionUID = 1;
        final transient HirLabel loop;

        Continue(HirLabel loop) {
            this.loop = loop;
        }
    }

    /** Out of the function, with its result. */
    static final class Return extends Jump {
        private static final long serialVersionUID = 1;
        final transient Object value;

        Return(Object value) {
            this.value = value;
        }
    }

    /** Out of the process. */
    static final class Exit extends Jump {
        private static final long serialVersionUID = 1;
        final int status;

        Exit(int status) {
            this.status = status;
        }
    }

    /** Out of a program that has used up its steps. */
    static final class OutOfSteps extends Jump {
        private static final long serialVersionUID = 1;
    }
}
