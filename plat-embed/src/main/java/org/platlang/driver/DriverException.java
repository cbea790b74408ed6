package org.platlang.driver;

/**
 * Something outside the program's text is wrong: a file that cannot be read or written, a tool that is missing or
 * fails. Carries what a person can do about it. Shown as {@code error: message} and {@code help: advice}.
 */
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;

    /**
     * @param message what is wrong, naming the file or tool, without a final full stop
     * @param advice the way out, as an instruction
     */
    public DriverException(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    /** What the person can do about it. */
    public String advice() {
        return advice;
    }

    /** The message; never null, unlike {@link #getMessage()} in general. */
    public String problem() {
        String message = getMessage();
        return message == null ? "unknown problem" : message;
    }
}
