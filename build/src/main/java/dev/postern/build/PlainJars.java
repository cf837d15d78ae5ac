package dev.postern.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Takes signatures and seals off the jars of a package. Java leaves classes of signed jars out of an AOT cache, and
 * refuses to start with a cache that holds classes of a sealed package. Started from its source by {@code ./package}.
 */
public final class PlainJars {
    private PlainJars() {}

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(arguments[0]))) {
            jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().forEach(PlainJars::open);
        }
    }

    private static void open(Path jar) {
        try {
            if (isPlain(jar)) {
                return;
            }
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                for (Path signature : signatures(files)) {
                    Files.delete(signature);
                }
                Path manifest = files.getPath("META-INF/MANIFEST.MF");
                Manifest content = read(manifest);
                // what is left of the entries are digests, which belong to the signatures, and seals
                content.getEntries().clear();
                content.getMainAttributes().remove(Attributes.Name.SEALED);
                try (OutputStream out = Files.newOutputStream(manifest)) {
                    content.write(out);
                }
            }
            System.out.println("without signature and seal: " + jar.getFileName());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot change " + jar, failure);
        }
    }

    private static boolean isPlain(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path manifest = files.getPath("META-INF/MANIFEST.MF");
            return signatures(files).isEmpty()
                    && (!Files.exists(manifest)
                            || !read(manifest).getMainAttributes().containsKey(Attributes.Name.SEALED));
        }
    }

    private static List<Path> signatures(FileSystem files) throws IOException {
        Path folder = files.getPath("META-INF");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.toString().matches(".*\\.(SF|RSA|DSA|EC)"))
                    .toList();
        }
    }

    private static Manifest read(Path manifest) throws IOException {
        try (InputStream in = Files.newInputStream(manifest)) {
            return new Manifest(in);
        }
    }
}
