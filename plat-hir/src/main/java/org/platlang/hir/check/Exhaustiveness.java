package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Constructors.Constructor;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatOr;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;

/**
 * Whether patterns cover all values of a type, and whether each adds anything to those before it.
 *
 * <p>Algorithm: pattern matrices and their specialisation by constructors, after Maranget, "Warnings for pattern
 * matching" (JFP 17, 2007), sections 3 and 5. A row is a list of patterns, one per column; the first column decides. Both
 * questions are answered by one walk over the tree of matrices: at a leaf no column is left, and its rows are the arms
 * that match there, in order. Each row goes only into the matrices of the constructors that it matches, and all
 * constructors that no row asks for share one matrix; so an arm with a literal costs one row, and not one for every other
 * arm.
 */
final class Exhaustiveness {
    /** An arm as far as it matters here; one with a guard covers nothing. */
    record Arm(HirPattern pattern, boolean guarded) {}

    /**
     * The answers.
     *
     * @param missing an example of a value that no arm covers, as source text; empty if there is none
     * @param useful the arms that match a value which those before leave over
     * @param work how many rows were looked at
     */
    record Answer(String missing, BitSet useful, long work) {}

    private final Env env;
    private final BitSet useful = new BitSet();
    private boolean uncovered;
    private long work;

    private Exhaustiveness(Env env) {
        this.env = env;
    }

