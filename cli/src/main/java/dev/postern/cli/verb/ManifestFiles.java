package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what {@code -f} names: files, the YAML and JSON files of a folder, or {@code -} for standard input. */
final class ManifestFiles {
    private static final String STANDARD_INPUT = "-";

    private ManifestFiles() {}

    static Manifests read(List<String> names, InputStream input) {
        List<Manifests.File> files = new ArrayList<>();
        for (String name : names) {
            try {
                if (name.equals(STANDARD_INPUT)) {
                    files.add(file("standard input", Path.of(""), input.readAllBytes()));
                } else if (Files.isDirectory(Path.of(name))) {
                    for (Path each : manifests(Path.of(name))) {
                        files.add(file(each));
                    }
                } else {
                    files.add(file(Path.of(name)));
                }
            } catch (NoSuchFileException missing) {
                throw unreadable(missing.getFile() + " does not exist", missing);
            } catch (IOException failure) {
                throw unreadable(name + " cannot be read (" + failure.getMessage() + ")", failure);
            }
        }
        return new Manifests(List.copyOf(files));
    }

    private static List<Path> manifests(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw unreadable(folder + " holds no .yaml, .yml or .json file", new NoSuchFileException("" + folder));
            }
            return found;
        }
    }

    private static Manifests.File file(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        return file(path.toString(), parent == null ? Path.of("/") : parent, Files.readAllBytes(path));
    }

    private static Manifests.File file(String name, Path folder, byte[] text) {
        return new Manifests.File(
                name, folder.toAbsolutePath().normalize().toString(), new String(text, StandardCharsets.UTF_8));
    }

    private static CliException unreadable(String what, IOException cause) {
        return new CliException(CliCode.FILE_UNREADABLE, what, "name files or folders that can be read", cause);
    }
}
