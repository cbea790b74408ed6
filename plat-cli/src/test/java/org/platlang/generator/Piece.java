package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a program: text and smaller pieces. The identity is the object; a tree does not contain a piece twice.
 */
public final class Piece {
    /** What can be done with a piece. */
    public enum Kind {
        /** A function, class or enum: can be left out, if nothing needs it. */
        ITEM,
        /** Can be left out, or have the statements inside it in its place. */
        STATEMENT,
        /** Has a type; another expression of the type can stand in its place. */
        EXPRESSION,
        /** Goes with what is around it. */
        PART
    }

    private final Kind kind;
    private final Optional<PlatType> type;
    private final List<Object> parts;

    private Piece(Kind kind, Optional<PlatType> type, List<Object> parts) {
        this.kind = kind;
        this.type = type;
        this.parts = List.copyOf(parts);
    }

    static Piece item(Object... parts) {
        return new Piece(Kind.ITEM, Optional.empty(), List.of(parts));
    }

    static Piece statement(Object... parts) {
        return new Piece(Kind.STATEMENT, Optional.empty(), List.of(parts));
    }

    static Piece expression(PlatType type, Object... parts) {
        return new Piece(Kind.EXPRESSION, Optional.of(type), List.of(parts));
    }

    static Piece of(Object... parts) {
        return new Piece(Kind.PART, Optional.empty(), List.of(parts));
    }

    static Piece sequence(List<Piece> pieces) {
        return new Piece(Kind.PART, Optional.empty(), List.copyOf(pieces));
    }

    static Piece joined(List<Piece> pieces, String separator) {
        List<Object> parts = new ArrayList<>();
        for (Piece p : pieces) {
            if (!parts.isEmpty()) {
                parts.add(separator);
            }
            parts.add(p);
        }
        return new Piece(Kind.PART, Optional.empty(), parts);
    }

    public Kind kind() {
        return kind;
    }

    /** Of an expression. */
    public Optional<PlatType> type() {
        return type;
    }

    public List<Piece> children() {
        List<Piece> children = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Piece p) {
                children.add(p);
            }
        }
        return children;
    }

    /** This piece and all within it, outer before inner. */
    public List<Piece> all() {
        List<Piece> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<Piece> into) {
        into.add(this);
        children().forEach(c -> c.collect(into));
    }

    /** The tree with {@code by} in the place of {@code old}. */
    public Piece with(Piece old, Piece by) {
        if (this == old) {
            return by;
        }
        List<Object> changed = new ArrayList<>();
        boolean same = true;
        for (Object part : parts) {
            Object now = part instanceof Piece p ? p.with(old, by) : part;
            same &= now == part;
            changed.add(now);
        }
        return same ? this : new Piece(kind, type, changed);
    }

    /** An expression of plain text. */
    public static Piece literal(PlatType type, String text) {
        return expression(type, text);
    }

    /** Nothing at all. */
    public static Piece nothing() {
        return of();
    }

    /** The statements of several pieces, one behind another. */
    public static Piece statements(List<Piece> pieces) {
        return sequence(pieces);
    }

    /** As source text, a statement a line, indented by its braces. */
    public String source() {
        StringBuilder flat = new StringBuilder();
        write(flat);
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (String line : flat.toString().split("\n")) {
            String text = line.strip();
            if (text.isEmpty()) {
                continue;
            }
            int closing = 0;
            while (closing < text.length() && "})".indexOf(text.charAt(closing)) >= 0) {
                closing++;
            }
            int leading = (int)
                    text.substring(0, closing).chars().filter(c -> c == '}').count();
            out.append("  ".repeat(Math.max(0, depth - leading))).append(text).append('\n');
            for (int i = 0; i < text.length(); i++) {
                depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            }
        }
        return out.toString();
    }

    private void write(StringBuilder out) {
        boolean line = kind == Kind.STATEMENT || kind == Kind.ITEM;
        if (line) {
            out.append('\n');
        }
        for (Object part : parts) {
            if (part instanceof Piece p) {
                p.write(out);
            } else {
                out.append(part);
            }
        }
        if (line) {
            out.append('\n');
        }
    }
}