    static Answer of(Env env, List<Arm> arms, Type type) {
        Exhaustiveness walk = new Exhaustiveness(env);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            Columns one = new Columns.More(arms.get(i).pattern(), Columns.End.END);
            rows.add(new Row(i, arms.get(i).guarded(), one));
        }
        List<String> witness = walk.visit(rows, List.of(type));
        return new Answer(witness == null ? "" : witness.get(0), walk.useful, walk.work);
    }

    /** An example of a value of {@code type} that the pattern does not match, as source text; empty if there is none. */
    static String missing(Env env, HirPattern pattern, Type type) {
        return of(env, List.of(new Arm(pattern, false)), type).missing();
    }

    /** The patterns of a row, first column first; rows share their ends. */
    private sealed interface Columns {
        record More(HirPattern head, Columns tail) implements Columns {}

        enum End implements Columns {
            END
        }
    }

    private record Row(int arm, boolean guarded, Columns columns) {
        HirPattern head() {
            return ((Columns.More) columns).head();
        }

        Row with(Columns other) {
            return new Row(arm, guarded, other);
        }

        Row tail() {
            return with(((Columns.More) columns).tail());
        }

        /** Whether it takes everything that comes to it, so that no row behind it matters. */
        boolean takesAll() {
            if (guarded) {
                return false;
            }
            Columns c = columns;
            while (c instanceof Columns.More more) {
                if (!isAny(more.head())) {
                    return false;
                }
                c = more.tail();
            }
            return true;
        }
    }

    private static boolean isAny(HirPattern p) {
        return p instanceof PatWildcard || p instanceof PatBinding;
    }

    /** A matrix in the making. */
    private static final class Matrix {
        private final List<Row> rows = new ArrayList<>();
        private boolean closed;

        void add(Row row) {
            if (!closed) {
                rows.add(row);
                closed = row.takesAll();
            }
        }
    }

    /**
     * Marks the useful arms among the rows. Values, one per column, that no row covers, as text; null if there are none,
     * or if some were found before.
     */
    private @Nullable List<String> visit(List<Row> given, List<Type> types) {
        work += given.size();
        if (uncovered && allUseful(given)) {
            return null;
        }
        if (types.isEmpty()) {
            return leaf(given);
        }
        Type type = types.get(0);
        List<Type> others = types.subList(1, types.size());
        List<Row> rows = withoutAlternatives(given);
        List<HirPattern> asking =
                rows.stream().map(Row::head).filter(p -> !isAny(p)).toList();
        if (asking.isEmpty()) {
            Matrix rest = new Matrix();
            rows.forEach(r -> rest.add(r.tail()));
            return prepend(rows.isEmpty() ? anyValue(type) : "_", visit(rest.rows, others));
        }
        Constructors constructors = new Constructors(env, type, asking);
        BitSet asked = new BitSet();
        asking.forEach(p -> constructors.matchedBy(p, asked::set));
        List<Constructor> all = constructors.all();
        Branches branches = new Branches(constructors, asked);
        rows.forEach(branches::add);
        List<String> found = null;
        for (int i = 0; i < all.size(); i++) {
            Matrix matrix = branches.matrices.get(i);
            if (matrix != null) {
                List<Type> fields = constructors.fields(all.get(i));
                List<Type> next = new ArrayList<>(fields);
                next.addAll(others);
                List<String> values = visit(matrix.rows, next);
                if (found == null && values != null) {
                    String head = constructors.show(all.get(i), values.subList(0, fields.size()));
                    found = prepend(head, values.subList(fields.size(), values.size()));
                }
            }
        }
        if (!constructors.areComplete()) {
            List<String> tail = prepend("_", visit(branches.rest.rows, others));
            found = found == null ? tail : found;
        }
        return found;
    }

    /** The matrices behind a column: one per constructor that is asked for, and one for the first of the others. */
    private static final class Branches {
        private final Constructors constructors;
        /** In the order of the constructors; null for those that another stands for. */
        private final List<@Nullable Matrix> matrices = new ArrayList<>();
        /** For what no constructor makes. */
        private final Matrix rest = new Matrix();

        Branches(Constructors constructors, BitSet asked) {
            this.constructors = constructors;
            int first = asked.nextClearBit(0);
            for (int i = 0; i < constructors.all().size(); i++) {
                matrices.add(asked.get(i) || i == first ? new Matrix() : null);
            }
        }

        void add(Row row) {
            HirPattern head = row.head();
            if (!isAny(head)) {
                constructors.matchedBy(head, i -> add(i, row, head instanceof PatVariant v ? v.fields() : List.of()));
                return;
            }
            rest.add(row.tail());
            for (int i = 0; i < matrices.size(); i++) {
                if (matrices.get(i) != null) {
                    List<HirPattern> fields = new ArrayList<>();
                    for (Type t : constructors.fields(constructors.all().get(i))) {
                        fields.add(new PatWildcard(t, head.span()));
                    }
                    add(i, row, fields);
                }
            }
        }

        private void add(int place, Row row, List<HirPattern> fields) {
            Matrix matrix = matrices.get(place);
            if (matrix != null && !matrix.closed) {
                Columns columns = row.tail().columns();
                for (int i = fields.size() - 1; i >= 0; i--) {
                    columns = new Columns.More(fields.get(i), columns);
                }
                matrix.add(row.with(columns));
            }
        }
    }

    private @Nullable List<String> leaf(List<Row> rows) {
        for (Row row : rows) {
            useful.set(row.arm());
            if (!row.guarded()) {
                return null;
            }
        }
        uncovered = true;
        return List.of();
    }

    private boolean allUseful(List<Row> rows) {
        for (Row row : rows) {
            if (!useful.get(row.arm())) {
                return false;
            }
        }
        return true;
    }

    private static List<Row> withoutAlternatives(List<Row> rows) {
        List<Row> result = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Columns tail = row.tail().columns();
            flatten(row.head(), p -> result.add(row.with(new Columns.More(p, tail))));
        }
        return result;
    }

    private static void flatten(HirPattern p, Consumer<HirPattern> each) {
        if (p instanceof PatOr o) {
            for (HirPattern a : o.alternatives()) {
                flatten(a, each);
            }
        } else {
            each.accept(p);
        }
    }

    private static @Nullable List<String> prepend(String head, @Nullable List<String> tail) {
        if (tail == null) {
            return null;
        }
        List<String> result = new ArrayList<>(tail.size() + 1);
        result.add(head);
        result.addAll(tail);
        return result;
    }

    /** Nothing at all is matched: name the first variant rather than {@code _}, where there is one. */
    private String anyValue(Type type) {
        if (type instanceof EnumType t && !env.enumHeader(t.symbol()).variants.isEmpty()) {
            Constructors constructors = new Constructors(env, type, List.of());
            Constructor first = constructors.all().get(0);
            return constructors.show(
                    first, Collections.nCopies(constructors.fields(first).size(), "_"));
        }
        return type == Primitive.BOOL ? "true" : "_";
    }
}
