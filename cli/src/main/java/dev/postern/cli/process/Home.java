package dev.postern.cli.process;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/** Where everything of one {@code postern up} lies; the layout is told in ARCHITECTURE.md. */
record Home(Path folder) {
    /** Makes the folders that are missing, readable by their owner only. */
    static Home open(Path folder) {
        Home home = new Home(folder.toAbsolutePath().normalize());
        try {
            for (Path each :
                    List.of(home.folder, home.operator(), home.resources(), home.run(), home.bindings(), home.log())) {
                makePrivate(each);
                requireOurs(each);
            }
            probe(home.folder);
        } catch (IOException failure) {
            throw unusable(home.folder, failure);
        }
        return home;
    }

    Path kek() {
        return folder.resolve("kek");
    }

    /** Is there while the first roots are being made. */
    Path founding() {
        return folder.resolve("kek.founding");
    }

    Path ports() {
        return folder.resolve("ports");
    }

    Path lock() {
        return folder.resolve("run").resolve("up.pid");
    }

    Path storePassword() {
        return folder.resolve("config").resolve("store").resolve("password");
    }

    Path operator() {
        return folder.resolve("operator");
    }

    Path resources() {
        return folder.resolve("resources");
    }

    Path bindings() {
        return folder.resolve("bindings");
    }

    Path run() {
        return folder.resolve("run");
    }

    Path runtime() {
        return folder.resolve("runtime");
    }

    Path log() {
        return folder.resolve("log");
    }

    Path data(String server) {
        return folder.resolve(server);
    }

    Path config(String server) {
        return folder.resolve("config").resolve(server);
    }

    static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    // whoever may write here may replace our files, the operator's authority included
    private static void requireOurs(Path folder) throws IOException {
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class);
        String user = System.getProperty("user.name");
        boolean others = found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        if (!found.owner().getName().equals(user) || others) {
            throw new UpException(
                    UpCode.HOME_UNUSABLE,
                    "the home's folder " + folder + " belongs to "
                            + found.owner().getName() + " with permissions "
                            + PosixFilePermissions.toString(found.permissions()) + "; others than " + user
                            + " could replace keys in it",
                    "chown " + user + " and chmod go-w it, or choose another folder with --home");
        }
    }

    static void mark(Path file) {
        try {
            DurableFile.write(file, new byte[0], DurableFile.OWNER_ONLY);
        } catch (IOException failure) {
            throw unusable(above(file), failure);
        }
    }

    static void unmark(Path file) {
        try {
            Files.deleteIfExists(file);
            DurableFile.syncFolder(above(file));
        } catch (IOException failure) {
            throw unusable(above(file), failure);
        }
    }

    /** The folder that a file of a home lies in. */
    static Path above(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    /** The exception that says why this folder cannot be used, with what to do. */
    static UpException unusable(Path folder, IOException failure) {
        if (isDiskFull(failure)) {
            return new UpException(
                    UpCode.DISK_FULL,
                    "the disk under " + folder + " is full (" + freeMegabytes(folder)
                            + " MB free; Postern needs about 400)",
                    "free some space, or choose another folder with --home",
                    failure);
        }
        return new UpException(
                UpCode.HOME_UNUSABLE,
                "the home " + folder + " cannot be used by " + System.getProperty("user.name") + ": " + reason(failure),
                "make it a folder that " + System.getProperty("user.name")
                        + " may write, or choose another with --home",
                failure);
    }

    static boolean isDiskFull(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("No space left") || text.contains("Disk quota exceeded");
    }

    private static long freeMegabytes(Path folder) {
        Path at = folder;
        while (!Files.exists(at, LinkOption.NOFOLLOW_LINKS) && at.getParent() != null) {
            at = at.getParent();
        }
        return at.toFile().getUsableSpace() >> 20;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException gone -> gone.getFile() + " does not exist";
            case FileSystemException file ->
                file.getFile() + ": "
                        + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
            default -> String.valueOf(failure.getMessage());
        };
    }

    // says "unwritable" or "full" now, in one sentence, instead of from the middle of initdb
    private static void probe(Path folder) throws IOException {
        Path probe = folder.resolve(".probe");
        Files.write(probe, new byte[64 * 1024]);
        Files.delete(probe);
    }
}
