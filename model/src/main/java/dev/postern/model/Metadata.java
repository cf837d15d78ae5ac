package dev.postern.model;

import java.util.Map;

/**
 * @param name unique within its kind; lower-case letters, digits and hyphens, at most 63 characters
 * @param labels what rules select by
 */
public record Metadata(String name, Map<String, String> labels) {
    public Metadata {
        labels = Map.copyOf(labels);
    }
}
