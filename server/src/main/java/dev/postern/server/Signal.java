package dev.postern.server;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The signals that a postmaster understands. The JDK can send only two, and neither is one of these. */
enum Signal {
    /** Reads its settings again. */
    HUP,
    /** Stops fast. */
    INT,
    /** Stops at once. */
    QUIT,
    KILL;

    /** Sends it; a process that is gone already is no failure. */
    void send(long pid) throws IOException {
        // the shell's own command, because a machine may have no other
        String command = String.format(Locale.ROOT, "kill -s %s %d", name(), pid);
        Program.run(List.of("/bin/sh", "-c", command), Optional.empty());
    }

    static Signal of(StopMode mode) {
        return switch (mode) {
            case FAST -> INT;
            case IMMEDIATE -> QUIT;
        };
    }
}
