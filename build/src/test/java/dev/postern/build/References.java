package dev.postern.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every class with every class that it names, read from the constant pools: also casts, arrays, generics and annotations,
 * which a model of calls and fields would miss.
 *
 * @param byClass names with dots
 */
record References(Map<String, Set<String>> byClass) {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+)[;<]");

    static References in(List<Path> folders) {
        var byClass = new TreeMap<String, Set<String>>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".class")).forEach(file -> read(file, byClass));
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot read " + folder, failure);
            }
        }
        return new References(byClass);
    }

    private static void read(Path file, Map<String, Set<String>> byClass) {
        ClassModel model;
        try {
            model = ClassFile.of().parse(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
        Set<String> named =
                byClass.computeIfAbsent(dotted(model.thisClass().asInternalName()), name -> new TreeSet<>());
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type
                when !type.asInternalName().startsWith("[") -> named.add(dotted(type.asInternalName()));
                case Utf8Entry text ->
                    IN_DESCRIPTOR
                            .matcher(text.stringValue())
                            .results()
                            .forEach(match -> named.add(dotted(match.group(1))));
                default -> {}
            }
        }
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }
}
