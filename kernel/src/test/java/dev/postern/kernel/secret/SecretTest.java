package dev.postern.kernel.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void neverPrints() {
        Secret secret = Secret.ofText("hunter2");

        assertThat("" + secret).isEqualTo("***");
        assertThat(String.format("%s", secret)).doesNotContain("hunter2");
        assertThat(secret.hashCode()).isEqualTo(Secret.ofText("other").hashCode());
    }

    @Test
    void comparesByContent() {
        assertThat(Secret.ofText("a")).isEqualTo(Secret.ofText("a")).isNotEqualTo(Secret.ofText("b"));
    }

    @Test
    void ownsItsBytes() {
        byte[] given = {1, 2, 3};
        Secret secret = Secret.of(given);
        given[0] = 9;
        secret.bytes()[1] = 9;

        assertThat(secret.bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void closingWipes() {
        Secret secret = Secret.ofText("abc");
        secret.close();

        assertThat(secret.bytes()).containsExactly(0, 0, 0);
    }

    @Test
    void randomHasTheLengthAndComesFromTheGenerator() {
        assertThat(Secret.random(new Random(1), 32)).isEqualTo(Secret.random(new Random(1), 32));
        assertThat(Secret.random(new Random(1), 32).length()).isEqualTo(32);
    }
}
