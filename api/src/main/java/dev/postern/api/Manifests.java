package dev.postern.api;

import java.util.List;
import java.util.Optional;

/**
 * Declared resources as text, as they were written.
 *
 * @param allowDestroy whether what is declared absent may be destroyed; not when it is not said
 */
public record Manifests(List<File> files, Optional<Boolean> allowDestroy) {
    public Manifests(List<File> files) {
        this(files, Optional.empty());
    }

    /** The same, and what they declare absent may be destroyed. */
    public Manifests allowingDestruction() {
        return new Manifests(files, Optional.of(true));
    }

    /**
     * @param name what problems call it
     * @param folder absolute; relative paths inside the text start there
     * @param text YAML, one or more documents
     */
    public record File(String name, String folder, String text) {}
}
