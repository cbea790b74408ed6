package org.platlang.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.generator.PlatType.Simple;

/** What is known while a program is being made: its declarations so far, and the function being made. */
final class Maker {
    final Choice choice;
    private final String tag;
    private int names;

    final List<EnumDecl> enums = new ArrayList<>();
    final List<ClassDecl> classes = new ArrayList<>();
    final List<FunctionDecl> functions = new ArrayList<>();
    final List<PlatType.NewtypeOf> newtypes = new ArrayList<>();
    final List<AliasDecl> aliases = new ArrayList<>();
    /** The constants; none of them is mutable. */
    final List<Scope.Variable> constants = new ArrayList<>();
    /** In their order, what they are defined as. */
    final List<String> expressionsOfConstants = new ArrayList<>();

    Scope scope = new Scope();
    Budget budget = new Budget(0);
    /** What {@code return} gives here; empty where there is none. */
    Optional<PlatType> returns = Optional.empty();
    /** Labels of the loops that can be left here. */
    final List<String> labels = new ArrayList<>();
    /** Whether a break or continue without label means a loop of {@link #labels}. */
    int loopDepth;

    /** What is called must have a lower rank. */
    int rank = Integer.MAX_VALUE;

    private int ranks;

    final Types types = new Types(this);
    final Literals literals = new Literals(this);
    final Expressions expressions = new Expressions(this);
    final Statements statements = new Statements(this);
    final Patterns patterns = new Patterns(this);

    /** @param tag ends every name of a declaration, so that programs can stand side by side */
    Maker(long seed, String tag) {
        this.choice = new Choice(seed);
        this.tag = tag;
    }

    /** A new name of a variable, parameter, field or method. */
    String local(String prefix) {
        return prefix + names++;
    }

    String functionName() {
        return "f" + names++ + (tag.isEmpty() ? "" : "_" + tag);
    }

    String typeName(String prefix) {
        return prefix + names++ + (tag.isEmpty() ? "" : "P" + tag);
    }

    String constantName() {
        return "K" + names++ + (tag.isEmpty() ? "" : "_" + tag);
    }

    int nextRank() {
        return ranks++;
    }

    Piece expr(PlatType type, int depth) {
        return expressions.make(type, depth);
    }

    /** What surrounds a function's body; call {@link Saved#restore} at its end. */
    Saved enterBody(Scope inner, double limit, Optional<PlatType> result) {
        Saved saved = new Saved(scope, budget, returns, List.copyOf(labels), loopDepth);
        scope = inner;
        budget = new Budget(limit);
        returns = result;
        labels.clear();
        loopDepth = 0;
        return saved;
    }

    /** As {@link #enterBody}, for statements that run in the same function, with its variables and at its cost. */
    Saved enterCleanup() {
        Saved saved = new Saved(scope, budget, returns, List.copyOf(labels), loopDepth);
        returns = Optional.empty();
        labels.clear();
        loopDepth = 0;
        return saved;
    }

    final class Saved {
        private final Scope outerScope;
        private final Budget outerBudget;
        private final Optional<PlatType> outerReturns;
        private final List<String> outerLabels;
        private final int outerDepth;

        Saved(Scope scope, Budget budget, Optional<PlatType> returns, List<String> labels, int depth) {
            this.outerScope = scope;
            this.outerBudget = budget;
            this.outerReturns = returns;
            this.outerLabels = labels;
            this.outerDepth = depth;
        }

        void restore() {
            scope = outerScope;
            budget = outerBudget;
            returns = outerReturns;
            labels.clear();
            labels.addAll(outerLabels);
            loopDepth = outerDepth;
        }
    }

    /** An Int32 within these bounds. */
    Piece small(int low, int high) {
        return Piece.expression(Simple.INT32, String.valueOf(choice.between(low, high)));
    }
}
