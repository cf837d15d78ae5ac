package dev.postern.cli.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One process per home. The lock is the kernel's, so kill -9 releases it; the file's text is the holder's pid, for the
 * one who is refused and for {@code postern down}.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @param command what to type, as far as the verb */
    static HomeLock take(Home home, long pid, String command) {
        try {
            FileChannel channel = FileChannel.open(
                    home.lock(),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            if (tryLock(channel) == null) {
                String holder = Files.readString(home.lock()).strip();
                channel.close();
                throw new UpException(
                        UpCode.HOME_IN_USE,
                        "the home " + home.folder() + " is in use by a running postern up, pid " + holder,
                        "stop it with: " + command + " down, or choose another folder with --home");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new HomeLock(channel);
        } catch (IOException failure) {
            throw Home.unusable(home.folder(), failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /** Gives the home back; the pid goes first, so that nobody is told to stop a process that is gone. */
    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException _) {
            // the kernel releases the lock with the process in any case
            return;
        }
    }
}
