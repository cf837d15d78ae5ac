package dev.postern.api;

import java.util.List;

/** Declared resources as text, as they were written. */
public record Manifests(List<File> files) {
    /**
     * @param name what problems call it
     * @param folder absolute; relative paths inside the text start there
     * @param text YAML, one or more documents
     */
    public record File(String name, String folder, String text) {}
}
