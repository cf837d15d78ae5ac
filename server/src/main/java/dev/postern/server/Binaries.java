package dev.postern.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own programs on this machine.
 *
 * @param bin the folder of {@code postgres} and {@code initdb}
 * @param version as PostgreSQL says it, for example {@code 18.6}
 * @param openssl the version of the OpenSSL that {@code postgres} loads, for example {@code 1.1.1}, or {@code unknown}
 */
public record Binaries(Path bin, String version, int major, String openssl, Origin origin) {
    /** The oldest major version that a server of ours may have. */
    public static final int OLDEST_MAJOR = 15;

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

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
        return Bundle.onClassPath().unpack(runtimeFolder);
    }

    /** The same for a bundle in a jar that is not on the class path. */
    public static Binaries embedded(Path runtimeFolder, Path jar) {
        return Bundle.in(jar).unpack(runtimeFolder);
    }

    /** An installed PostgreSQL, {@value #OLDEST_MAJOR} or newer. */
    public static Binaries installed(Path bin) {
        Path folder = bin.toAbsolutePath().normalize();
        for (String program : List.of("postgres", "initdb")) {
            if (!Files.isExecutable(folder.resolve(program))) {
                throw ServerException.of(
                        ServerCode.BINARIES_MISSING,
                        "there is no program " + program + " in " + folder,
                        "name the folder of a PostgreSQL server's programs, on Debian /usr/lib/postgresql/<version>/bin"
                                + " (package postgresql-<version>)");
            }
        }
        Binaries found = read(folder, Origin.INSTALLED);
        if (found.major < OLDEST_MAJOR) {
            throw ServerException.of(
                    ServerCode.VERSION_TOO_OLD,
                    folder + " holds PostgreSQL " + found.version + "; the oldest that can be used is " + OLDEST_MAJOR,
                    "install a newer PostgreSQL and name its folder");
        }
        return found;
    }

    Path program(String name) {
        return bin.resolve(name);
    }

    static Binaries read(Path folder, Origin origin) {
        Path postgres = folder.resolve("postgres");
        String said;
        try {
            Program.Result result = Program.run(List.of(postgres.toString(), "--version"), Optional.empty());
            said = result.output().strip();
        } catch (IOException failure) {
            said = String.valueOf(failure.getMessage());
        }
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw ServerException.of(
                    ServerCode.BINARIES_MISSING,
                    postgres + " does not run on this machine: " + said,
                    "install PostgreSQL and name the folder of its programs (--pg-bin)");
        }
        int major = Integer.parseInt(version.group(2));
        return new Binaries(folder, version.group(1), major, OpenSsl.loadedBy(postgres), origin);
    }
}
