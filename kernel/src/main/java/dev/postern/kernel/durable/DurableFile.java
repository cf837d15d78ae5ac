package dev.postern.kernel.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replaces a file whole or not at all. The new content is written to a temporary file in the same folder, created with
 * its final permissions (a key is never readable by others, not even for a moment), synced, renamed over the old one;
 * then the folder is synced, so that the rename outlives power loss too.
 */
public final class DurableFile {
    /** Readable and writable by the owner only: keys, passwords, operator certificates. */
    public static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    /** Readable by everyone: certificates, bundles. */
    public static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    private static final String SUFFIX = ".new";
    private static final AtomicLong WRITES = new AtomicLong();

    private DurableFile() {}

    public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        write(file, content, permissions, false);
    }

    /**
     * The same for a file that somebody else reads: it belongs to whom the one before belonged to, or, when it is new, to
     * whom its folder belongs.
     *
     * @throws IOException also when it would belong to another user and we may not give it away
     */
    public static void writeForOwner(Path file, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        write(file, content, permissions, true);
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> permissions, boolean keepOwner)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file name");
        }
        // two writers never share one
        String prefix = "." + target.getFileName() + ".";
        Path temporary =
                folder.resolve(prefix + ProcessHandle.current().pid() + "-" + WRITES.incrementAndGet() + SUFFIX);
        forgetThoseOfTheDead(folder, prefix);
        try {
            Path like = Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? target : folder;
            writeSynced(temporary, content, permissions, keepOwner ? Optional.of(like) : Optional.empty());
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            deleteQuietly(temporary, failure);
            throw failure;
        }
        syncFolder(folder);
    }

    /** @param file our own open one, so that nobody can put another in its place */
    private static void giveTo(Path like, Path file) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes ours = view.readAttributes();
        if (ours.owner().equals(wanted.owner())) {
            return;
        }
        try {
            view.setGroup(wanted.group());
            view.setOwner(wanted.owner());
        } catch (IOException refused) {
            throw new IOException(
                    like + " belongs to " + wanted.owner().getName() + ":"
                            + wanted.group().getName()
                            + ", and only root may give files to others",
                    refused);
        }
    }

    /** Makes the folder's entries (a rename, a new file) outlive power loss. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    // a killed writer may have left half a key
    private static void forgetThoseOfTheDead(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, path -> isOfTheDead(path, prefix))) {
            for (Path each : left) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static boolean isOfTheDead(Path path, String prefix) {
        String name = String.valueOf(path.getFileName());
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) {
            return false;
        }
        String writer = name.substring(prefix.length(), name.length() - SUFFIX.length());
        return writer.matches("[0-9]{1,10}-[0-9]{1,19}")
                && ProcessHandle.of(Long.parseLong(writer.substring(0, writer.indexOf('-'))))
                        .isEmpty();
    }

    private static void writeSynced(
            Path file, byte[] content, Set<PosixFilePermission> permissions, Optional<Path> ownerLike)
            throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            Path own = OpenFile.of(file);
            // the umask may have taken away what the caller asked for
            Files.setPosixFilePermissions(own, permissions);
            if (ownerLike.isPresent()) {
                giveTo(ownerLike.get(), own);
            }
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path file, IOException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
