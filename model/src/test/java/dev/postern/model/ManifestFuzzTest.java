package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is written, reading ends with resources or with problems that have a place inside the text. */
class ManifestFuzzTest {
    private static final String NOISE = "\t\n \"'{}[],:-#&*!|>%@`\\\0\u001b\u0085\u2028\ufeff\ud83dé0~";

    @Test
    void cutAnywhere() {
        for (int end = 0; end < ManifestReaderTest.ORDERS.length(); end += 7) {
            read("x.yaml", ManifestReaderTest.ORDERS.substring(0, end), "cut at " + end);
        }
    }

    @Test
    void changedAnywhere() {
        for (long seed = 1; seed <= 600; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(ManifestReaderTest.ORDERS);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                char c = NOISE.charAt(random.nextInt(NOISE.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            read("x.yaml", text.toString(), "seed " + seed);
        }
    }

    @Test
    void jsonChangedAnywhere() {
        ResourceSet set = ManifestReaderTest.read(ManifestReaderTest.ORDERS);
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed);
            Resource resource =
                    set.resources().get(random.nextInt(set.resources().size()));
            StringBuilder text = new StringBuilder(ManifestWriter.json(resource));
            text.setCharAt(random.nextInt(text.length()), NOISE.charAt(random.nextInt(NOISE.length())));
            read("x.json", text.toString(), "seed " + seed);
            read("x.json", text.substring(0, random.nextInt(text.length())), "seed " + seed + ", cut");
        }
    }

    @Test
    void whateverIsDeclaredTogether() {
        int accepted = 0;
        for (long seed = 1; seed <= 200; seed++) {
            RandomResources random = new RandomResources(new Random(seed));
            List<Resource> some = IntStream.range(0, (int) (seed % 12) + 1)
                    .mapToObj(_ -> random.next())
                    .toList();
            accepted += read("x.yaml", ManifestWriter.yaml(some), "seed " + seed) ? 1 : 0;
        }
        assertThat(accepted).as("sets in which nothing contradicts anything").isPositive();
    }

    /** Whether it was accepted. */
    private static boolean read(String name, String text, String what) {
        try {
            ManifestReader.readTexts(List.of(new ManifestText(name, Path.of("/etc"), text)), ResourceSet.empty());
            return true;
        } catch (ManifestException refused) {
            long lines = text.chars().filter(c -> c == '\n').count()
                    + text.chars()
                            .filter(c -> c == '\u2028' || c == '\u0085' || c == '\r')
                            .count()
                    + 1;
            assertThat(refused.problems()).as(what).allSatisfy(problem -> {
                assertThat(problem.what()).doesNotContain("\u001b", "\0", "\n").isNotBlank();
                assertThat(problem.fix()).isNotBlank();
                assertThat(problem.place().map(Place::line).orElse(0)).isBetween(1, (int) lines);
            });
            return false;
        }
    }
}
