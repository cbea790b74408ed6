package org.platlang.hir.tree;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/** An arm of a {@link HirExpr.HirSelect}. Its body has the type of the whole, or Never. */
public sealed interface HirSelectArm {
    HirExpr body();

    Span span();

    /** What is evaluated before the wait, in order. */
    default List<HirExpr> operands() {
        return switch (this) {
            case Receive a -> List.of(a.channel());
            case Send a -> List.of(a.channel(), a.value());
            case After a -> List.of(a.duration());
            case Default a -> List.of();
        };
    }

    /** Receives; the local is an Option of the element, None from a closed and drained channel. */
    record Receive(HirExpr channel, Optional<HirLocal> local, HirExpr body, Span span) implements HirSelectArm {}

    /** Sends; panics if it is chosen and the channel is closed. */
    record Send(HirExpr channel, HirExpr value, HirExpr body, Span span) implements HirSelectArm {}

    /** Taken when no operation was ready for so long. At most one, and none beside Default. */
    record After(HirExpr duration, HirExpr body, Span span) implements HirSelectArm {}

    /** Taken when no operation is ready now. At most one. */
    record Default(HirExpr body, Span span) implements HirSelectArm {}
}
