package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.kernel.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what {@code -f} names: files, the YAML and JSON files of a folder, or {@code -} for standard input. */
final class ManifestFiles {
    private static final String STANDARD_INPUT = "-";

    private ManifestFiles() {}

    /** @param problems one for each name that could not be read */
    record Found(Manifests manifests, List<Problem> problems) {}

    static Found read(List<String> names, InputStream input) {
        List<Manifests.File> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            try {
                if (name.equals(STANDARD_INPUT)) {
                    files.add(file("standard input", Path.of(""), input.readAllBytes()));
                    continue;
                }
                List<Path> found = Files.isDirectory(Path.of(name)) ? manifests(Path.of(name)) : List.of(Path.of(name));
                for (Path each : found) {
                    file(each, problems).ifPresent(files::add);
                }
            } catch (IOException failure) {
                problems.add(unreadable(name + " cannot be read (" + failure.getMessage() + ")"));
            } catch (CliException empty) {
                problems.addAll(empty.problems());
            }
        }
        return new Found(new Manifests(List.copyOf(files)), problems);
    }

    private static List<Path> manifests(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new CliException(List.of(unreadable(folder + " holds no .yaml, .yml or .json file")));
            }
            return found;
        }
    }

    private static Optional<Manifests.File> file(Path path, List<Problem> problems) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            return Optional.of(file(path.toString(), parent == null ? Path.of("/") : parent, Files.readAllBytes(path)));
        } catch (NoSuchFileException missing) {
            problems.add(unreadable(missing.getFile() + " does not exist"));
        } catch (IOException failure) {
            problems.add(unreadable(path + " cannot be read (" + failure.getMessage() + ")"));
        }
        return Optional.empty();
    }

    private static Manifests.File file(String name, Path folder, byte[] text) {
        return new Manifests.File(
                name, folder.toAbsolutePath().normalize().toString(), new String(text, StandardCharsets.UTF_8));
    }

    private static Problem unreadable(String what) {
        return Problem.of(CliCode.FILE_UNREADABLE, what, "name files or folders that can be read");
    }
}
