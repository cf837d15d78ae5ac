package dev.postern.datastore.store;

/** One query that was refused or failed; the snapshot goes on. The message says why, in one line. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String why) {
        super(why);
    }

    public UnreadableException(String why, Throwable cause) {
        super(why, cause);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
