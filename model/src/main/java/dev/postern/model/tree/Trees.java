package dev.postern.model.tree;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.util.List;

/** Reads the documents of one text. A document behind a syntax error is not read; those before it are. */
public final class Trees {
    /** A million characters hold some 4,000 rules; the rest is room. */
    public static final int MOST_CHARACTERS = 8_000_000;

    public static final int MOST_NODES = 500_000;
    public static final int MOST_DEPTH = 32;

    private Trees() {}

    /** @param name of the file as problems show it; JSON when it ends in {@code .json}, otherwise YAML */
    public static List<Node> read(String name, String text, Problems problems) {
        if (text.length() > MOST_CHARACTERS) {
            problems.add(
                    new Place(name, 1, 1),
                    ManifestCode.TOO_LARGE,
                    "the file has " + text.length() + " characters, at most " + MOST_CHARACTERS + " are read",
                    "split it into several files");
            return List.of();
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return name.endsWith(".json")
                ? new JsonTrees(name, problems).read(content)
                : new YamlTrees(name, problems).read(content);
    }
}
