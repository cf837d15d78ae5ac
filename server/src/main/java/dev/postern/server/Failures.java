package dev.postern.server;

import dev.postern.kernel.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Says what a failed file operation means for the one who has to mend it. */
final class Failures {
    private Failures() {}

    /** @param what the sentence without its reason; {@code near} is where free space is measured */
    static ServerException io(ServerCode code, String what, Path near, IOException failure) {
        if (isDiskFull(String.valueOf(failure.getMessage()))) {
            return new ServerException(noSpace(what, near), failure);
        }
        String fix = failure instanceof AccessDeniedException
                ? "let the user " + System.getProperty("user.name") + " write there, or choose another folder"
                : "choose a folder that can be written";
        return ServerException.of(code, what + ": " + reason(failure), fix, failure);
    }

    /** The same for a program that said it. */
    static ServerException diskFull(String what, Path near) {
        return new ServerException(noSpace(what, near));
    }

    private static Problem noSpace(String what, Path near) {
        return Problem.of(
                ServerCode.DISK_FULL,
                what + ": the disk is full (" + freeMegabytes(near) + " MB free under " + near + ")",
                "free some space (a new cluster needs about 60 MB, the unpacked PostgreSQL 60 MB), then start again");
    }

    static boolean isDiskFull(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException file ->
                file.getFile() + ": "
                        + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static long freeMegabytes(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at, LinkOption.NOFOLLOW_LINKS) && at.getParent() != null) {
            at = at.getParent();
        }
        return at.toFile().getUsableSpace() >> 20;
    }
}
