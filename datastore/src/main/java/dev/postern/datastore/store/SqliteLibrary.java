package dev.postern.datastore.store;

import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite itself, which is C: loaded when the first file is opened and not before, from a folder that only we can enter
 * and that is gone as soon as it is loaded.
 */
final class SqliteLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    static synchronized void load() {
        Path folder = PrivateFolder.make();
        String before = System.getProperty(FOLDER, "");
        System.setProperty(FOLDER, folder.toString());
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception unusable) {
            throw new DatastoreException(
                    DatastoreCode.LIBRARY_UNUSABLE,
                    "the library that reads SQLite cannot be loaded from " + folder + ": " + unusable.getMessage(),
                    "a temporary folder from which programs may be run helps: JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                    unusable);
        } finally {
            if (before.isEmpty()) {
                System.clearProperty(FOLDER);
            } else {
                System.setProperty(FOLDER, before);
            }
            PrivateFolder.delete(folder);
        }
    }

    /** A folder of mode 0700 for as long as it is needed. */
    static final class PrivateFolder {
        private PrivateFolder() {}

        static Path make() {
            try {
                return Files.createTempDirectory("postern-datastore-");
            } catch (IOException failure) {
                throw new DatastoreException(
                        DatastoreCode.LIBRARY_UNUSABLE,
                        "no folder can be made in " + System.getProperty("java.io.tmpdir") + ": "
                                + failure.getMessage(),
                        "name another one: JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                        failure);
            }
        }

        static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException failure) {
                throw new DatastoreException(
                        DatastoreCode.LIBRARY_UNUSABLE,
                        "the temporary folder " + folder + " cannot be removed: " + failure.getMessage(),
                        "remove it by hand",
                        failure);
            }
        }
    }
}
