package dev.postern.kernel.durable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that this process holds open, by a path that means this file whatever becomes of its name. In a folder of somebody
 * else a name may mean a link to another file a moment later; changing mode or owner by name would change that one.
 */
final class OpenFile {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFile() {}

    /**
     * @param name under which it was just created, of no other file
     * @throws IOException when it has been renamed or removed since
     */
    static Path of(Path name) throws IOException {
        Path real = name.toAbsolutePath();
        Path parent = real.getParent();
        Path wanted = parent == null ? real : parent.toRealPath().resolve(real.getFileName());
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                if (wanted.equals(target(descriptor))) {
                    return descriptor;
                }
            }
        }
        throw new IOException(name + " was taken away while it was written: somebody else changes that folder");
    }

    private static Path target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (NoSuchFileException closed) {
            return descriptor;
        }
    }
}
