package dev.postern.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PemTest {
    private final KeyPair keys = KeyPairs.p256(new SecureRandom());
    private final String key = Pem.write(keys.getPrivate());

    @Test
    void keysSurviveTheRoundTrip() {
        assertThat(Pem.privateKey("k", key)).isEqualTo(keys.getPrivate());
        assertThat(Pem.publicKey("k", Pem.write(keys.getPublic()))).isEqualTo(keys.getPublic());
    }

    @Test
    void whatOpensslReadsIsRead() {
        assertThat(Pem.privateKey("k", key.replace("\n", "\r\n"))).isEqualTo(keys.getPrivate());
        assertThat(Pem.privateKey("k", "\uFEFF" + key)).isEqualTo(keys.getPrivate());
        assertThat(Pem.privateKey("k", "Bag Attributes\n  friendlyName: x\n" + key))
                .isEqualTo(keys.getPrivate());
    }

    @Test
    void everyMalformationIsNamedAndNothingIsQuoted() {
        String body = key.lines().skip(1).findFirst().orElseThrow();
        refuses(key.substring(0, key.length() - 30), "line 1", body);
        refuses(key.replace("-----END PRIVATE KEY-----", "-----END CERTIFICATE-----"), "ends as", body);
        refuses(key.replaceFirst("M", "\u00e9"), "not base64", body);
        refuses(key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "openssl pkey", body);
        refuses(key.replace("PRIVATE KEY", "EC PRIVATE KEY"), "openssl pkcs8", body);
        refuses("", "holds no private key", body);
        refuses("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "neither EC", body);
    }

    @Test
    void keyIsNoCertificate() {
        assertThatThrownBy(() -> Pem.certificates("c.crt", key)).hasMessageContaining("c.crt holds no certificate");
    }

    private static void refuses(String text, String because, String secret) {
        assertThatThrownBy(() -> Pem.privateKey("k", text))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(because)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(secret.substring(10)));
    }
}
