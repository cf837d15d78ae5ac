package dev.postern.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Chooses the folder of the Unix-domain socket. The kernel takes paths of at most 107 bytes; a longer one is replaced
 * by a folder in the temporary folder, whose name follows from the wished one, and which must be the user's alone.
 */
final class SocketFolder {
    private static final int LONGEST = 107;
    private static final String NAME = "/.s.PGSQL.";

    private SocketFolder() {}

    static Path choose(ServerSpec spec, int port) throws IOException {
        Path wished = spec.socketFolder().toAbsolutePath().normalize();
        if (fits(wished, port)) {
            Folders.makePrivate(wished, spec.runAs());
            return wished;
        }
        Path fallback =
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().resolve("postern-" + hash(wished));
        if (!fits(fallback, port)) {
            throw ServerException.of(
                    ServerCode.SOCKET_PATH_TOO_LONG,
                    "the socket's path would be longer than " + LONGEST + " bytes both in " + wished + " and in "
                            + fallback,
                    "choose a home with a shorter path");
        }
        Folders.makePrivate(fallback, spec.runAs());
        checkPrivate(fallback, spec);
        return fallback;
    }

    private static boolean fits(Path folder, int port) {
        return (folder + NAME + port).getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    // anybody may make a folder there, also before us
    private static void checkPrivate(Path folder, ServerSpec spec) throws IOException {
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String owner = spec.runAs().map(RunAs::user).orElse(System.getProperty("user.name"));
        boolean ours = found.isDirectory()
                && found.owner().getName().equals(owner)
                && PosixFilePermissions.toString(found.permissions()).equals("rwx------");
        if (!ours) {
            throw ServerException.of(
                    ServerCode.FOLDER_UNUSABLE,
                    "the socket folder " + folder + " belongs to "
                            + found.owner().getName() + " with permissions "
                            + PosixFilePermissions.toString(found.permissions()) + ", not to " + owner + " alone",
                    "remove it, or choose a home with a shorter path");
        }
    }

    private static String hash(Path wished) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(wished.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
