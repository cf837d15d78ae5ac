package dev.postern.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * One process of ours per data folder. The lock is the kernel's, so kill -9 releases it; PostgreSQL does not inherit
 * it. The file lies beside the data folder and holds the pid of whoever has it.
 */
final class DataLock implements AutoCloseable {
    // the kernel's lock is per process, and closing any channel of the file would release it: so this JVM opens it once
    private static final Set<Path> HELD_HERE = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private DataLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DataLock take(Path dataFolder) throws IOException {
        Path file = beside(dataFolder, ".lock");
        long pid = ProcessHandle.current().pid();
        synchronized (HELD_HERE) {
            if (!HELD_HERE.add(file)) {
                throw inUse(dataFolder, "this process, pid " + pid);
            }
        }
        try {
            return lock(file, dataFolder, pid);
        } catch (IOException | RuntimeException failure) {
            forget(file);
            throw failure;
        }
    }

    /** A name beside the data folder: {@code .store.lock} for {@code store}. */
    static Path beside(Path dataFolder, String ending) throws IOException {
        Path folder = dataFolder.toAbsolutePath().normalize();
        Path parent = folder.getParent();
        if (parent == null) {
            throw new IOException(dataFolder + " cannot be a data folder");
        }
        Files.createDirectories(parent);
        return parent.toRealPath().resolve("." + folder.getFileName() + ending);
    }

    private static DataLock lock(Path file, Path dataFolder, long pid) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw inUse(dataFolder, "pid " + holder);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return new DataLock(file, channel);
    }

    private static ServerException inUse(Path dataFolder, String holder) {
        return ServerException.of(
                ServerCode.DATA_IN_USE,
                "the data folder " + dataFolder + " is in use by " + holder,
                "stop that process, or choose another data folder");
    }

    private static void forget(Path file) {
        synchronized (HELD_HERE) {
            HELD_HERE.remove(file);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // the kernel releases the lock with the process in any case
        } finally {
            forget(file);
        }
    }
}
