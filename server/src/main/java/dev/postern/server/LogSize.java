package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Bounds a log that PostgreSQL is writing: what is there becomes {@code .1}, of which there is one, and the file begins
 * anew. PostgreSQL has it open for appending, so that the next line is the first again; a line that comes between the two
 * is lost. Its own collector bounds files by time or goes on in the same one, and dies with nobody to read it.
 */
final class LogSize {
    static final long MOST = 16L << 20;

    private LogSize() {}

    /** @return whether it was too large */
    static boolean bound(Path file) throws IOException {
        try (FileChannel log =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (log.size() <= MOST) {
                return false;
            }
            keepEnd(log, file);
            log.truncate(0);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static void keepEnd(FileChannel log, Path file) throws IOException {
        Path making = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(making);
        try (FileChannel end = FileChannel.open(
                making,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(DurableFile.OWNER_ONLY))) {
            long size = log.size();
            long at = Math.max(0, size - MOST);
            while (at < size) {
                long copied = log.transferTo(at, size - at, end);
                if (copied <= 0) {
                    break;
                }
                at += copied;
            }
        }
        Files.move(
                making,
                file.resolveSibling(file.getFileName() + ".1"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
