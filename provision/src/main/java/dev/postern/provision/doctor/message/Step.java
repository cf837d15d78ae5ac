package dev.postern.provision.doctor.message;

import java.util.Locale;

/** How far a connection has come, in this order. */
public enum Step {
    /** The connection string and the files it names. */
    SETTINGS,
    /** The host's name. */
    DNS,
    TCP,
    /** Whether TLS is spoken, and the handshake; certificates of both sides. */
    TLS,
    /** Who answers, and which protocol. */
    PROTOCOL,
    /** Which line of pg_hba.conf is taken. */
    HBA,
    /** Whether the server believes who we are. */
    AUTHENTICATION,
    /** The database, and whether there is room. */
    DATABASE,
    /** What the role may do. */
    PRIVILEGES,
    /** A session that stands: pools, settings, standbys. */
    SESSION;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
