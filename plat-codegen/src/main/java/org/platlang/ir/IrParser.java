package org.platlang.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the textual form of {@link IrPrinter}. Values may be used above their line. Ids are those
 * of the text; the entry is b0 and the function's parameters are v0, v1, ... {@code #} starts a comment.
 */
public final class IrParser {
    private final String text;
    private int at;
    private int line = 1;

    // Of the function being read.
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();

    /** An instruction that has been read; it is made when all values have types. */
    private record Line(
            Block block,
            String name,
            IrType type,
            Opcode op,
            Aux aux,
            List<String> args,
            List<Target> edges,
            int pos) {}

    private record Target(String block, List<String> args) {}

    private IrParser(String text) {
        this.text = text;
    }

    /**
     * Parses functions, one after the other.
     *
     * @throws IllegalArgumentException with the line number where the text is malformed
     */
    public static Module parse(String text) {
        IrParser p = new IrParser(text);
        Module m = new Module();
        p.space();
        while (p.at < text.length()) {
            m.add(p.function());
            p.space();
        }
        return m;
    }

    private Function function() {
        values.clear();
        blocks.clear();
        lines.clear();
        expect("func");
        String symbol = string();
        List<IrType> params = types();
        List<IrType> results = accept("->") ? types() : List.of();
        Function f = new Function(symbol, params, results);
        expect("{");
        boolean first = true;
        while (!accept("}")) {
            block(f, first);
            first = false;
        }
        build(f);
        return f;
    }

    private void block(Function f, boolean first) {
        String name = word();
        Block b;
        if (first) {
            b = f.entry();
            if (!name.equals("b0")) {
                throw error("the entry must be b0");
            }
            if (blocks.putIfAbsent(name, b) != null) {
                throw error("the entry is jumped to");
            }
        } else {
            b = f.newBlock(id(name, 'b'));
            if (blocks.putIfAbsent(name, b) != null) {
                throw error("two blocks " + name);
            }
        }
        if (accept("(")) {
            int i = 0;
            do {
                String v = word();
                expect(":");
                IrType t = type();
                Value p = first ? f.params().get(i) : param(f, b, v, t);
                if (p.type() != t) {
                    throw error("parameter " + v + " differs from the signature");
                }
                name(v, p);
                i++;
            } while (accept(","));
            expect(")");
        }
        expect(":");
        b.setCold(accept("cold"));
        b.setShortLoop(accept("short"));
        boolean ended = false;
        while (!ended) {
            Line l = instruction(b);
            lines.add(l);
            ended = l.op.isTerminator();
        }
    }

    private Value param(Function f, Block b, String name, IrType type) {
        Value p = f.newValue(id(name, 'v'), Opcode.PARAM, type, new Value[0], Aux.NONE, Positions.NONE);
        b.append(p);
        return p;
    }

    private Line instruction(Block b) {
        String name = "";
        IrType type = IrType.VOID;
        String w = word();
        Opcode op = opcode(w);
        if (op == null) {
            name = w;
            expect(":");
            type = type();
            expect("=");
            String o = word();
            op = opcode(o);
            if (op == null) {
                throw error("no opcode " + o);
            }
        }
        Aux aux = aux(op);
        List<String> args = new ArrayList<>();
        List<Target> edges = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        if (startsOperand()) {
            do {
                String o = word();
                if (op == Opcode.SWITCH && accept(":")) {
                    keys.add(Long.parseLong(o));
                    o = word();
                }
                if (o.startsWith("b")) {
                    List<String> edgeArgs = new ArrayList<>();
                    if (accept("(")) {
                        do {
                            edgeArgs.add(word());
                        } while (accept(","));
                        expect(")");
                    }
                    edges.add(new Target(o, edgeArgs));
                } else {
                    args.add(o);
                }
            } while (accept(","));
        }
        if (op == Opcode.SWITCH) {
            aux = new Aux.Switch(keys);
        }
        int pos = accept("@") ? Integer.parseInt(word()) : Positions.NONE;
        return new Line(b, name, type, op, aux, args, edges, pos);
    }

