package dev.postern.model;

import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.TextShape;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** Files and folders that a manifest names: absolute, or relative to the folder that the manifest lies in. */
final class Paths {
    static final TextShape<Path> PATH = path(Function.identity(), Function.identity());

    /** {@code {file: PATH}}: what stands in the file, never the value itself. */
    static final ObjectShape<Path> FILE = file();

    private Paths() {}

    private static ObjectShape<Path> file() {
        Fields.Builder<Path> fields = new Fields.Builder<>();
        Key<Path> file = fields.required(
                "file", PATH, "a file; a relative path starts from the manifest's folder", path -> path);
        for (String source : new String[] {"env", "value", "secretKeyRef", "podmanSecret", "vault"}) {
            fields.later(source, "put the content into a file and write {file: PATH}");
        }
        return new ObjectShape<>(fields.build(), values -> values.get(file));
    }

    /** A path inside of something. */
    static <T> TextShape<T> path(Function<Path, T> make, Function<T, Path> path) {
        return new TextShape<>(
                "path",
                "",
                (text, scope) -> read(text, scope).map(make),
                value -> path.apply(value).toString());
    }

    private static Outcome<Path> read(String text, Scope scope) {
        if (text.isBlank() || text.codePoints().anyMatch(Problems::isInvisible)) {
            return Outcome.bad("is not a path", "write a path");
        }
        if (text.startsWith("~")) {
            return Outcome.bad("starts with ~, which only a shell understands", "write the whole path");
        }
        try {
            return Outcome.good(scope.folder().resolve(text).toAbsolutePath().normalize());
        } catch (InvalidPathException _) {
            return Outcome.bad("is not a path", "write a path of this system");
        }
    }
}
