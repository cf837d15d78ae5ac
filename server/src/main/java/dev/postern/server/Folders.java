package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whole folders: made for a user, given to a user, synced, deleted. */
final class Folders {
    private Folders() {}

    /** Makes it if it is missing, with its parents, for the user as whom PostgreSQL runs and nobody else. */
    static void makePrivate(Path folder, Optional<RunAs> user) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        give(folder, user);
    }

    static void give(Path path, Optional<RunAs> user) throws IOException {
        if (user.isEmpty()) {
            return;
        }
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setOwner(names.lookupPrincipalByName(user.get().user()));
        view.setGroup(names.lookupPrincipalByGroupName(user.get().group()));
    }

    static void giveAll(Path folder, Optional<RunAs> user) throws IOException {
        if (user.isEmpty()) {
            return;
        }
        Files.walkFileTree(folder, new Each(path -> give(path, user)));
    }

    /** Syncs every file first, then every folder, so that a rename after it never shows a folder with holes. */
    static void syncAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new Each(Folders::sync));
    }

    /** Deletes it with all that is in it; nothing if there is none. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(folder, new Each(Folders::deleteOne));
        }
    }

    private static void deleteOne(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    private static void sync(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return;
        }
        if (Files.isDirectory(path)) {
            DurableFile.syncFolder(path);
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @FunctionalInterface
    private interface Action {
        void on(Path path) throws IOException;
    }

    // files before their folder; what vanishes meanwhile is no failure
    private static final class Each extends SimpleFileVisitor<Path> {
        private final Action action;

        Each(Action action) {
            this.action = action;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            action.on(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            action.on(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
