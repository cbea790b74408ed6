package org.platlang.parser.ast;

import java.util.ArrayList;
import java.util.List;

/** A symbolic expression with a stable layout: on one line where it fits, else one part a line. */
final class SExpr {
    private static final int WIDTH = 100;

    private final String atom;
    private final List<SExpr> parts;

    private SExpr(String atom, List<SExpr> parts) {
        this.atom = atom;
        this.parts = parts;
    }

    static SExpr atom(String text) {
        return new SExpr(text, List.of());
    }

    /** A list that begins with a word, and may be added to. */
    static SExpr list(String head) {
        SExpr list = new SExpr("", new ArrayList<>());
        list.parts.add(atom(head));
        return list;
    }

    SExpr add(SExpr part) {
        parts.add(part);
        return this;
    }

    SExpr add(String atom) {
        return add(atom(atom));
    }

    /** The layout; the first line is not indented. */
    String layout() {
        StringBuilder out = new StringBuilder();
        layout(out, 0);
        return out.append('\n').toString();
    }

    private boolean isAtom() {
        return parts.isEmpty();
    }

    /** Length on one line, counted only as far as it matters. */
    private int flatLength(int limit) {
        if (isAtom()) {
            return atom.length();
        }
        int length = 1 + parts.size();
        for (int i = 0; i < parts.size() && length <= limit; i++) {
            length += parts.get(i).flatLength(limit - length);
        }
        return length;
    }

    private void flat(StringBuilder out) {
        if (isAtom()) {
            out.append(atom);
            return;
        }
        out.append('(');
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.append(' ');
            }
            parts.get(i).flat(out);
        }
        out.append(')');
    }

    private void layout(StringBuilder out, int indent) {
        if (isAtom() || indent + flatLength(WIDTH) <= WIDTH) {
            flat(out);
            return;
        }
        out.append('(');
        boolean leading = true;
        for (int i = 0; i < parts.size(); i++) {
            SExpr part = parts.get(i);
            leading &= part.isAtom();
            if (i > 0 && leading) {
                out.append(' ');
            } else if (i > 0) {
                out.append('\n').append(" ".repeat(indent + 2));
            }
            part.layout(out, indent + 2);
        }
        out.append(')');
    }
}
