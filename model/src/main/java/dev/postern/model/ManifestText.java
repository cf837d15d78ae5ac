package dev.postern.model;

import java.nio.file.Path;

/**
 * A manifest to be read.
 *
 * @param name as problems show it; JSON when it ends in {@code .json}, otherwise YAML
 * @param folder that relative paths in it start from
 */
public record ManifestText(String name, Path folder, String text) {}
