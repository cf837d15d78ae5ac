package dev.postern.build;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The working copy that the gates look at: its modules, sources and compiled classes. */
record Project(Path root) {
    private static final List<String> NOT_OURS = List.of("target", ".git", "node_modules", ".idea");

    /** The one that this test was built in. */
    static Project here() {
        return new Project(Path.of(System.getProperty("postern.root", ".."))
                .toAbsolutePath()
                .normalize());
    }

    /** Folders with a {@code pom.xml}. */
    List<String> modules() {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + root, failure);
        }
    }

    /** What ships or could: everything under {@code target/classes}. */
    JavaClasses classes() {
        return compiled("classes");
    }

    JavaClasses testClasses() {
        return compiled("test-classes");
    }

    References references() {
        return References.in(folders("classes"));
    }

    private JavaClasses compiled(String folder) {
        return new ClassFileImporter().importPaths(folders(folder));
    }

    private List<Path> folders(String name) {
        return modules().stream()
                .map(module -> root.resolve(module, "target", name))
                .filter(Files::isDirectory)
                .toList();
    }

    List<Path> javaFiles() {
        return files(name -> name.endsWith(".java"));
    }

    /** Files of ours below the root, without what tools put there. */
    List<Path> files(Predicate<String> name) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> name.test(path.getFileName().toString()))
                    .filter(this::ours)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + root, failure);
        }
    }

    private boolean ours(Path path) {
        for (Path part : root.relativize(path)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
