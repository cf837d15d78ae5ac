package dev.postern.postgres.scram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {
    /** The salt of the example in RFC 7677; StoredKey and ServerKey follow from its messages. */
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    private static final String AUTH_MESSAGE = "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    @Test
    void hasTheKeysOfTheExampleInTheRfc() {
        String[] parts =
                ScramVerifier.of(Secret.ofText("pencil"), SALT, 4096).text().split("[$:]", -1);
        byte[] message = AUTH_MESSAGE.getBytes(StandardCharsets.US_ASCII);
        byte[] storedKey = Base64.getDecoder().decode(parts[3]);
        byte[] serverKey = Base64.getDecoder().decode(parts[4]);
        assertThat(Hmac.of(serverKey, message))
                .isEqualTo(Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        byte[] clientKey = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        byte[] signature = Hmac.of(storedKey, message);
        for (int at = 0; at < clientKey.length; at++) {
            clientKey[at] ^= signature[at];
        }
        assertThat(Hmac.sha256(clientKey)).isEqualTo(storedKey);
    }

    @Test
    void isReadAsItIsWritten() {
        ScramVerifier made = ScramVerifier.of(Secret.ofText("pencil"), new Random(1));
        ScramVerifier read = ScramVerifier.parse(made.text()).orElseThrow();
        assertThat(read).isEqualTo(made);
        assertThat(read.text()).isEqualTo(made.text());
        assertThat(read.iterations()).isEqualTo(4096);
        assertThat(read.matches(Secret.ofText("pencil"))).isTrue();
        assertThat(read.matches(Secret.ofText("Pencil"))).isFalse();
        assertThat(read.matches(Secret.ofText(""))).isFalse();
    }

    @Test
    void twoOfOnePasswordDiffer() {
        Random random = new Random(1);
        assertThat(ScramVerifier.of(Secret.ofText("pencil"), random))
                .isNotEqualTo(ScramVerifier.of(Secret.ofText("pencil"), random));
    }

    @Test
    void whatIsNoVerifierIsNotRead() {
        String good = ScramVerifier.of(Secret.ofText("pencil"), SALT, 4096).text();
        assertThat(ScramVerifier.parse(good)).isPresent();
        for (String bad : List.of(
                "",
                "md55f4dcc3b5aa765d61d8327deb882cf99",
                good + "x",
                good.replace("256", "1"),
                good.replace("4096", "0"),
                good.replace("4096", "99999999"),
                good.replace("4096", "4096000000000"),
                good.replace("W22Z", "W2=Z"),
                good.substring(0, good.length() - 8))) {
            assertThat(ScramVerifier.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void doesNotPrintItself() {
        ScramVerifier verifier = ScramVerifier.of(Secret.ofText("pencil"), SALT, 4096);
        assertThat(verifier.toString()).isEqualTo("SCRAM-SHA-256$4096:***");
    }

    @Test
    void anEmptyPasswordHasNone() {
        assertThatThrownBy(() -> ScramVerifier.of(Secret.ofText(""), SALT, 4096))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
