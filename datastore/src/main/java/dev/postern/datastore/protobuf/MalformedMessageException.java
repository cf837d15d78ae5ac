package dev.postern.datastore.protobuf;

/** Bytes that are not a message, or one beyond our bounds. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String what) {
        super(what);
    }
}
