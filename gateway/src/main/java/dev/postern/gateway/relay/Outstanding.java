package dev.postern.gateway.relay;

import dev.postern.postgres.wire.BackendTag;
import dev.postern.postgres.wire.FrontendTag;

/**
 * Counts what a server still owes: one ReadyForQuery for each Query, FunctionCall and Sync. When it cannot be sure it says
 * "not idle" for the rest of the session, which costs one connection and never mixes up two.
 */
final class Outstanding {
    private int owed;
    /** How many of those are Syncs; exact only while nothing else is owed. */
    private int syncs;

    private boolean mixed;
    private boolean batchOpen;
    private boolean copyIn;
    private boolean copyEndedEarly;
    private boolean unsure;

    /** Whether the server waits for the client, with no half-sent batch and no copy. */
    boolean idle() {
        return owed == 0 && !batchOpen && !copyIn && !unsure;
    }

    void sent(byte tag) {
        switch (tag) {
            case FrontendTag.QUERY, FrontendTag.FUNCTION_CALL -> {
                mixed |= syncs > 0;
                owed++;
                batchOpen = false;
            }
            case FrontendTag.SYNC -> {
                batchOpen = false;
                if (!copyIn) { // inside a copy the server skips it
                    mixed |= owed > syncs;
                    owed++;
                    syncs++;
                }
            }
            case FrontendTag.COPY_DONE, FrontendTag.COPY_FAIL -> {
                copyEndedEarly |= !copyIn;
                copyIn = false;
            }
            case FrontendTag.PARSE,
                    FrontendTag.BIND,
                    FrontendTag.DESCRIBE,
                    FrontendTag.EXECUTE,
                    FrontendTag.CLOSE,
                    FrontendTag.FLUSH -> batchOpen = true;
            default -> {}
        }
    }

    void received(byte tag) {
        switch (tag) {
            case BackendTag.READY_FOR_QUERY -> ready();
            case BackendTag.COPY_IN_RESPONSE -> copyBegins();
            case BackendTag.ERROR_RESPONSE -> copyIn = false; // a failed copy ends at once
            case BackendTag.COPY_BOTH_RESPONSE -> unsure = true; // a walsender is never anybody else's
            default -> {}
        }
    }

    private void ready() {
        owed--;
        unsure |= owed < 0;
        if (owed <= 0) {
            syncs = 0;
            mixed = false;
        } else {
            syncs = Math.min(Math.max(syncs - 1, 0), owed);
            mixed = true;
        }
    }

    /** The Syncs that were sent before the client could know that a copy begins are skipped by the server. */
    private void copyBegins() {
        if (syncs > 0 && (mixed || copyEndedEarly)) {
            unsure = true;
        }
        batchOpen |= syncs > 0; // the Sync that should have closed it is one of those
        owed -= syncs;
        syncs = 0;
        copyEndedEarly = false;
        copyIn = true;
    }
}
