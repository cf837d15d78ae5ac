package dev.postern.server;

/** How a server is stopped. */
public enum StopMode {
    /** Ends the sessions, rolls back what they had open, writes a checkpoint. */
    FAST,
    /** Ends everything at once; the next start recovers from the log. */
    IMMEDIATE
}
