package dev.postern.server;

import java.nio.file.Path;

/**
 * PostgreSQL's own programs on this machine.
 *
 * @param bin the folder of {@code postgres}, {@code initdb} and {@code pg_ctl}
 * @param version as PostgreSQL says it, for example {@code 18.6}
 * @param openssl the version of the OpenSSL that {@code postgres} loads, for example {@code 1.1.1w}, or {@code unknown}
 */
public record Binaries(Path bin, String version, int major, String openssl, Origin origin) {
    /** Where the programs come from. */
    public enum Origin {
        /** From the bundle on the class path: for the first minutes, not for production. */
        EMBEDDED,
        INSTALLED
    }

    /**
     * The bundle on the class path, unpacked into its own folder below {@code runtimeFolder} by the first call. Any
     * number of processes may call this at once.
     */
    public static Binaries embedded(Path runtimeFolder) {
        throw new UnsupportedOperationException();
    }

    /** An installed PostgreSQL, 15 or newer. */
    public static Binaries installed(Path bin) {
        throw new UnsupportedOperationException();
    }
}
