package org.platlang.bench;

/** Wrong use of the command, or a program's folder that is not as it must be; the message is for the user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
