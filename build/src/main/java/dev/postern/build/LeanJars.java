package dev.postern.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes the libraries of other platforms out of SQLite's jar: two of its twenty are for what Postern runs on. Started from
 * its source by {@code ./package}.
 */
public final class LeanJars {
    private static final Set<String> KEPT = Set.of("Linux/x86_64", "Linux/aarch64");

    private LeanJars() {}

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(arguments[0]))) {
            jars.filter(jar -> String.valueOf(jar.getFileName()).startsWith("sqlite-jdbc-"))
                    .sorted()
                    .forEach(LeanJars::lean);
        }
    }

    private static void lean(Path jar) {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path natives = files.getPath("org/sqlite/native");
            List<Path> all;
            try (Stream<Path> walk = Files.walk(natives)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                String name = natives.relativize(path).toString();
                if (Files.isRegularFile(path) && KEPT.stream().noneMatch(kept -> name.startsWith(kept + "/"))) {
                    Files.delete(path);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot change " + jar, failure);
        }
        System.out.println("for this platform only: " + jar.getFileName());
    }
}
