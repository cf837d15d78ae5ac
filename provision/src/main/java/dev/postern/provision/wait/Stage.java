package dev.postern.provision.wait;

import java.util.Locale;

/** What has to be true before a service can work, in this order. */
public enum Stage {
    /** Somebody accepts TCP connections. */
    REACHABLE,
    /** TLS is agreed on, and the server's certificate is the right one. */
    TLS,
    /** The server believes us. */
    AUTHENTICATED,
    /** The database is there, and we may connect to it. */
    DATABASE,
    /** What the migration makes is there. */
    MIGRATED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
