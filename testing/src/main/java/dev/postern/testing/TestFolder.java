package dev.postern.testing;

import dev.postern.server.LocalServer;
import dev.postern.server.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Folders for tests, in the temporary folder, where an ordinary user can enter them (a checkout may lie in root's home).
 * All of one JVM lie together under its pid and go when it ends; what a killed JVM left, servers too, goes at the next
 * start of any.
 */
public final class TestFolder {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Path ALL =
            Path.of(System.getProperty("java.io.tmpdir"), "postern-tests-" + System.getProperty("user.name"));

    private TestFolder() {}

    /** A new, empty folder of this JVM that everyone may enter. */
    public static Path fresh(String name) {
        return make(Mine.FOLDER.resolve(name + "-" + NUMBER.incrementAndGet()));
    }

    /** The same, owned by the ordinary user. */
    public static Path freshForOrdinaryUser(String name) {
        Path folder = fresh(name);
        OrdinaryUser.give(folder);
        return folder;
    }

    /** Deletes a folder with all that is in it; nothing if there is none. */
    public static void delete(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A folder that outlives this JVM, for what is dear to make and never changes. */
    static Path shared(String name) {
        return make(ALL.resolve(name));
    }

    private static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
            // the name can be guessed, and programs are run from there
            if (!Files.getOwner(ALL).getName().equals(System.getProperty("user.name"))) {
                throw new IllegalStateException(ALL + " belongs to somebody else; remove it");
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Mine {
        static final Path FOLDER = create();

        private static Path create() {
            make(ALL);
            sweep();
            Path mine = make(ALL.resolve(Long.toString(ProcessHandle.current().pid())));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                TestServers.stopAll();
                delete(mine);
            }));
            return mine;
        }

        // a pid that lives again in another process keeps its folder until that one ends; nothing is lost by it
        private static void sweep() {
            try (Stream<Path> folders = Files.list(ALL)) {
                List<Path> stale = folders.filter(
                                folder -> String.valueOf(folder.getFileName()).matches("\\d+"))
                        .filter(folder -> !Processes.isAlive(Long.parseLong(String.valueOf(folder.getFileName()))))
                        .toList();
                stale.forEach(Mine::sweep);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static void sweep(Path stale) {
            try (Stream<Path> all = Files.walk(stale)) {
                all.filter(path -> path.endsWith("PG_VERSION"))
                        .map(path -> path.resolveSibling("."))
                        .map(Path::normalize)
                        .filter(folder -> Files.isDirectory(folder.resolve("global")))
                        .toList()
                        .forEach(LocalServer::stopOrphan);
            } catch (IOException | UncheckedIOException _) {
                // another JVM sweeps it at the same time
                return;
            }
            delete(stale);
        }
    }
}
