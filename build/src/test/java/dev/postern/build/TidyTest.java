package dev.postern.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for sources; exceptions stand in {@code build/tidy.exceptions}, which was born empty and only shrinks. */
class TidyTest {
    private static final Project PROJECT = Project.here();
    private static final List<SourceFile> SOURCES = SourceFile.parse(PROJECT.javaFiles());

    @Test
    void sourcesAreTidy() throws IOException {
        Set<String> exceptions = exceptions();
        var used = new HashSet<String>();
        var found = new ArrayList<String>();
        for (SourceFile source : SOURCES) {
            String path = PROJECT.root().relativize(source.path()).toString();
            for (String violation : Tidy.violations(source)) {
                String exception = violation.substring(0, violation.indexOf(':')) + " " + path;
                if (exceptions.contains(exception)) {
                    used.add(exception);
                } else {
                    found.add(path + ": " + violation);
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(used)
                .describedAs("an exception that nothing needs any more goes")
                .isEqualTo(exceptions);
    }

    @Test
    void everyPackageSaysWhatItIs() {
        assertThat(SOURCES).hasSizeGreaterThan(100);
        assertThat(Tidy.packagesWithoutInfo(SOURCES)).isEmpty();
    }

    @Test
    void nothingIsLeftOpen() throws IOException {
        var found = new TreeSet<String>();
        for (Path file : PROJECT.files(TidyTest::isText)) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (Tidy.leftOpen(lines.get(i))) {
                    found.add(PROJECT.root().relativize(file) + ":" + (i + 1));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean isText(String name) {
        return !name.contains(".")
                || Stream.of(".java", ".xml", ".md", ".sh", ".sql", ".yaml", ".js", ".py", ".properties")
                        .anyMatch(name::endsWith);
    }

    private static Set<String> exceptions() throws IOException {
        try (Stream<String> lines = Files.lines(PROJECT.root().resolve("build/tidy.exceptions"))) {
            return new TreeSet<>(lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList());
        }
    }

    @Test
    void vagueNamesAreFound(@TempDir Path folder) {
        assertThat(check(folder, "package a; class TextUtils { static class KeyManager {} record Manages() {} }"))
                .containsExactly(
                        "name: KeyManager says nothing; a function lives on the noun it is about",
                        "name: TextUtils says nothing; a function lives on the noun it is about");
    }

    @Test
    void publicTypesNeedJavadoc(@TempDir Path folder) {
        assertThat(check(folder, "package a; public class Bare { public static class Inner {} }"))
                .containsExactly("javadoc: public type Bare has none");
        assertThat(check(folder, "package a; /** Says it. */ public class Told {}"))
                .isEmpty();
        assertThat(check(folder, "package a; class Inside {}")).isEmpty();
    }

    @Test
    void longMethodsAreFound(@TempDir Path folder) {
        String body = "int i = 0;\n".repeat(57);
        assertThat(check(folder, "package a; class Fits { void m() {\n" + body + "\n}\n}"))
                .isEmpty();
        assertThat(check(folder, "package a; class Long { void m() {\n" + body + "\n\n}\n}"))
                .containsExactly("method: m has 61 lines, at most 60");
        assertThat(check(folder, "package a; record Long(int i) { Long {\n" + body + "\n\n}\n}"))
                .containsExactly("method: <init> has 61 lines, at most 60");
    }

    @Test
    void longFilesAreFoundWithoutCountingHeaderAndJavadoc(@TempDir Path folder) {
        String header = "// licence\n".repeat(50) + "package a;\n" + "import java.util.List;\n".repeat(50);
        String doc = "/**\n" + " * Words.\n".repeat(50) + " */\n";
        String fields = "\nint i;".repeat(398);
        assertThat(check(folder, header + doc + "class Fits {" + fields + "\n}"))
                .isEmpty();
        assertThat(check(folder, header + doc + "class Long {" + fields + "\n\n}"))
                .containsExactly("file: 401 lines, at most 400 without header, imports and Javadoc");
    }

    @Test
    void inferredTypesAreFound(@TempDir Path folder) {
        assertThat(check(folder, """
                        package a; class Types { void m() {
                        var fine = new StringBuilder();
                        var cast = (String) null;
                        var unclear = fine.length();
                        java.util.function.Function<String, String> lambda = text -> text;
                        } }
                        """)).containsExactly("var: the type of unclear (line 4) does not stand on its line");
    }

    @Test
    void packagesWithoutTheirWordsAreFound(@TempDir Path folder) throws IOException {
        SourceFile type = SourceFile.parse(Snippets.write(folder, "package a; class Alone {}"));
        Path info = Files.writeString(type.path().resolveSibling("package-info.java"), "package a;");

        assertThat(Tidy.packagesWithoutInfo(List.of(type)))
                .containsExactly(String.valueOf(type.path().getParent()));
        assertThat(Tidy.packagesWithoutInfo(List.of(type, SourceFile.parse(info))))
                .isEmpty();
        assertThat(Tidy.violations(SourceFile.parse(info)))
                .containsExactly(
                        "package: no Javadoc that says what comes in, what goes out, who calls",
                        "package: not @NullMarked");
    }

    @Test
    void whatIsLeftOpenIsFound() {
        assertThat(Tidy.leftOpen("// TO" + "DO later")).isTrue();
        assertThat(Tidy.leftOpen("FIX" + "ME")).isTrue();
        assertThat(Tidy.leftOpen("a todo list is fine")).isFalse();
    }

    private static Set<String> check(Path folder, String source) {
        return Tidy.violations(SourceFile.parse(Snippets.write(folder, source)));
    }
}
