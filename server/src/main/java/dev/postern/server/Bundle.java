package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as a compressed archive in a jar. It is unpacked beside its final place, synced and renamed, so that a
 * folder with the final name is always whole; the name holds the hash of the archive, so that another one never runs
 * from it. Whoever loses a race of two throws away its own copy.
 */
final class Bundle {
    private static final String WHOLE = ".whole";
    private static final String TEMPORARY = ".unpacking-";

    private final String where;
    private final Source source;

    private Bundle(String where, Source source) {
        this.where = where;
        this.source = source;
    }

    @FunctionalInterface
    private interface Source {
        @Nullable
        InputStream open() throws IOException;
    }

    static Bundle onClassPath() {
        ClassLoader loader = Bundle.class.getClassLoader();
        return new Bundle("the class path", () -> loader.getResourceAsStream(resource()));
    }

    static Bundle in(Path jar) {
        return new Bundle(jar.toString(), () -> openEntry(jar));
    }

    Binaries unpack(Path runtimeFolder) {
        try {
            Path runtime =
                    Files.createDirectories(runtimeFolder.toAbsolutePath().normalize());
            String hash = hash().substring(0, 12);
            Optional<Path> there = unpacked(runtime, hash);
            Path folder = there.isPresent() ? there.get() : unpackBeside(runtime, hash);
            return check(folder);
        } catch (IOException failure) {
            throw Failures.io(
                    ServerCode.RUNTIME_UNUSABLE,
                    "the embedded PostgreSQL cannot be unpacked into " + runtimeFolder,
                    runtimeFolder,
                    failure);
        }
    }

    private static Binaries check(Path folder) throws IOException {
        List<String> facts = Files.readAllLines(folder.resolve(WHOLE));
        long files = countFiles(folder);
        if (facts.size() != 3 || !facts.getLast().equals(Long.toString(files))) {
            throw ServerException.of(
                    ServerCode.RUNTIME_UNUSABLE,
                    "the unpacked PostgreSQL in " + folder + " is damaged: it has " + files + " files instead of "
                            + (facts.isEmpty() ? "?" : facts.getLast()),
                    "remove that folder; the next start unpacks it again");
        }
        String version = facts.getFirst();
        int major = Integer.parseInt(version.replaceFirst("\\D.*", ""));
        return new Binaries(folder.resolve("bin"), version, major, facts.get(1), Binaries.Origin.EMBEDDED);
    }

    private Path unpackBeside(Path runtime, String hash) throws IOException {
        removeLeftovers(runtime);
        Path temporary = Files.createTempDirectory(
                runtime, TEMPORARY + ProcessHandle.current().pid() + "-");
        try {
            extract(temporary);
            Binaries binaries = Binaries.read(temporary.resolve("bin"), Binaries.Origin.EMBEDDED);
            String facts = binaries.version() + "\n" + binaries.openssl() + "\n" + (countFiles(temporary) + 1) + "\n";
            Files.writeString(temporary.resolve(WHOLE), facts);
            // whoever runs PostgreSQL must be able to enter
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            Folders.syncAll(temporary);
            Path folder = runtime.resolve("pg-" + binaries.version() + "-" + hash);
            try {
                Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failure) {
                if (unpacked(runtime, hash).isEmpty()) {
                    throw failure;
                }
            }
            DurableFile.syncFolder(runtime);
            return folder;
        } finally {
            Folders.delete(temporary);
        }
    }

    private void extract(Path folder) throws IOException {
        try (InputStream raw = open();
                TarArchiveInputStream archive = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive names a file outside its folder: " + entry.getName());
                }
                if (isNeeded(entry.getName())) {
                    extract(entry, archive, target);
                }
            }
        }
    }

    private static void extract(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    // static libraries and headers are for compilers
    private static boolean isNeeded(String name) {
        return !name.endsWith(".a") && !name.startsWith("include/") && !name.startsWith("./include/");
    }

    private String hash() throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream input = new DigestInputStream(open(), sha256)) {
                input.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    private InputStream open() throws IOException {
        InputStream stream = source.open();
        if (stream == null) {
            throw ServerException.of(
                    ServerCode.BINARIES_MISSING,
                    "there is no embedded PostgreSQL for this machine (" + resource() + ") in " + where,
                    "install PostgreSQL " + Binaries.OLDEST_MAJOR + " or newer and name the folder of its programs"
                            + " (--pg-bin)");
        }
        return stream;
    }

    private static String resource() {
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (machine) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64" -> "postgres-linux-arm_64.txz";
            default -> "postgres-linux-" + machine + ".txz";
        };
    }

    private static @Nullable InputStream openEntry(Path jar) throws IOException {
        ZipFile zip = new ZipFile(jar.toFile());
        ZipEntry entry = zip.getEntry(resource());
        if (entry == null) {
            zip.close();
            return null;
        }
        return new FilterInputStream(zip.getInputStream(entry)) {
            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    private static Optional<Path> unpacked(Path runtime, String hash) throws IOException {
        try (Stream<Path> entries = Files.list(runtime)) {
            return entries.filter(entry ->
                            name(entry).startsWith("pg-") && name(entry).endsWith("-" + hash))
                    .findFirst();
        }
    }

    // of processes that were killed while they unpacked
    private static void removeLeftovers(Path runtime) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(runtime)) {
            leftovers = entries.filter(entry -> name(entry).startsWith(TEMPORARY))
                    .filter(entry -> !Processes.isAlive(Long.parseLong(
                            name(entry).substring(TEMPORARY.length()).replaceFirst("-.*", ""))))
                    .toList();
        }
        for (Path leftover : leftovers) {
            Folders.delete(leftover);
        }
    }

    private static long countFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path)).count();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
