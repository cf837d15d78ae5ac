package dev.postern.gateway.relay;

/**
 * How a session ended.
 *
 * @param reason for the record, one clause
 */
public record Ending(String reason, long bytesToServer, long bytesToClient, Backend backend) {
    /** What state the server connection was left in. */
    public enum Backend {
        /** Everything is answered. */
        IDLE,
        /** It works on something that nobody waits for any more. */
        BUSY,
        /** It was told goodbye and finishes by itself. */
        LEAVING,
        /** It hung up. */
        GONE
    }
}
