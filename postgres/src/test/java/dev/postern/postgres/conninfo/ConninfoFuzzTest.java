package dev.postern.postgres.conninfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is given, reading ends with settings or with a refusal that repeats no secret. */
class ConninfoFuzzTest {
    private static final List<String> GOOD = List.of(
            "host=a,b port=1,2 dbname='x y' user=u\\ v password='canary' sslmode=verify-full",
            "postgresql://u:canary@[::1]:1,b:2/x%20y?sslmode=verify-full&options=-c%20a%3Db&sslpassword=canary");

    @Test
    void changedAnywhere() {
        for (String good : GOOD) {
            for (long seed = 1; seed <= 5_000; seed++) {
                Random random = new Random(seed);
                StringBuilder text = new StringBuilder(good);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 128));
                }
                read(text.toString(), seed);
                read(text.substring(0, random.nextInt(text.length())), seed);
            }
        }
    }

    private static void read(String text, long seed) {
        try {
            Conninfo conninfo = Conninfo.parse(text);
            assertThat(Conninfo.parse(conninfo.uri()))
                    .as("seed %d", seed)
                    .isEqualTo(Conninfo.parse(conninfo.keyValue()));
            conninfo.check();
        } catch (ConninfoException refused) {
            assertThat(refused.getMessage()).as("seed %d", seed).doesNotContain("canary", "\u001b");
        }
    }
}
