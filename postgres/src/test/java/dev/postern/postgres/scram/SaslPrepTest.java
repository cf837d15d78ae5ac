package dev.postern.postgres.scram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The examples of RFC 4013, and where PostgreSQL goes its own way. Compared with a real server in provision's tests. */
class SaslPrepTest {
    @Test
    void mapsSpacesAndNormalizes() {
        assertThat(prepared("I\u00ADX")).isEqualTo("IX");
        assertThat(prepared("user")).isEqualTo("user");
        assertThat(prepared("\u00AA")).isEqualTo("a");
        assertThat(prepared("\u2168")).isEqualTo("IX");
        assertThat(prepared("a\u00A0\u3000b")).isEqualTo("a  b");
        assertThat(prepared("e\u0301")).isEqualTo("\u00E9");
    }

    @Test
    void asciiStaysAsItIsEvenWhatTheRfcForbids() {
        assertThat(prepared("a\u0007b")).isEqualTo("a\u0007b");
    }

    @Test
    void whatTheRfcForbidsIsTakenAsItIs() {
        // prohibited, beside a character that would have been normalized
        assertThat(prepared("\u00AA\u0007")).isEqualTo("\u00AA\u0007");
        // both directions
        assertThat(prepared("\u0627\u00AA")).isEqualTo("\u0627\u00AA");
        // right to left, but not at the end
        assertThat(prepared("\u0627\u00B2")).isEqualTo("\u0627\u00B2");
        // not in Unicode 3.2
        assertThat(prepared("\uD83D\uDE00\u00AA")).isEqualTo("\uD83D\uDE00\u00AA");
        // nothing is left
        assertThat(prepared("\u00AD\u200D")).isEqualTo("\u00AD\u200D");
    }

    @Test
    void whatIsNoUtf8IsTakenAsItIs() {
        byte[] latin = {'p', (byte) 0xE4, 's', 's'};
        assertThat(SaslPrep.prepare(Secret.of(latin))).isEqualTo(latin);
    }

    private static String prepared(String password) {
        return new String(SaslPrep.prepare(Secret.ofText(password)), StandardCharsets.UTF_8);
    }
}
