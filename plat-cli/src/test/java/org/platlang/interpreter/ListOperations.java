package org.platlang.interpreter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.interpreter.Values.PlatList;
import org.platlang.interpreter.Values.Unit;
import org.platlang.lexer.source.Span;

/** Operations of List. */
final class ListOperations {
    /** Elements of the longest list. */
    private static final int MOST = Integer.MAX_VALUE - 64;

    private ListOperations() {}

    /** {@code list} is the first argument where that is a list. */
    static Object apply(Intrinsic op, PlatList list, List<Object> a, Span span) {
        ArrayList<Object> items = list.items;
        return switch (op) {
            case LIST_LENGTH -> (long) items.size();
            case LIST_GET -> has(items, a) ? Intrinsics.some(items.get(index(a))) : Intrinsics.none();
            case LIST_AT -> items.get(checked(items, a, span));
            case LIST_SET -> {
                items.set(checked(items, a, span), a.get(2));
                yield Unit.UNIT;
            }
            case LIST_PUSH -> {
                items.add(a.get(1));
                yield Unit.UNIT;
            }
            case LIST_POP -> items.isEmpty() ? Intrinsics.none() : Intrinsics.some(items.remove(items.size() - 1));
            case LIST_INSERT_AT -> {
                if (!has(items, a) && index(a) != items.size()) {
                    throw new Panic("insert_at: index " + index(a) + " in a list of length " + items.size(), span);
                }
                items.add(index(a), a.get(2));
                yield Unit.UNIT;
            }
            case LIST_REMOVE_AT -> has(items, a) ? Intrinsics.some(items.remove(index(a))) : Intrinsics.none();
            case LIST_CLEAR -> {
                items.clear();
                yield Unit.UNIT;
            }
            case LIST_RESERVE -> Unit.UNIT;
            case LIST_FILLED -> {
                long length = (Long) a.get(0);
                if (length < 0) {
                    throw new Panic("List::filled: the length " + length + " is negative", span);
                }
                if (length > MOST) {
                    throw new Panic("a list of " + length + " elements: the most are " + MOST, span);
                }
                yield new PlatList(Collections.nCopies((int) length, a.get(1)));
            }
            case LIST_SLICE -> {
                int start = (int) Math.clamp((Long) a.get(1), 0, items.size());
                int end = (int) Math.clamp((Long) a.get(2), 0, items.size());
                yield new PlatList(start < end ? items.subList(start, end) : List.of());
            }
            case LIST_EXTEND -> {
                items.addAll(List.copyOf(((PlatList) a.get(1)).items));
                yield Unit.UNIT;
            }
            default -> throw new NotInterpreted(op.name());
        };
    }

    private static int index(List<Object> a) {
        return (int) (long) (Long) a.get(1);
    }

    private static boolean has(List<Object> items, List<Object> a) {
        return index(a) >= 0 && index(a) < items.size();
    }

    private static int checked(List<Object> items, List<Object> a, Span span) {
        if (!has(items, a)) {
            throw new Panic("index " + index(a) + " is out of range for a list of length " + items.size(), span);
        }
        return index(a);
    }
}
