package dev.postern.datastore.store;

import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of SQLite and what lies beside it, which decides how it can be read without being touched:
 *
 * <ul>
 *   <li>with {@code -wal} and {@code -shm}: SPIRE has it open, or was killed. SQLite's own locks, for reading only, and
 *       nothing written to {@code -shm}. Most of what is newest lies in {@code -wal}, so it may not be left out.
 *   <li>without {@code -wal}: nobody has it open. As a file that does not change, because SQLite would make both files
 *       to read it; whether it did change is looked at afterwards.
 *   <li>with {@code -wal} alone: a copy without the third file. Read from a copy of ours.
 *   <li>with {@code -journal}: something that was interrupted and has to be rolled back first, by writing. Refused.
 * </ul>
 *
 * @see <a href="https://www.sqlite.org/uri.html">SQLite: URI filenames</a>
 */
final class SqliteFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int WRITER_VERSION_AT = 96;
    private static final long MOST_COPIED = 2L << 30;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-";

    private final Path path;

    /** How to open it. */
    sealed interface Way {
        /** While somebody else may write to it. */
        record Live() implements Way {}

        /** As something that does not change. */
        record Still() implements Way {}

        /** A copy in this folder, which is ours. */
        record Copied(Path folder, Path file) implements Way {}
    }

    /** What shows that a file has been written to. */
    record Stamp(long bytes, FileTime changed, boolean log) {}

    private SqliteFile(Path path) {
        this.path = path;
    }

    /** @throws DatastoreException when it is no file of SQLite */
    static SqliteFile of(Path path) {
        SqliteFile file = new SqliteFile(path.toAbsolutePath());
        if (!Files.isRegularFile(path)) {
            throw unusable(Files.exists(path) ? path + " is not a file" : path + " is not there", "name SPIRE's file");
        }
        byte[] header = file.header();
        if (header.length < HEADER || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw unusable(path + " is not a file of SQLite", "name SPIRE's file, as its connection_string does");
        }
        if (file.size("-journal") > 0) {
            throw unusable(
                    path + "-journal lies beside it: a change was interrupted and would have to be rolled back first",
                    "let SQLite do that: sqlite3 " + path + " 'PRAGMA journal_mode'");
        }
        return file;
    }

    /** Copies the file when it cannot be read where it lies: to be asked once, by who removes the copy. */
    Way way() {
        if (isLive()) {
            return new Way.Live();
        }
        return size("-wal") == 0 ? new Way.Still() : copied();
    }

    /** Whether somebody may be writing to it. */
    boolean isLive() {
        return Files.exists(beside("-wal")) && Files.exists(beside("-shm"));
    }

    /** For SQLite's driver. */
    String url(Way way) {
        return switch (way) {
            case Way.Live _ -> uri(path) + "?mode=ro&readonly_shm=1";
            case Way.Still _ -> uri(path) + "?mode=ro&immutable=1";
            case Way.Copied copied -> uri(copied.file()) + "?mode=ro";
        };
    }

    Stamp stamp() {
        try {
            return new Stamp(Files.size(path), Files.getLastModifiedTime(path), size("-wal") > 0);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    long bytes() {
        return stamp().bytes();
    }

    Optional<Long> logBytes() {
        return Files.exists(beside("-wal")) ? Optional.of(size("-wal")) : Optional.empty();
    }

    /** The version of SQLite that wrote last. */
    String writer() {
        int number = ByteBuffer.wrap(header()).getInt(WRITER_VERSION_AT);
        return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private Way copied() {
        if (bytes() + size("-wal") > MOST_COPIED) {
            throw unusable(
                    path + " has a -wal and no -shm, so it has to be copied to be read, and is larger than "
                            + MOST_COPIED + " bytes",
                    "copy all three files, or let SQLite merge them: sqlite3 COPY 'PRAGMA wal_checkpoint'");
        }
        Path folder = SqliteLibrary.PrivateFolder.make();
        try {
            Path file = folder.resolve("datastore.sqlite3");
            Files.copy(path, file);
            Files.copy(beside("-wal"), folder.resolve("datastore.sqlite3-wal"));
            return new Way.Copied(folder, file);
        } catch (IOException failure) {
            SqliteLibrary.PrivateFolder.delete(folder);
            throw unreadable(failure);
        }
    }

    private byte[] header() {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEADER);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private Path beside(String ending) {
        return Path.of(path + ending);
    }

    private long size(String ending) {
        try {
            return Files.size(beside(ending));
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private DatastoreException unreadable(IOException failure) {
        return new DatastoreException(
                DatastoreCode.FILE_UNUSABLE,
                path + " cannot be read: " + failure.getMessage(),
                "check who may read it; SPIRE gives it to its own user only",
                failure);
    }

    private static DatastoreException unusable(String what, String fix) {
        return new DatastoreException(DatastoreCode.FILE_UNUSABLE, what, fix);
    }

    private static String uri(Path file) {
        StringBuilder uri = new StringBuilder("jdbc:sqlite:file:");
        for (byte part : file.toString().getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(part) >= 0) {
                uri.append((char) part);
            } else {
                uri.append("%%%02X".formatted(part & 0xff));
            }
        }
        return uri.toString();
    }
}
