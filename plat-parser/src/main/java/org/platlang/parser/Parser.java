package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.TokenArray;
import org.platlang.lexer.Tokenizer;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.CompilationUnit.ModuleDeclaration;
import org.platlang.parser.ast.CompilationUnit.UseDeclaration;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.grammar.PlatParser;

/**
 * Source text to AST. Never throws on a program's text: what is wrong is reported, and what can be kept is returned.
 *
 * <p>A text without errors is parsed once, with SLL prediction (LL where that fails). Only a text that does not parse so
 * goes the slow way: foreign operators replaced, brackets paired, the file cut into its items, each parsed and repaired
 * by itself ({@link Recovery}), so that an error in one item cannot hide another.
 */
public final class Parser {
    /** Nesting from which a thread with a large stack parses; far below what overflows an ordinary one. */
    private static final int DEEP = 100;
    /** Tokens from which one does, since lists of arms and types may nest without brackets. */
    private static final int LARGE = 50_000;

    private static final long LARGE_STACK_BYTES = 1L << 30;

    private final SourceFile file;
    private final DiagnosticSink sink;
    private final TokenArray tokens;
    private final List<Integer> unclosed;
    private final List<Integer> skipped;
    private final Build build;
    private final AstBuilder ast;

    private Parser(SourceFile file, DiagnosticSink sink, Tokenizer.Result lexed) {
        this.file = file;
        this.sink = sink;
        this.tokens = lexed.tokens();
        this.unclosed = lexed.unclosed();
        this.skipped = lexed.skipped();
        this.build = new Build(file, sink, Documentation.of(tokens, lexed.documentation()));
        this.ast = new AstBuilder(build);
        if (!unclosed.isEmpty()) {
            build.explain(tokens.tokens());
        }
    }

    /** The unit in {@code file}. What was reported to {@code sink} tells whether it is whole. */
    public static CompilationUnit parse(SourceFile file, DiagnosticSink sink) {
        Tokenizer.Result lexed = Tokenizer.tokenize(file, sink);
        int nesting = Brackets.deepest(lexed.tokens().tokens());
        if (nesting < DEEP && lexed.tokens().size() < LARGE) {
            DiagnosticSink reports = new DiagnosticSink();
            try {
                CompilationUnit unit = new Parser(file, reports, lexed).run(nesting);
                sink.addAll(reports);
                return unit;
            } catch (StackOverflowError overflow) {
                // Nested deeply without brackets: once more, with room.
                return onLargeStack(file, sink, Tokenizer.tokenize(file, new DiagnosticSink()), nesting);
            }
        }
        return onLargeStack(file, sink, lexed, nesting);
    }

    private static CompilationUnit onLargeStack(
            SourceFile file, DiagnosticSink sink, Tokenizer.Result lexed, int nesting) {
        LargeStackRun run = new LargeStackRun(file, lexed, nesting);
        Thread thread = new Thread(null, run, "parser", LARGE_STACK_BYTES);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        CompilationUnit unit = run.unit;
        if (unit == null) {
            sink.report(SyntaxReports.tooDeep(file.span(0, 0)));
            return new CompilationUnit(file, "", Optional.empty(), List.of(), List.of(), file.span(0, file.length()));
        }
        sink.addAll(run.reports);
        return unit;
    }

    private static final class LargeStackRun implements Runnable {
        private final SourceFile file;
        private final Tokenizer.Result lexed;
        private final int nesting;
        private final DiagnosticSink reports = new DiagnosticSink();
        private @Nullable CompilationUnit unit;

        LargeStackRun(SourceFile file, Tokenizer.Result lexed, int nesting) {
            this.file = file;
            this.lexed = lexed;
            this.nesting = nesting;
        }

        @Override
        public void run() {
            try {
                unit = new Parser(file, reports, lexed).run(nesting);
            } catch (StackOverflowError overflow) {
                unit = null;
            }
        }
    }

    private CompilationUnit run(int nesting) {
        int tooLong = Chains.tooLong(tokens.tokens());
        if (tooLong >= 0) {
            sink.report(SyntaxReports.tooDeep(build.span(tokens.get(tooLong))));
            return unit(Optional.empty(), List.of(), List.of());
        }
        if (nesting <= SyntaxReports.MAX_NESTING) {
            PlatParser.CompilationUnitContext tree = tree(PredictionMode.SLL);
            if (tree == null) {
                tree = tree(PredictionMode.LL);
            }
            if (tree != null) {
                return whole(tree);
            }
        }
        return inParts();
    }

    private PlatParser.@Nullable CompilationUnitContext tree(PredictionMode mode) {
        tokens.seek(0);
        PlatParser parser = new PlatParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(mode);
        try {
            return parser.compilationUnit();
        } catch (ParseCancellationException cancelled) {
            return null;
        }
    }

    private CompilationUnit whole(PlatParser.CompilationUnitContext tree) {
        Optional<ModuleDeclaration> module = Optional.empty();
        List<UseDeclaration> uses = new ArrayList<>();
        List<Decl> items = new ArrayList<>();
        for (int i = 0; i < tree.getChildCount(); i++) {
            if (tree.getChild(i) instanceof PlatParser.ItemContext item) {
                items.add(ast.item(item));
            } else if (tree.getChild(i) instanceof PlatParser.UseDeclarationContext use) {
                uses.add(ast.use(use));
            } else if (tree.getChild(i) instanceof PlatParser.ModuleDeclarationContext declared) {
                module = Optional.of(ast.module(declared));
            }
        }
        return unit(module, uses, items);
    }

    private CompilationUnit unit(Optional<ModuleDeclaration> module, List<UseDeclaration> uses, List<Decl> items) {
        return new CompilationUnit(
                file, build.documentation.ofFile(), module, uses, items, file.span(0, file.length()));
    }

    // ---- the slow way

    private CompilationUnit inParts() {
        List<CommonToken> list = new ArrayList<>(tokens.tokens());
        ForeignOperators.replace(file, sink, list);
        list = Brackets.balance(file, sink, list, unclosed);
        ForeignConstructs.replace(file, sink, list);
        build.explain(list);
        Optional<ModuleDeclaration> module = Optional.empty();
        List<UseDeclaration> uses = new ArrayList<>();
        List<Decl> items = new ArrayList<>();
        for (List<CommonToken> part : FileParts.split(file, sink, list)) {
            PlatParser.FilePartContext tree = new Recovery(file, sink, part, skipped).parse();
            if (tree == null) {
                continue;
            }
            if (tree.item() != null) {
                items.add(ast.item(tree.item()));
            } else if (tree.useDeclaration() != null) {
                if (!items.isEmpty()) {
                    misplaced(tree, "`use` declarations come before all items", "move it to the top of the file");
                }
                uses.add(ast.use(tree.useDeclaration()));
            } else {
                if (module.isPresent() || !items.isEmpty() || !uses.isEmpty()) {
                    misplaced(tree, "`mod` comes once, before everything else", "move it to the top of the file");
                }
                module = Optional.of(ast.module(tree.moduleDeclaration()));
            }
        }
        return unit(module, uses, items);
    }

    private void misplaced(ParserRuleContext part, String message, String help) {
        Span span = build.span(part.getStart());
        sink.report(Diagnostic.at(DiagnosticCode.E0123, span, message).help(help));
    }
}
