package dev.postern.build;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Small sources that break a rule, compiled on the spot: they show that a gate can fail. */
final class Snippets {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|record|interface|enum) (\\w+)");

    private Snippets() {}

    /** @param sources one type each, with its package declaration */
    static JavaClasses compile(Path folder, String... sources) {
        return new ClassFileImporter().importPath(toClasses(folder, sources));
    }

    static References references(Path folder, String... sources) {
        return References.in(List.of(toClasses(folder, sources)));
    }

    private static Path toClasses(Path folder, String... sources) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        Path classes = folder.resolve("classes");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Files.createDirectories(classes);
            List<Path> written =
                    Stream.of(sources).map(source -> write(folder, source)).toList();
            boolean fine = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjectsFromPaths(written))
                    .call();
            if (!fine) {
                throw new IllegalStateException("the snippets do not compile");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return classes;
    }

    /** Puts a source where its package says, under {@code src/main/java} of a folder. */
    static Path write(Path folder, String source) {
        Matcher place = PACKAGE.matcher(source);
        Matcher type = TYPE.matcher(source);
        if (!place.find() || !type.find()) {
            throw new IllegalArgumentException("neither package nor type in: " + source);
        }
        Path file = folder.resolve("src/main/java")
                .resolve(place.group(1).replace('.', '/'))
                .resolve(type.group(1) + ".java");
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            return Files.writeString(file, source);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
