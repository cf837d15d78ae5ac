package dev.postern.testing;

import dev.postern.server.RunAs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The user as whom PostgreSQL, and whatever else refuses root, runs in tests: another one only when we are root. */
public final class OrdinaryUser {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private OrdinaryUser() {}

    public static boolean isRoot() {
        return ROOT;
    }

    /** {@code postgres} or {@code nobody} when this process is root, otherwise empty: no change needed. */
    public static Optional<RunAs> get() {
        return ROOT ? Optional.of(Found.USER) : Optional.empty();
    }

    /** The command as this user runs it. */
    public static List<String> command(List<String> command) {
        Optional<RunAs> user = get();
        if (user.isEmpty()) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of(
                "setpriv", "--reuid", user.get().user(), "--regid", user.get().group(), "--clear-groups", "--"));
        wrapped.addAll(command);
        return wrapped;
    }

    /** Gives a file, or a folder with all that is in it, to this user. */
    public static void give(Path path) {
        if (get().isEmpty()) {
            return;
        }
        RunAs user = get().get();
        try (Stream<Path> all = Files.walk(path)) {
            UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
            for (Path each : all.toList()) {
                PosixFileAttributeView view =
                        Files.getFileAttributeView(each, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                view.setOwner(names.lookupPrincipalByName(user.user()));
                view.setGroup(names.lookupPrincipalByGroupName(user.group()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Found {
        static final RunAs USER = Stream.of("postgres", "nobody")
                .flatMap(name -> RunAs.named(name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has neither a user postgres nor nobody"));
    }
}
