package dev.postern.provision.driver;

/** What there is to verify a server's certificate with. */
public enum RootFile {
    /** Not said, and no default file lies there. */
    NONE,
    /** Said, and not there. */
    MISSING,
    THERE,
    /** {@code sslrootcert=system}. */
    SYSTEM
}
