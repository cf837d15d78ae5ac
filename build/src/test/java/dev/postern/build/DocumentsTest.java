package dev.postern.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.ManifestText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What documents and scenarios show can be declared as it stands there. */
class DocumentsTest {
    /** {@code 02/03-ours}, {@code 04-hand-made-roles} or {@code 03}. */
    private static final Pattern STORY = Pattern.compile("(?<![\\w-])\\d{2}(?:/\\d{2}[a-z-]+|[a-z-]+)?(?![\\w/])");

    @Test
    void everyManifestThatIsShownIsValid() {
        Path root = Project.here().root();
        List<ManifestText> first = Manifests.in(root.resolve("docs/first-query.md"));
        int databases = 0;
        for (Path file : Project.here().files(name -> name.endsWith(".md") || name.endsWith(".yaml"))) {
            if (!file.toString().contains("/src/") && !file.startsWith(root.resolve("examples"))) {
                // the README and the stories refer to what the first query declares
                List<ManifestText> before = file.startsWith(root.resolve("docs")) ? List.of() : first;
                databases += Manifests.readPage(Manifests.in(file), before)
                        .databases()
                        .size();
            }
        }
        assertThat(databases).isPositive();
    }

    @Test
    void everyExampleIsADeclarationOfItsOwn() throws IOException {
        try (Stream<Path> folders = Files.list(Project.here().root().resolve("examples"))) {
            List<Path> examples = folders.filter(Files::isDirectory).sorted().toList();

            assertThat(examples).isNotEmpty();
            for (Path example : examples) {
                List<ManifestText> shown = Project.here().files(name -> name.endsWith(".yaml")).stream()
                        .filter(file -> file.startsWith(example))
                        .flatMap(file -> Manifests.in(file).stream())
                        .toList();
                assertThat(Manifests.readPage(shown).bindings())
                        .as("%s", example)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void everyStoryThatCoverageNamesIsThere() throws IOException {
        Path root = Project.here().root();
        List<String> named = coverage(root)
                .flatMap(cell -> STORY.matcher(cell).results().map(MatchResult::group))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named).allSatisfy(story -> {
            String[] parts = story.split("/", 2);
            assertThat(startingWith(root.resolve("scenarios"), parts[0]))
                    .as(story)
                    .isNotEmpty()
                    .allSatisfy(folder -> {
                        if (parts.length == 2) {
                            assertThat(folder.resolve("steps").resolve(parts[1] + ".sh"))
                                    .exists();
                        }
                    });
        });
    }

    private static Stream<String> coverage(Path root) throws IOException {
        return Files.readAllLines(root.resolve("docs/coverage.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| ", -1))
                .filter(cells -> cells.length == 3)
                .map(cells -> cells[2]);
    }

    private static List<Path> startingWith(Path folder, String number) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith(number))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aMistakeInABlockIsFoundWithItsPlace(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), """
                # Page

                ```yaml
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: orders}
                spec: {cluster: demo, ovner: me}
                ```
                """);

        assertThat(Manifests.in(page)).hasSize(1);
        assertThatThrownBy(() -> Manifests.readPage(Manifests.in(page)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("page.md from line 4")
                .hasMessageContaining("ovner");
    }
}
