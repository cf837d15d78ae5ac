package dev.postern.model;

import dev.postern.model.tree.TreeText;
import java.util.List;

/**
 * Writes resources canonically: fields in the order of the documentation, defaults left out, paths absolute. What is
 * written reads back as equal.
 */
public final class ManifestWriter {
    private ManifestWriter() {}

    /** Documents in block style, separated by {@code ---}. */
    public static String yaml(List<? extends Resource> resources) {
        return TreeText.yaml(resources.stream()
                .map(resource -> Kinds.of(resource).write(resource))
                .toList());
    }

    /** One document on one line. */
    public static String json(Resource resource) {
        return TreeText.json(Kinds.of(resource).write(resource));
    }
}
