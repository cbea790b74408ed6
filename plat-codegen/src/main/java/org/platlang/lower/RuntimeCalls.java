package org.platlang.lower;

import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Aux;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Value;

/** Calls of the runtime by name, checked against the ABI table. */
final class RuntimeCalls {
    private RuntimeCalls() {}

    /** The results of a call; after one that never returns the caller ends the block. */
    static List<Value> call(FunctionBuilder b, String symbol, Value... arguments) {
        RuntimeAbi.Function f = RuntimeAbi.find(symbol)
                .orElseThrow(() -> new UnsupportedOperationException("not available yet: runtime function " + symbol));
        if (f.args().size() != arguments.length) {
            throw new IllegalArgumentException(symbol + " takes " + f.args().size() + " arguments");
        }
        for (int i = 0; i < arguments.length; i++) {
            if (f.args().get(i) != arguments[i].type()) {
                throw new IllegalArgumentException("%s: argument %d is %s, not %s"
                        .formatted(symbol, i, arguments[i].type(), f.args().get(i)));
            }
        }
        Aux.CallEffect effect = f.effect() == Aux.CallEffect.ANY && !f.mayRaise() ? Aux.CallEffect.RETURNS : f.effect();
        return b.callRuntime(symbol, effect, f.results(), List.of(arguments));
    }
}