    /** An operand is on the same line: instructions end with theirs. */
    private boolean startsOperand() {
        int i = at;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '-');
    }

    private Aux aux(Opcode op) {
        return switch (op.aux()) {
            case NONE, SWITCH -> Aux.NONE;
            case INT -> new Aux.Int(Long.parseLong(word()));
            case FLOAT -> {
                String w = word();
                if (w.equals("nan") && accept(":")) {
                    yield new Aux.Float(Double.longBitsToDouble(Long.parseUnsignedLong(word(), 16)));
                }
                yield new Aux.Float(Double.parseDouble(w));
            }
            case SYMBOL -> new Aux.Symbol(string());
            case MEM -> {
                expect("[");
                MemKind kind = kind();
                int offset = Integer.parseInt(word());
                int header = header();
                int stride = accept("]") ? 0 : Integer.parseInt(word());
                if (stride != 0) {
                    expect("]");
                }
                yield new Aux.Mem(offset, stride, kind, header);
            }
            case ALLOC -> {
                int header = header();
                yield new Aux.Alloc(string(), Integer.parseInt(word()), header);
            }
            case CALL -> {
                Aux.CallEffect effect = Aux.CallEffect.ANY;
                space();
                if (text.charAt(at) != '"') {
                    effect = Aux.CallEffect.valueOf(word().toUpperCase(Locale.ROOT));
                }
                String symbol = string();
                yield new Aux.Call(symbol, types(), effect);
            }
            case BRANCH -> {
                Aux.Likely likely = Aux.Likely.UNKNOWN;
                if (accept("likely")) {
                    likely = Aux.Likely.LIKELY;
                } else if (accept("unlikely")) {
                    likely = Aux.Likely.UNLIKELY;
                }
                yield new Aux.Branch(likely);
            }
        };
    }

    private int header() {
        return accept("header") ? Integer.parseInt(word()) : 0;
    }

    private MemKind kind() {
        String w = word();
        if (w.equals("length")) {
            return MemKind.ARRAY_LENGTH;
        }
        if (w.equals("immutable")) {
            return MemKind.IMMUTABLE;
        }
        expect("(");
        int close = text.indexOf(')', at);
        int plus = text.lastIndexOf('+', close);
        if (close < 0 || plus < at) {
            throw error("malformed memory kind");
        }
        String name = text.substring(at, plus);
        int detail = Integer.parseInt(text.substring(plus + 1, close));
        at = close + 1;
        return switch (w) {
            case "field" -> MemKind.field(name, detail);
            case "element" -> MemKind.element(name, detail);
            case "runtime" -> MemKind.runtime(name, detail);
            default -> throw error("no memory kind " + w);
        };
    }

    /**
     * Makes the instructions. A value may be used above its own line; a stand-in takes its place until it is made.
     */
    private void build(Function f) {
        for (Line l : lines) {
            if (!l.name.isEmpty()) {
                f.reserveValueId(id(l.name, 'v'));
            }
        }
        Map<String, Value> standIns = new java.util.LinkedHashMap<>();
        for (Line l : lines) {
            Value[] args = new Value[l.args.size()];
            for (int i = 0; i < args.length; i++) {
                String name = l.args.get(i);
                Value known = values.get(name);
                if (known == null) {
                    known = standIns.get(name);
                }
                if (known == null) {
                    known = f.newValue(id(name, 'v'), Opcode.PARAM, IrType.I64, new Value[0], Aux.NONE, Positions.NONE);
                    standIns.put(name, known);
                }
                args[i] = known;
            }
            if (l.op.isTerminator()) {
                l.block.terminate(l.op, l.aux, l.pos, args);
            } else if (l.type == IrType.VOID) {
                l.block.append(l.op, l.type, l.aux, l.pos, args);
            } else {
                Value v = f.newValue(id(l.name, 'v'), l.op, l.type, args, l.aux, l.pos);
                l.block.append(v);
                name(l.name, v);
            }
        }
        for (Map.Entry<String, Value> e : standIns.entrySet()) {
            e.getValue().replaceAllUses(value(e.getKey()));
        }
        for (Line l : lines) {
            if (l.op.isTerminator()) {
                for (Target t : l.edges) {
                    Block to = blocks.get(t.block);
                    if (to == null) {
                        throw error("no block " + t.block);
                    }
                    List<Value> args = new ArrayList<>();
                    for (String a : t.args) {
                        args.add(value(a));
                    }
                    l.block.addSuccessor(to, args);
                }
            }
        }
    }

    private int id(String name, char letter) {
        if (name.length() < 2 || name.charAt(0) != letter) {
            throw error(name + " is no name of the form " + letter + "N");
        }
        return Integer.parseInt(name.substring(1));
    }

    private Value value(String name) {
        Value v = values.get(name);
        if (v == null) {
            throw error("no value " + name);
        }
        return v;
    }

    private void name(String name, Value v) {
        if (values.putIfAbsent(name, v) != null) {
            throw error("two values " + name);
        }
    }

    private static @Nullable Opcode opcode(String w) {
        for (Opcode o : Opcode.values()) {
            if (o.text().equals(w)) {
                return o;
            }
        }
        return null;
    }

    private IrType type() {
        String w = word();
        for (IrType t : IrType.values()) {
            if (t.text().equals(w)) {
                return t;
            }
        }
        throw error("no type " + w);
    }

    private List<IrType> types() {
        List<IrType> types = new ArrayList<>();
        expect("(");
        if (!accept(")")) {
            do {
                types.add(type());
            } while (accept(","));
            expect(")");
        }
        return types;
    }

    // Characters.

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (Character.isWhitespace(c)) {
                if (c == '\n') {
                    line++;
                }
                at++;
            } else {
                return;
            }
        }
    }

    private String word() {
        space();
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw error("a word is missing");
        }
        return text.substring(start, at);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '$';
    }

    private String string() {
        space();
        if (at >= text.length() || text.charAt(at) != '"') {
            throw error("a quoted symbol is missing");
        }
        StringBuilder s = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            s.append(text.charAt(at++));
        }
        at++;
        return s.toString();
    }

    private boolean accept(String token) {
        space();
        if (!text.startsWith(token, at)) {
            return false;
        }
        int end = at + token.length();
        if (Character.isLetter(token.charAt(0)) && end < text.length() && isWordPart(text.charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw error("'" + token + "' is missing");
        }
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("SSA text, line " + line + ": " + what);
    }
}
