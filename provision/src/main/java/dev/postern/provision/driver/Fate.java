package dev.postern.provision.driver;

/** What becomes of a keyword. */
public enum Fate {
    TAKEN,
    /** Nothing happens, and nothing says so. */
    IGNORED,
    /** Goes to the server as a setting, which refuses the login unless it has one of that name. */
    SENT,
    REFUSED
}
