package dev.postern.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpiffeIdTest {
    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "bob-xavier, bob-xavier",
        "alice@example.com, alice-x40-example.com",
        "a/b, a-x2f-b",
        "a-x2f-b, a-x2d-x2f-b",
        "ä, -xc3--xa4-",
        "., -x2e-",
        ".., -x2e--x2e-",
        "..., ...",
        "-x2f/, -x2d-x2f-x2f-"
    })
    void segmentOf(String name, String segment) {
        assertThat(SpiffeId.segment(name)).isEqualTo(segment);
    }

    /** Names made of the pieces that the escape itself is made of, which is where two could meet. */
    @Test
    void noTwoNamesShareASegment() {
        long seed = Long.getLong("postern.seed", new Random().nextLong());
        Random random = new Random(seed);
        String[] pieces = {"-", "x", "2", "f", "d", "/", ".", "-x2f-", "-x2d-", "ä", "a"};
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(7); length > 0; length--) {
                name.append(pieces[random.nextInt(pieces.length)]);
            }
            String segment = SpiffeId.segment(name.toString());
            assertThat(segment)
                    .as("-Dpostern.seed=%d", seed)
                    .matches("[A-Za-z0-9._-]+")
                    .isNotIn(".", "..");
            String other = names.putIfAbsent(segment, name.toString());
            assertThat(other == null ? name.toString() : other)
                    .as("-Dpostern.seed=%d, both have the segment %s", seed, segment)
                    .isEqualTo(name.toString());
        }
    }
}
