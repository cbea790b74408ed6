package org.platlang.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.platlang.generator.Piece;
import org.platlang.generator.Piece.Kind;
import org.platlang.generator.PlatType;

/**
 * Makes a program smaller while it still shows what it shows: leaves out items and statements, puts the statements inside
 * one in its place, puts a smaller expression of the type in the place of another. What is no program any more does not
 * show it, so nothing here needs to know the language. After Zeller and Hildebrandt, "Simplifying and isolating
 * failure-inducing input" (TSE 2002), over a tree as in Misherghi and Su, "HDD: hierarchical delta debugging" (ICSE 2006).
 */
final class Shrinker {
    private final Predicate<Piece> shows;
    private int triesLeft;

    /** @param tries how many programs may be looked at */
    Shrinker(Predicate<Piece> shows, int tries) {
        this.shows = shows;
        this.triesLeft = tries;
    }

    Piece shrink(Piece program) {
        Piece smallest = program;
        boolean smaller = true;
        while (smaller && triesLeft > 0) {
            Piece before = smallest;
            smallest = round(smallest);
            smaller = smallest != before;
        }
        return smallest;
    }

    private Piece round(Piece program) {
        Piece now = halves(program);
        // Outer pieces first: what goes with them need not be tried.
        for (int i = 0; i < now.all().size() && triesLeft > 0; i++) {
            Piece piece = now.all().get(i);
            for (Piece by : candidates(piece)) {
                Piece changed = now.with(piece, by);
                if (try_(changed)) {
                    now = changed;
                    i--;
                    break;
                }
            }
        }
        return now;
    }

    /** Many statements at once. */
    private Piece halves(Piece program) {
        Piece now = program;
        for (int size = now.all().size() / 4; size >= 4; size /= 2) {
            List<Piece> removable = removable(now);
            for (int from = 0; from < removable.size() && triesLeft > 0; from += size) {
                Piece changed = now;
                for (Piece p : removable.subList(from, Math.min(removable.size(), from + size))) {
                    changed = changed.with(p, Piece.nothing());
                }
                if (changed != now && try_(changed)) {
                    now = changed;
                }
            }
        }
        return now;
    }

    private static List<Piece> removable(Piece program) {
        return program.all().stream()
                .filter(p -> p.kind() == Kind.STATEMENT || p.kind() == Kind.ITEM)
                .toList();
    }

    private boolean try_(Piece program) {
        if (triesLeft <= 0) {
            return false;
        }
        triesLeft--;
        return shows.test(program);
    }

    private static List<Piece> candidates(Piece piece) {
        List<Piece> by = new ArrayList<>();
        switch (piece.kind()) {
            case ITEM -> by.add(Piece.nothing());
            case STATEMENT -> {
                by.add(Piece.nothing());
                List<Piece> inside = new ArrayList<>();
                piece.children().forEach(c -> inner(c, inside));
                if (!inside.isEmpty()) {
                    by.add(Piece.statements(inside));
                }
            }
            case EXPRESSION -> {
                PlatType type = piece.type().orElseThrow();
                Optional<Piece> plain = plain(type);
                int length = piece.source().length();
                if (plain.isPresent() && plain.get().source().length() < length) {
                    by.add(plain.get());
                }
                piece.all().stream()
                        .filter(p -> p != piece && p.type().equals(piece.type()))
                        .limit(4)
                        .forEach(by::add);
            }
            case PART -> {
                // goes with what is around it
            }
        }
        return by;
    }

    private static void inner(Piece piece, List<Piece> into) {
        if (piece.kind() == Kind.STATEMENT) {
            into.add(piece);
        } else {
            piece.children().forEach(c -> inner(c, into));
        }
    }

    private static Optional<Piece> plain(PlatType type) {
        String text = switch (type.source()) {
            case "Bool" -> "true";
            case "Int8" -> "1i8";
            case "Int16" -> "1i16";
            case "Int32" -> "1";
            case "Int64" -> "1i64";
            case "Float32" -> "1.0f32";
            case "Float64" -> "1.0";
            case "String" -> "\"\"";
            case "Duration" -> "1s";
            default -> "";
        };
        if (!text.isEmpty()) {
            return Optional.of(Piece.literal(type, text));
        }
        if (type instanceof PlatType.EnumOf && type.source().startsWith("Option<")) {
            return Optional.of(Piece.literal(type, type.source() + "::None"));
        }
        return Optional.empty();
    }
}
