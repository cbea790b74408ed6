package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.ClassOf;
import org.platlang.generator.PlatType.EnumOf;
import org.platlang.generator.PlatType.FunctionOf;
import org.platlang.generator.PlatType.ListOf;
import org.platlang.generator.PlatType.Simple;

/** Statements: declarations, assignments, branches, jumps; loops and changes of collections have files of their own. */
final class Statements {
    /** How deep the expressions of a statement go. */
    static final int DEPTH = 3;

    private final Maker maker;
    private final Loops loops;
    private final Changes changes;

    Statements(Maker maker) {
        this.maker = maker;
        this.loops = new Loops(maker);
        this.changes = new Changes(maker);
    }

    /** Some statements; what they declare is in scope afterwards. */
    Piece some(int count, int depth) {
        List<Piece> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(one(depth));
        }
        return Piece.sequence(made);
    }

    /** {@code { … }}, whose variables end with it. */
    Piece block(int count, int depth) {
        int mark = maker.scope.mark();
        Piece body = some(count, depth);
        maker.scope.backTo(mark);
        return Piece.of("{", body, "}");
    }

    private Piece one(int depth) {
        Choice c = maker.choice;
        return switch (depth <= 0 ? c.below(11) : c.below(22)) {
            case 0, 1 -> let(false);
            case 2, 3 -> let(true);
            case 4, 5 -> print();
            case 6, 7 -> assign();
            case 8 -> compound();
            case 9 -> changes.one();
            case 10 -> jump(depth);
            case 11, 12 -> branch(depth);
            case 13 -> match(depth);
            case 14, 15, 16, 17 -> loops.one(depth);
            case 18 -> ifLet(depth);
            case 19 -> letElse(depth);
            case 20 -> maker.choice.percent(50) ? question() : defer();
            default -> changes.one();
        };
    }

    private Piece let(boolean mutable) {
        PlatType type = maker.types.anyOrFunction(2);
        if (maker.choice.percent(15)) {
            // Of what is at hand, so that objects have several names.
            List<Scope.Variable> known = maker.scope.all();
            type = known.isEmpty() ? type : maker.choice.of(known).type();
        }
        Piece value = maker.expr(type, DEPTH);
        String name = maker.local("v");
        maker.scope.add(name, type, mutable);
        return Piece.statement(
                (mutable ? "var " : "let ") + name + ": " + maker.types.written(type) + " = ", value, ";");
    }

    /** Some of the variables, and a value. */
    Piece print() {
        List<Object> parts = new ArrayList<>();
        parts.add("print(value = \"" + maker.local("#"));
        List<Scope.Variable> shown = maker.scope.matching(v -> PlatType.isText(v.type()));
        for (int i = Math.min(shown.size(), maker.choice.between(0, 3)); i > 0; i--) {
            parts.add(" ${" + maker.choice.of(shown).name() + "}");
        }
        parts.add(" ${");
        parts.add(maker.expr(maker.types.any(2), DEPTH));
        parts.add("}\");");
        return Piece.statement(parts.toArray());
    }

    private static boolean grows(PlatType type) {
        return type instanceof FunctionOf
                || (type instanceof EnumOf e && e.declaration().isRecursive())
                || PlatType.parts(type).stream().anyMatch(Statements::grows);
    }

    private Piece assign() {
        Optional<Scope.Variable> v =
                maker.scope.any(maker.choice, x -> x.mutable() && !(maker.budget.inLoop() && grows(x.type())));
        if (v.isEmpty()) {
            return let(true);
        }
        return Piece.statement(v.get().name() + " = ", bounded(v.get().type()), ";");
    }

    /** A value that cannot be longer every time. */
    Piece bounded(PlatType type) {
        if (type instanceof PlatType.NewtypeOf t) {
            return Piece.expression(type, t.name() + ".init(value = ", bounded(t.base()), ")");
        }
        Piece value = maker.expr(type, DEPTH);
        if (type == Simple.STRING) {
            return Piece.expression(type, "(", value, ").substring(start = 0, end = 24)");
        }
        if (type instanceof ListOf) {
            return Piece.expression(type, "(", value, ").slice(start = 0, end = 6)");
        }
        return value;
    }

    private Piece compound() {
        Choice c = maker.choice;
        Optional<Scope.Variable> v =
                maker.scope.any(c, x -> x.mutable() && x.type() instanceof Simple s && s.isNumber());
        if (v.isEmpty()) {
            return assign();
        }
        Simple type = (Simple) v.get().type();
        Piece value = maker.expr(type, DEPTH - 1);
        if (type.isFloat()) {
            return Piece.statement(v.get().name() + " " + c.of("+=", "-=", "*=", "/=") + " ", value, ";");
        }
        return switch (c.below(4)) {
            case 0 ->
                Piece.statement(
                        v.get().name() + " " + c.of("<<=", ">>=") + " ",
                        maker.expr(c.of(PlatType.INTEGERS), DEPTH - 1),
                        ";");
            case 1 ->
                Piece.statement(v.get().name() + " " + c.of("/=", "%=") + " (", value, " | 1" + type.suffix() + ");");
            default ->
                Piece.statement(v.get().name() + " " + c.of("+=", "-=", "*=", "&=", "|=", "^=") + " ", value, ";");
        };
    }

    private Piece branch(int depth) {
        Piece condition = maker.expr(Simple.BOOL, DEPTH);
        Piece yes = block(maker.choice.between(1, 3), depth - 1);
        Piece no = switch (maker.choice.below(3)) {
            case 0 -> Piece.nothing();
            case 1 -> Piece.of(" else ", block(maker.choice.between(1, 2), depth - 1));
            default ->
                Piece.of(
                        " else if (",
                        maker.expr(Simple.BOOL, DEPTH - 1),
                        ") ",
                        block(1, depth - 1),
                        " else ",
                        block(1, depth - 1));
        };
        return Piece.statement("if (", condition, ") ", yes, no);
    }

    private Piece match(int depth) {
        PlatType of = maker.types.any(2);
        return Piece.statement(
                "match ",
                maker.expr(of, DEPTH),
                " {",
                maker.patterns.arms(of, DEPTH, () -> block(maker.choice.between(1, 2), depth - 1)),
                "}");
    }

    private Piece ifLet(int depth) {
        PlatType of = PlatType.option(maker.types.any(1));
        Piece value = maker.expr(of, DEPTH);
        int mark = maker.scope.mark();
        Piece pattern = maker.patterns.refutable(of, 2);
        Piece yes = block(maker.choice.between(1, 2), depth - 1);
        maker.scope.backTo(mark);
        Piece no = maker.choice.percent(50) ? Piece.of(" else ", block(1, depth - 1)) : Piece.nothing();
        return Piece.statement("if (let ", pattern, " = ", value, ") ", yes, no);
    }

    private Piece letElse(int depth) {
        Optional<Piece> out = out();
        if (out.isEmpty()) {
            return ifLet(depth);
        }
        PlatType of = PlatType.option(maker.types.any(1));
        Piece value = maker.expr(of, DEPTH);
        Piece pattern = maker.patterns.refutable(of, 2);
        return Piece.statement("let ", pattern, " = ", value, " else { ", out.get(), " };");
    }

    /** A statement that leaves what runs here, if something can be left. */
    private Optional<Piece> out() {
        Choice c = maker.choice;
        if (maker.loopDepth > 0 && c.percent(60)) {
            String word = c.of("break", "continue");
            String label = !maker.labels.isEmpty() && c.percent(60) ? " " + c.of(maker.labels) : "";
            return Optional.of(Piece.of(word + label + ";"));
        }
        return maker.returns.map(t -> Piece.of("return ", maker.expr(t, DEPTH - 1), ";"));
    }

    private Piece jump(int depth) {
        Optional<Piece> out = out();
        if (out.isEmpty()) {
            return print();
        }
        Piece condition = maker.expr(Simple.BOOL, DEPTH);
        int mark = maker.scope.mark();
        Piece before = depth > 0 ? some(1, 0) : Piece.nothing();
        maker.scope.backTo(mark);
        return Piece.statement("if (", condition, ") {", before, out.get(), "}");
    }

    /** No jump leads out of it. */
    private Piece defer() {
        Maker.Saved saved = maker.enterCleanup();
        Piece body = block(maker.choice.between(1, 2), 0);
        saved.restore();
        return Piece.statement("defer ", body);
    }

    /** {@code ?}, where the function gives an Option or a Result. */
    private Piece question() {
        if (maker.returns.isEmpty() || !(maker.returns.get() instanceof EnumOf result)) {
            return print();
        }
        PlatType type = maker.types.any(1);
        PlatType asked;
        if (result.declaration() == EnumDecl.OPTION) {
            asked = PlatType.option(type);
        } else if (result.declaration() == EnumDecl.RESULT) {
            asked = PlatType.result(type, result.arguments().get(1));
        } else {
            return print();
        }
        Piece value = maker.expr(asked, DEPTH);
        String name = maker.local("v");
        maker.scope.add(name, type, false);
        return Piece.statement("let " + name + ": " + type.source() + " = (", value, ")?;");
    }

    /** An instance at hand whose field can be assigned: {@code name.field}. */
    static Optional<Scope.Variable> field(Maker maker) {
        List<Scope.Variable> found = new ArrayList<>();
        for (Scope.Variable v : maker.scope.all()) {
            if (v.type() instanceof ClassOf c) {
                for (ClassDecl.Field f : c.fields()) {
                    if (f.mutable()) {
                        found.add(new Scope.Variable(v.name() + "." + f.name(), f.type(), true));
                    }
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(maker.choice.of(found));
    }
}
