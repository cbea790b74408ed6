package org.platlang.hir.tree;

import java.util.List;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.type.TypePrinter;

/**
 * HIR as text, for {@code --emit=hir} and for tests: close to Plat, every local with its number, every instance by its
 * full name, types where they are not plain from the parts. Stable: the same program gives the same text.
 */
public final class HirPrinter {
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private HirPrinter() {}

    public static String print(HirProgram program) {
        HirPrinter p = new HirPrinter();
        for (HirClass c : program.classes()) {
            p.classDeclaration(c);
        }
        for (HirEnum e : program.enums()) {
            p.enumDeclaration(e);
        }
        for (HirFunction f : program.functions()) {
            p.function(f);
        }
        p.out.append("entry ").append(program.entry().name()).append('\n');
        return p.out.toString();
    }

    public static String print(HirFunction function) {
        HirPrinter p = new HirPrinter();
        p.function(function);
        return p.out.toString();
    }

    public static String print(HirExpr e) {
        HirPrinter p = new HirPrinter();
        p.expr(e);
        return p.out.toString();
    }

    // ---- declarations

    private void classDeclaration(HirClass c) {
        out.append("class ").append(c.name());
        if (c.base().isPresent()) {
            out.append(" : ").append(TypePrinter.unique(c.base().get()));
        }
        out.append(" {");
        for (HirClass.Field f : c.fields()) {
            out.append(' ')
                    .append(f.mutable() ? "var " : "let ")
                    .append(f.name())
                    .append(": ");
            out.append(TypePrinter.show(f.type())).append(';');
        }
        for (HirClass.Virtual v : c.virtuals()) {
            out.append(" virtual ").append(v.implementation().name()).append(';');
        }
        out.append(" }\n");
    }

    private void enumDeclaration(HirEnum e) {
        out.append("enum ").append(e.name()).append(" {");
        String separator = " ";
        for (HirEnum.Variant v : e.variants()) {
            out.append(separator).append(v.name());
            separator = ", ";
            if (!v.fields().isEmpty()) {
                out.append('(');
                for (int i = 0; i < v.fields().size(); i++) {
                    HirEnum.Field f = v.fields().get(i);
                    out.append(i == 0 ? "" : ", ");
                    if (f.named()) {
                        out.append(f.name()).append(": ");
                    }
                    out.append(TypePrinter.show(f.type()));
                }
                out.append(')');
            }
        }
        out.append(" }\n");
    }

    private void function(HirFunction f) {
        switch (f.kind()) {
            case FUNCTION -> out.append("fn ");
            case TASK -> out.append("task ");
            case LAMBDA -> out.append("lambda ");
        }
        out.append(f.name()).append('(');
        for (int i = 0; i < f.parameters().size(); i++) {
            HirLocal p = f.parameters().get(i);
            out.append(i == 0 ? "" : ", ").append(p).append(": ").append(TypePrinter.show(p.type()));
        }
        out.append(") -> ").append(TypePrinter.show(f.result())).append(' ');
        body(f.body());
        out.append('\n');
    }

    // ---- expressions

    /** In braces, a line per statement. */
    private void body(HirExpr e) {
        out.append('{');
        depth++;
        if (e instanceof HirExpr.HirBlock b) {
            for (HirExpr s : b.statements()) {
                line();
                expr(s);
                out.append(';');
            }
            if (!(b.result() instanceof HirExpr.HirUnit)) {
                line();
                expr(b.result());
            }
        } else if (!(e instanceof HirExpr.HirUnit)) {
            line();
            expr(e);
        }
        depth--;
        line();
        out.append('}');
    }

    private void line() {
        out.append('\n');
        for (int i = 0; i < depth; i++) {
            out.append("  ");
        }
    }

