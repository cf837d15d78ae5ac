package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads manifests from files; a folder stands for the YAML and JSON files directly in it, by name. */
final class ManifestFiles {
    private static final Pattern MANIFEST = Pattern.compile("[^.].*\\.(yaml|yml|json)");
    private static final long MOST_BYTES = 4L * Trees.MOST_CHARACTERS;

    private final Problems problems;

    ManifestFiles(Problems problems) {
        this.problems = problems;
    }

    List<ManifestText> read(List<Path> paths) {
        List<ManifestText> texts = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : expand(path)) {
                text(file).ifPresent(texts::add);
            }
        }
        return texts;
    }

    private List<Path> expand(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> files = inside.filter(file ->
                            MANIFEST.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                add(path, ManifestCode.NOTHING_DECLARED, "the folder has no .yaml, .yml or .json file", "name another");
            }
            return files;
        } catch (IOException failure) {
            add(path, ManifestCode.UNREADABLE, "the folder cannot be listed: " + reason(failure), "check its mode");
            return List.of();
        }
    }

    private Optional<ManifestText> text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                add(file, ManifestCode.TOO_LARGE, "the file has " + size + " bytes, at most " + MOST_BYTES, "split it");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
            return Optional.of(new ManifestText(file.toString(), folder, text));
        } catch (CharacterCodingException _) {
            add(file, ManifestCode.UNREADABLE, "the file is not UTF-8 text", "save it as UTF-8");
        } catch (IOException failure) {
            add(file, ManifestCode.UNREADABLE, "the file cannot be read: " + reason(failure), "check name and mode");
        }
        return Optional.empty();
    }

    private static String reason(IOException failure) {
        return failure instanceof NoSuchFileException
                ? "it does not exist"
                : failure.getClass().getSimpleName();
    }

    private void add(Path path, ManifestCode code, String what, String fix) {
        problems.add(new Place(path.toString(), 1, 1), code, what, fix);
    }
}
