package dev.postern.build;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives picocli's classes, which are compiled for Java 5, the stack maps that Java has verified classes by since version 6:
 * an AOT cache takes no class without, and each command would load and verify two hundred of them. Started from its source
 * by {@code ./package}.
 */
public final class FramedJars {
    private static final int WITH_STACK_MAPS = ClassFile.JAVA_8_VERSION;

    private FramedJars() {}

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(arguments[0]))) {
            jars.filter(jar -> String.valueOf(jar.getFileName()).startsWith("picocli-"))
                    .sorted()
                    .forEach(FramedJars::frame);
        }
    }

    private static void frame(Path jar) {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Map<Path, byte[]> classes = classes(files.getPath("/"));
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(described -> {
                                String name = described.descriptorString();
                                byte[] bytes = classes.get(
                                        files.getPath("/" + name.substring(1, name.length() - 1) + ".class"));
                                return bytes == null ? null : new ByteArrayInputStream(bytes);
                            })
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (Map.Entry<Path, byte[]> each : classes.entrySet()) {
                ClassModel model = format.parse(each.getValue());
                if (model.majorVersion() < WITH_STACK_MAPS) {
                    Files.write(each.getKey(), framed(format, model));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot change " + jar, failure);
        }
        System.out.println("with stack maps: " + jar.getFileName());
    }

    private static Map<Path, byte[]> classes(Path root) throws IOException {
        Map<Path, byte[]> classes = new HashMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file :
                    walk.filter(path -> path.toString().endsWith(".class")).toList()) {
                classes.put(file, Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static byte[] framed(ClassFile format, ClassModel model) {
        return format.build(
                model.thisClass().asSymbol(),
                builder -> model.forEach(element -> {
                    switch (element) {
                        case ClassFileVersion _ -> builder.withVersion(WITH_STACK_MAPS, 0);
                        // code that is taken over as it is keeps its lack of them
                        case MethodModel method ->
                            builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                        default -> builder.with(element);
                    }
                }));
    }
}