    private void list(String open, List<HirExpr> list, String close) {
        out.append(open);
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            expr(list.get(i));
        }
        out.append(close);
    }

    private void expr(HirExpr e) {
        switch (e) {
            case HirExpr.HirInt x -> out.append(x.value()).append('_').append(TypePrinter.show(x.type()));
            case HirExpr.HirFloat x -> out.append(x.value()).append('_').append(TypePrinter.show(x.type()));
            case HirExpr.HirBool x -> out.append(x.value());
            case HirExpr.HirString x -> quote(x.value());
            case HirExpr.HirUnit x -> out.append("()");
            case HirExpr.HirInvalid x -> out.append("<invalid>");
            case HirExpr.HirLocalGet x -> out.append(x.local());
            case HirExpr.HirLet x -> {
                out.append(x.local().mutable() ? "var " : "let ")
                        .append(x.local())
                        .append(": ");
                out.append(TypePrinter.show(x.local().type())).append(" = ");
                expr(x.value());
            }
            case HirExpr.HirLocalSet x -> {
                out.append(x.local()).append(" = ");
                expr(x.value());
            }
            case HirExpr.HirFieldGet x -> {
                expr(x.object());
                out.append('.').append(x.field());
            }
            case HirExpr.HirFieldSet x -> {
                expr(x.object());
                out.append('.').append(x.field()).append(" = ");
                expr(x.value());
            }
            case HirExpr.HirNew x -> out.append("new ").append(TypePrinter.show(x.type()));
            case HirExpr.HirVariant x -> list(TypePrinter.show(x.type()) + "#" + x.variant() + "(", x.payload(), ")");
            case HirExpr.HirListLiteral x -> list(TypePrinter.show(x.type()) + "[", x.elements(), "]");
            case HirExpr.HirRange x -> {
                expr(x.start());
                out.append(x.inclusive() ? "..=" : "..");
                expr(x.end());
            }
            case HirExpr.HirUnary x -> {
                out.append('(').append(x.op().text()).append(' ');
                expr(x.operand());
                out.append(')');
            }
            case HirExpr.HirBinary x -> infix(x.left(), x.op().text(), x.right());
            case HirExpr.HirLogical x -> infix(x.left(), x.isAnd() ? "and" : "or", x.right());
            case HirExpr.HirEquals x -> infix(x.left(), x.negated() ? "!=" : "==", x.right());
            case HirExpr.HirCast x -> {
                list("cast(", List.of(x.operand()), "");
                out.append(", ").append(TypePrinter.show(x.type())).append(')');
            }
            case HirExpr.HirToText x -> list("text(", List.of(x.operand()), ")");
            case HirExpr.HirInterpolate x -> interpolate(x);
            case HirExpr.HirCall x -> list(x.function().name() + "(", x.arguments(), ")");
            case HirExpr.HirCallVirtual x -> list("virtual " + x.function().name() + "(", x.arguments(), ")");
            case HirExpr.HirUpcast x -> {
                list("upcast(", List.of(x.operand()), "");
                out.append(", ").append(TypePrinter.show(x.type())).append(')');
            }
            case HirExpr.HirIntrinsic x ->
                list("@" + x.op() + TypePrinter.uniqueArguments(x.typeArguments()) + "(", x.arguments(), ")");
            case HirExpr.HirLambda x -> list("lambda " + x.function().name() + "[", x.captures(), "]");
            case HirExpr.HirCallValue x -> {
                expr(x.callee());
                list("(", x.arguments(), ")");
            }
            case HirExpr.HirBlock x -> body(x);
            case HirExpr.HirIf x -> {
                out.append("if ");
                expr(x.condition());
                out.append(' ');
                body(x.thenBranch());
                if (!(x.elseBranch() instanceof HirExpr.HirUnit)) {
                    out.append(" else ");
                    body(x.elseBranch());
                }
            }
            case HirExpr.HirLoop x -> {
                out.append('\'').append(x.label()).append(": loop ");
                body(x.body());
            }
            case HirExpr.HirWhile x -> {
                out.append('\'').append(x.label()).append(": while ");
                expr(x.condition());
                out.append(' ');
                body(x.body());
            }
            case HirExpr.HirForRange x -> {
                out.append('\'')
                        .append(x.label())
                        .append(": for ")
                        .append(x.local())
                        .append(" in ");
                expr(x.start());
                out.append(x.inclusive() ? "..=" : "..");
                expr(x.end());
                out.append(' ');
                body(x.body());
            }
            case HirExpr.HirForEach x -> {
                out.append('\'').append(x.label()).append(": for ");
                if (x.index().isPresent()) {
                    out.append(x.index().get()).append(", ");
                }
                out.append(x.local()).append(" in ");
                expr(x.iterable());
                out.append(' ');
                body(x.body());
            }
            case HirExpr.HirBreak x -> jump("break '" + x.label(), x.value());
            case HirExpr.HirContinue x -> out.append("continue '").append(x.label());
            case HirExpr.HirReturn x -> jump("return", x.value());
            case HirExpr.HirMatch x -> match(x);
            case HirExpr.HirDefer x -> {
                out.append("defer ");
                body(x.cleanup());
                out.append(" behind ");
                body(x.body());
            }
            case HirExpr.HirAttempt x -> {
                out.append("attempt ");
                body(x.body());
                out.append(" caught");
                for (HirLocal part : x.report()) {
                    out.append(' ').append(part);
                }
                out.append(' ');
                body(x.caught());
            }
            case HirExpr.HirWithTimeout x -> {
                out.append("with_timeout ");
                expr(x.duration());
                out.append(' ');
                body(x.body());
                out.append(" expired ");
                body(x.expired());
            }
            case HirExpr.HirTaskLocalGet x -> out.append("task_local ").append(x.local());
            case HirExpr.HirWithLocal x -> {
                out.append("with_local");
                for (HirExpr.LocalBinding b : x.bindings()) {
                    out.append(' ').append(b.local()).append(" = ");
                    expr(b.value());
                }
                out.append(' ');
                body(x.body());
            }
            case HirExpr.HirRace x -> {
                out.append("race ").append(x.scope()).append(' ');
                body(x.start());
            }
            case HirExpr.HirConcurrent x -> {
                out.append("concurrent ").append(x.scope()).append(' ');
                body(x.body());
            }
            case HirExpr.HirSelect x -> select(x);
            case HirExpr.HirSpawn x -> {
                list("spawn " + x.body().name() + "[", x.captures(), "] in ");
                out.append(x.scope()).append(x.detached() ? " detached" : "");
            }
        }
    }

    private void infix(HirExpr left, String op, HirExpr right) {
        out.append('(');
        expr(left);
        out.append(' ').append(op).append(' ');
        expr(right);
        out.append(')');
    }

    private void jump(String word, HirExpr value) {
        out.append(word);
        if (!(value instanceof HirExpr.HirUnit)) {
            out.append(' ');
            expr(value);
        }
    }

    private void interpolate(HirExpr.HirInterpolate x) {
        out.append("join(");
        String separator = "";
        for (Part p : x.parts()) {
            out.append(separator);
            separator = ", ";
            expr(p.value());
            if (p.format().isPresent()) {
                format(p.format().get());
            }
        }
        out.append(')');
    }

    private void format(FormatSpec f) {
        out.append(" as ");
        if (f.align() != FormatSpec.Align.DEFAULT) {
            out.appendCodePoint(f.fill());
            out.append(
                    switch (f.align()) {
                        case LEFT -> "<";
                        case CENTER -> "^";
                        case RIGHT -> ">";
                        case DEFAULT -> "";
                    });
        }
        out.append(f.plus() ? "+" : "").append(f.alternate() ? "#" : "").append(f.zero() ? "0" : "");
        if (f.width() > 0) {
            out.append(f.width());
        }
        if (f.precision() >= 0) {
            out.append('.').append(f.precision());
        }
        if (f.form() != 0) {
            out.append(f.form());
        }
    }

    private void match(HirExpr.HirMatch x) {
        out.append("match ");
        expr(x.scrutinee());
        out.append(" {");
        depth++;
        for (Arm a : x.arms()) {
            line();
            pattern(a.pattern());
            if (a.guard().isPresent()) {
                out.append(" if ");
                expr(a.guard().get());
            }
            out.append(" -> ");
            expr(a.body());
        }
        depth--;
        line();
        out.append('}');
    }

    private void select(HirExpr.HirSelect x) {
        out.append(x.biased() ? "select biased {" : "select {");
        depth++;
        for (HirSelectArm a : x.arms()) {
            line();
            switch (a) {
                case HirSelectArm.Receive r -> {
                    if (r.local().isPresent()) {
                        out.append(r.local().get()).append(" = ");
                    }
                    out.append("receive ");
                    expr(r.channel());
                }
                case HirSelectArm.Send s -> {
                    out.append("send ");
                    expr(s.channel());
                    out.append(", ");
                    expr(s.value());
                }
                case HirSelectArm.After t -> {
                    out.append("after ");
                    expr(t.duration());
                }
                case HirSelectArm.Default d -> out.append("default");
            }
            out.append(" -> ");
            expr(a.body());
        }
        depth--;
        line();
        out.append('}');
    }

    private void pattern(HirPattern p) {
        switch (p) {
            case HirPattern.PatWildcard x -> out.append('_');
            case HirPattern.PatBinding x -> out.append(x.local());
            case HirPattern.PatLiteral x -> expr(x.value());
            case HirPattern.PatRange x -> out.append(x.low()).append("..=").append(x.high());
            case HirPattern.PatVariant x -> {
                out.append('#').append(x.variant());
                if (!x.fields().isEmpty()) {
                    patterns("(", x.fields(), ", ", ")");
                }
            }
            case HirPattern.PatClass x -> {
                pattern(x.inner());
                out.append(": ").append(TypePrinter.show(x.tested()));
            }
            case HirPattern.PatOr x -> patterns("", x.alternatives(), " | ", "");
        }
    }

    private void patterns(String open, List<HirPattern> list, String separator, String close) {
        out.append(open);
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : separator);
            pattern(list.get(i));
        }
        out.append(close);
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> out.append(c);
            }
        }
        out.append('"');
    }
}
