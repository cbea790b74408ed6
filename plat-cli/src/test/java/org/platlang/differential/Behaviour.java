package org.platlang.differential;

import org.platlang.generator.GeneratedProgram;
import org.platlang.interpreter.Interpreter;

/**
 * What can be seen of a run.
 *
 * @param panic message and place of the panic that ended it; empty if none did
 * @param trouble how it ended where it neither came to its end nor panicked: a signal, a time limit; empty otherwise
 */
record Behaviour(String stdout, int status, String panic, String trouble) {
    static Behaviour of(Interpreter.Outcome outcome) {
        return new Behaviour(outcome.stdout(), outcome.status(), outcome.panic().orElse(""), "");
    }

    boolean panics() {
        return !panic.isEmpty();
    }

    /** What the program found out about a constant of its own that is wrong; empty if it found none. */
    static String wrongConstant(Behaviour expected) {
        int wrong = expected.stdout().indexOf(GeneratedProgram.WRONG_CONSTANT);
        return wrong < 0
                ? ""
                : expected.stdout().substring(wrong).lines().findFirst().orElse("");
    }

    /** The first difference, for a person to read; empty where there is none. */
    static String difference(Behaviour expected, Behaviour actual) {
        String wrong = wrongConstant(expected);
        if (!wrong.isEmpty() || expected.equals(actual)) {
            return wrong;
        }
        StringBuilder out = new StringBuilder();
        if (!actual.trouble().isEmpty()) {
            out.append(actual.trouble()).append('\n');
        }
        String[] left = expected.stdout().split("\n", -1);
        String[] right = actual.stdout().split("\n", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            String a = i < left.length ? left[i] : "(nothing)";
            String b = i < right.length ? right[i] : "(nothing)";
            if (!a.equals(b)) {
                out.append("line ")
                        .append(i + 1)
                        .append("\n  interpreter: ")
                        .append(a)
                        .append("\n  executable:  ")
                        .append(b)
                        .append('\n');
                break;
            }
        }
        if (expected.status() != actual.status() || !expected.panic().equals(actual.panic())) {
            out.append("end\n  interpreter: ")
                    .append(expected.status())
                    .append(' ')
                    .append(expected.panic());
            out.append("\n  executable:  ")
                    .append(actual.status())
                    .append(' ')
                    .append(actual.panic())
                    .append('\n');
        }
        return out.toString();
    }
}
