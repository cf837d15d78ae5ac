package dev.postern.testing;

import dev.postern.server.Binaries;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL versions that tests run against: 15 as Debian installs it, the others from embedded bundles. */
public enum PgVersion {
    V10(10),
    V13(13),
    V14(14),
    V15(15),
    V16(16),
    V17(17),
    V18(18);

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final int major;

    PgVersion(int major) {
        this.major = major;
    }

    public int major() {
        return major;
    }

    /** Why there is no such PostgreSQL here, or why this run leaves it out; empty if there is. */
    public Optional<String> missing() {
        String wanted = System.getProperty("postern.versions", "");
        if (!wanted.isEmpty() && !List.of(wanted.split(",")).contains(Integer.toString(major))) {
            return Optional.of("PostgreSQL " + major + " is not part of this run (of " + wanted + ")");
        }
        return switch (this) {
            case V15 ->
                Files.isExecutable(debianBin().resolve("postgres"))
                        ? Optional.empty()
                        : Optional.of("no " + debianBin() + "/postgres (Debian package postgresql-15)");
            case V10, V13, V14, V16, V17, V18 ->
                jar().isPresent()
                        ? Optional.empty()
                        : Optional.of("no bundle of PostgreSQL " + major + " in " + bundles()
                                + " (made by the testing module's build)");
        };
    }

    /** Its programs, unpacked at the first call on this machine. */
    public Binaries binaries() {
        return switch (this) {
            case V15 -> Binaries.installed(debianBin());
            case V10, V13, V14, V16, V17, V18 ->
                Binaries.embedded(
                        TestFolder.shared("runtime"),
                        jar().orElseThrow(() -> new IllegalStateException(String.valueOf(missing()))));
        };
    }

    private Path debianBin() {
        return DEBIAN.resolve(Integer.toString(major)).resolve("bin");
    }

    private Optional<Path> jar() {
        Path folder = bundles();
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(jar -> jar.toString().contains("-" + major + "."))
                    .findFirst();
        } catch (IOException failure) {
            throw new IllegalStateException("cannot list " + folder, failure);
        }
    }

    // all bundles hold a file of the same name, so they cannot be on one class path; they lie beside this module's
    // classes
    private static Path bundles() {
        try {
            Path classes = Path.of(PgVersion.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("pg-bundles");
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
