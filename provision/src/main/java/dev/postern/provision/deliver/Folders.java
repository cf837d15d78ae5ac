package dev.postern.provision.deliver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders that consumers read: whoever has made the one above for its service gets what is made in it. */
final class Folders {
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private Folders() {}

    /** With all that are missing above. */
    static void create(Path folder) throws IOException {
        Path above = folder.toAbsolutePath().normalize().getParent();
        if (above == null || Files.isDirectory(folder)) {
            return;
        }
        create(above);
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(READABLE));
        PosixFileAttributes like = Files.readAttributes(above, PosixFileAttributes.class);
        PosixFileAttributeView view =
                Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes made = view.readAttributes();
        // nobody but root can, and nobody else has to
        if (made.owner().getName().equals("root") && !made.owner().equals(like.owner())) {
            view.setGroup(like.group());
            view.setOwner(like.owner());
        }
    }
}
