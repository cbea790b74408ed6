package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Expr;

/** What is known of declarations once their headers are resolved. */
final class Headers {
    private Headers() {}

    /** How a function is reached, and whether it has a {@code self}. */
    enum FunctionKind {
        FREE,
        /** Uses {@code self}, its first parameter. */
        METHOD,
        /** A method that does not mention {@code self}: called on the type. */
        STATIC,
        /** Makes the instance itself; {@code self} is a local. */
        INIT
    }

    /**
     * Where an item or member is declared.
     *
     * @param env in which the names of its declaration are looked up
     * @param isPublic marked {@code pub}
     * @param span of the declared name
     */
    record Home(Env env, boolean isPublic, Span span) {
        boolean isVisibleIn(Module other) {
            return isPublic || other.sees(env.module);
        }

        /** The same place, for a member that is as visible as another one. */
        Home asVisibleAs(Home other) {
            return new Home(env, other.isPublic, span);
        }
    }

    /**
     * A function.
     *
     * @param owner type of {@code self} for methods and init
     * @param signature without {@code self}
     * @param body null for a generated {@code init}
     * @param overridable marked {@code virtual} or {@code override}: called by the class of the instance
     */
    record FunctionHeader(
            FunctionSymbol symbol,
            FunctionKind kind,
            @Nullable Type owner,
            Signature signature,
            Expr.@Nullable Block body,
            @Nullable Span resultSpan,
            boolean markedMut,
            boolean overridable,
            Home home) {

        Span span() {
            return home.span();
        }

        List<TypeParam> typeParameters() {
            return symbol.typeParameters();
        }
    }

    /** A field of a class; its home is that of the class it was declared in first. */
    record FieldHeader(String name, Type type, boolean mutable, Signature.@Nullable Default defaultValue, Home home) {
        Span span() {
            return home.span();
        }
    }

    /** A class. {@code fields} begins with those of the base class; {@code methods} are its own. Its members are filled in while headers are resolved, and stay as they are afterwards. */
    static final class ClassHeader {
        final ClassSymbol symbol;
        final Decl.Class decl;
        /** In which the names of its declaration are looked up. */
        final Env env;

        final List<FieldHeader> fields = new ArrayList<>();
        final Map<String, FunctionHeader> methods = new LinkedHashMap<>();
        /** The classes that extend this one directly. */
        final List<ClassHeader> subclasses = new ArrayList<>();

        /** The class it extends; its arguments may mention this class's type parameters. */
        @Nullable
        ClassType base;

        /** How many of the fields are the base's; they come first. */
        int inherited;

        /** What is known of it so far: see {@link ResolveHeaders}. */
        boolean open;

        boolean resolved;
        boolean membersResolved;

        @Nullable
        FunctionHeader init;

        /**
         * {@code init} on an instance made already, {@code fn(self, …) -> Self}, for {@code super.init}; only where a
         * subclass has a written {@code init}.
         */
        @Nullable
        FunctionSymbol initOnSelf;

        /** Whether {@code init} lets {@code self} escape or calls a method on it; known once it has been checked. */
        boolean initEscapes;

        ClassHeader(ClassSymbol symbol, Decl.Class decl, Env env) {
            this.symbol = symbol;
            this.decl = decl;
            this.env = env;
        }

        /** Index of a field, or -1. */
        int field(String name) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** A field of a variant; unnamed ones are called {@code field0} …. */
    record VariantField(String name, boolean named, Type type, Span span) {}

    /** A variant; fields may mention the enum's type parameters. */
    record VariantHeader(
            String name,
            List<VariantField> fields,
            @Nullable Span span) {}

    /** An enum, built-in ones included. */
    static final class EnumHeader {
        final EnumSymbol symbol;
        final Decl.@Nullable Enum decl;
        final List<VariantHeader> variants = new ArrayList<>();
        final Map<String, FunctionHeader> methods = new LinkedHashMap<>();

        EnumHeader(EnumSymbol symbol, Decl.@Nullable Enum decl) {
            this.symbol = symbol;
            this.decl = decl;
        }

        /** Index of a variant, or -1. */
        int variant(String name) {
            for (int i = 0; i < variants.size(); i++) {
                if (variants.get(i).name().equals(name)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** What a name of a module's top level stands for. */
    sealed interface Item {
        Home home();

        default Span span() {
            return home().span();
        }

        record ClassItem(ClassHeader header, Home home) implements Item {}

        record EnumItem(EnumHeader header, Home home) implements Item {}

        record AliasItem(Decl.TypeAlias decl, List<TypeParam> typeParameters, Home home) implements Item {}

        record FunctionItem(Decl.Function decl, FunctionSymbol symbol, Home home) implements Item {}

        record ConstantItem(Decl.Constant decl, Home home) implements Item {}

        /** A distinct type with the representation of another one. */
        record NewtypeItem(Decl.Newtype decl, TypeParam symbol, Home home) implements Item {}

        record TaskLocalItem(Decl.TaskLocal decl, Home home) implements Item {}
    }
}
