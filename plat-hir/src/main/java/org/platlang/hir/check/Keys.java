package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.SetType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;

/**
 * What keys of Dicts and elements of Sets must be: Hash (§6). Whether an enum is depends on its payloads, so types met
 * while headers are still being resolved are looked at afterwards.
 */
final class Keys {
    private record Pending(Type key, String what, Span span) {}

    private final Env env;
    private final List<Pending> pending = new ArrayList<>();
    private final Set<Type> reported = new HashSet<>();
    private boolean resolved;

    Keys(Env env) {
        this.env = env;
    }

    Type dict(Type key, Type value, Span span) {
        env.prelude.dictsUsed = true;
        require(new Pending(key, "a key of a Dict", span));
        return new DictType(key, value);
    }

    Type set(Type element, Span span) {
        env.prelude.dictsUsed = true;
        require(new Pending(element, "an element of a Set", span));
        return new SetType(element);
    }

    /** From now on the members of classes and enums are known. */
    void headersResolved() {
        resolved = true;
        pending.forEach(this::check);
        pending.clear();
    }

    /** Whether the type was reported as no key: its uses need not be. */
    boolean isReported(Type key) {
        return reported.contains(key);
    }

    private void require(Pending use) {
        if (resolved) {
            check(use);
        } else {
            pending.add(use);
        }
    }

    private void check(Pending use) {
        Type key = use.key();
        if (Types.hasError(key) || Bounds.holds(key, Bound.HASH, env)) {
            return;
        }
        reported.add(key);
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0311,
                use.span(),
                "`" + Mismatch.shown(key) + "` cannot be " + use.what() + ": it is not Hash");
        d = switch (key) {
            case TypeVar v -> d.help("declare `" + v.parameter().name() + ": " + Bound.HASH.displayName() + "`");
            case ListType t -> changing(d, "a List");
            case DictType t -> changing(d, "a Dict");
            case SetType t -> changing(d, "a Set");
            case FunctionType t -> d.note("functions cannot be compared, so a key would never be found again");
            case EnumType t ->
                d.note("one of its variants carries a value that is not Hash")
                        .help("keys may be Bool, numbers, String, Duration, classes, and enums of these");
            default -> d.help("keys may be Bool, numbers, String, Duration, classes, and enums of these");
        };
        env.report(d);
    }

    private static Diagnostic changing(Diagnostic d, String what) {
        return d.note(what + " may change after it was stored, and would not be found again")
                .help("use its text (`${…}`) as the key, or a class with `equals` and `hash`");
    }

    /** {@code equals} and {@code hash} go together: equal keys must have equal hashes. */
    static void pair(Env env, ClassHeader header) {
        FunctionHeader equals = header.methods.get("equals");
        FunctionHeader hash = header.methods.get("hash");
        if (equals != null && hash == null && !inherits(env, header, "hash")) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0326,
                            equals.span(),
                            "class `" + header.symbol.name() + "` has `equals` without `hash`")
                    .note("equal instances must have equal hashes, or a Dict would not find them again")
                    .help("add `fn hash() -> Int64`, made of the fields that `equals` compares"));
        } else if (hash != null && equals == null && isHash(hash) && !inherits(env, header, "equals")) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0326,
                            hash.span(),
                            "class `" + header.symbol.name() + "` has `hash` without `equals`")
                    .note("without `equals` instances are compared, and hashed, by identity")
                    .help("add `fn equals(other: " + header.symbol.name() + ") -> Bool`, or remove `hash`"));
        }
    }

    private static boolean inherits(Env env, ClassHeader header, String method) {
        return header.base != null && Inheritance.find(env, header.base, method) != null;
    }

    private static boolean isHash(FunctionHeader f) {
        return f.signature().parameters().isEmpty() && f.signature().result() == Primitive.INT64;
    }
}
