package dev.postern.model.shape;

/**
 * What the documentation says about a field.
 *
 * @param presence {@code required}, {@code optional} or the default
 */
public record Row(String name, String type, String presence, String meaning) {}
