package org.platlang.parser;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.LL1Analyzer;
import org.antlr.v4.runtime.atn.PredictionContext;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Stops at the first error and knows what could have stood there. ANTLR says only what the innermost unfinished rule
 * wants; a parser that has left optional parts behind at the same token could have taken more. So the first state seen at
 * each token is kept, and asked too.
 */
final class FirstError extends DefaultErrorStrategy {
    private int syncIndex = -1;
    private int syncState;
    private @Nullable ParserRuleContext syncContext;

    /**
     * Where and why parsing stopped.
     *
     * @param token index of the token that does not fit
     * @param context the innermost rule being parsed
     * @param expected the token types that could have stood there
     */
    record Failure(int token, ParserRuleContext context, IntervalSet expected) {}

    @Override
    public void sync(Parser parser) {
        int index = parser.getInputStream().index();
        if (index != syncIndex) {
            syncIndex = index;
            syncState = parser.getState();
            syncContext = parser.getContext();
        }
    }

    @Override
    public void recover(Parser parser, RecognitionException error) {
        throw new ParseCancellationException(error);
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new ParseCancellationException(new InputMismatchException(parser));
    }

    @Override
    public void reportError(Parser parser, RecognitionException error) {
        // Reported by Recovery, which has the whole picture.
    }

    Failure failure(Parser parser, RecognitionException error) {
        int token = error.getOffendingToken().getTokenIndex();
        ParserRuleContext context = (ParserRuleContext) error.getCtx();
        ATN atn = parser.getATN();
        IntervalSet expected = new IntervalSet();
        ParserRuleContext synced = syncContext;
        if (syncIndex == token && synced != null) {
            expected.addAll(atn.getExpectedTokens(syncState, synced));
            if (synced.depth() > context.depth()) {
                context = synced;
            }
        }
        if (error instanceof NoViableAltException dead && dead.getDeadEndConfigs() != null) {
            Follow follow = new Follow(atn);
            for (ATNConfig config : dead.getDeadEndConfigs()) {
                follow.add(config, expected);
            }
            if (expected.contains(Token.EOF)) { // where a prediction left its rule: what follows is for the callers
                expected.remove(Token.EOF);
                addFollow(atn, error.getCtx(), expected);
            }
        } else if (error.getOffendingState() >= 0) {
            expected.addAll(atn.getExpectedTokens(error.getOffendingState(), error.getCtx()));
        }
        return new Failure(token, context, expected);
    }

    /** Adds what can follow once the rule of {@code context} is complete. */
    private static void addFollow(ATN atn, RuleContext context, IntervalSet into) {
        RuleContext at = context;
        while (at != null && at.invokingState >= 0) {
            RuleTransition call =
                    (RuleTransition) atn.states.get(at.invokingState).transition(0);
            IntervalSet next = atn.nextTokens(call.followState);
            for (int type : next.toArray()) {
                if (type != Token.EPSILON) {
                    into.add(type);
                }
            }
            if (!next.contains(Token.EPSILON)) {
                return;
            }
            at = at.parent;
        }
        into.add(Token.EOF);
    }

    /** The tokens that can follow a state of the prediction, within its own context. */
    private static final class Follow extends LL1Analyzer {
        Follow(ATN atn) {
            super(atn);
        }

        void add(ATNConfig config, IntervalSet into) {
            PredictionContext context = config.context;
            _LOOK(config.state, null, context, into, new java.util.HashSet<>(), new java.util.BitSet(), true, true);
        }
    }
}
