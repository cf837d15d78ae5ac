package dev.postern.cli.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of what runs, as the build wrote it into our jar. */
public final class ProductVersion {
    private ProductVersion() {}

    public static String text() {
        try (InputStream text = ProductVersion.class.getResourceAsStream("/dev/postern/cli/version")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("the version in our own jar cannot be read", failure);
        }
    }
}
