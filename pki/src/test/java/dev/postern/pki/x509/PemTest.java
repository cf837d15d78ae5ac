package dev.postern.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
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
    void twoKeysAreOneTooMany() {
        refuses(
                key + "\n" + Pem.write(KeyPairs.p256(new SecureRandom()).getPrivate()),
                "2 private keys, in the lines",
                key);
        assertThat(Pem.privateKey("k", key + Pem.write(keys.getPublic()))).isEqualTo(keys.getPrivate());
    }

    @Test
    void encryptedInTheOldWayIsEncryptedToo() {
        String body = key.lines().skip(1).findFirst().orElseThrow();
        String old = key.replace("PRIVATE KEY", "EC PRIVATE KEY")
                .replaceFirst("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n");

        refuses(old, "is encrypted", body);
    }

    @Test
    void bytesAfterACertificateBelongToNothing() throws GeneralSecurityException {
        X509Certificate certificate = ScratchAuthority.root("one").certificate();
        byte[] longer = Arrays.copyOf(certificate.getEncoded(), certificate.getEncoded().length + 3);
        String text =
                "-----BEGIN (X)-----\n" + Base64.getMimeEncoder().encodeToString(longer) + "\n-----END (X)-----\n";

        assertThatThrownBy(() -> Pem.certificates("c.crt", text.replace("(X)", "CERTIFICATE")))
                .hasMessageContaining("c.crt, line 1")
                .hasMessageContaining("3 bytes follow");
        assertThat(Pem.certificates("c.crt", text.replace("(X)", "TRUSTED CERTIFICATE")))
                .containsExactly(certificate);
    }

    @Test
    void textAroundAndBetweenCertificatesIsSkipped() {
        X509Certificate one = ScratchAuthority.root("one").certificate();
        X509Certificate two = ScratchAuthority.root("two").certificate();
        String text = "\uFEFFsubject=one\r\n" + Pem.write(one).replace("\n", "\r\n") + key + "# note\n  "
                + Pem.write(two).replace("\n", "  \n");

        assertThat(Pem.certificates("c", text)).containsExactly(one, two);
    }

    @Test
    void secondCertificateIsNamedByItsLine() {
        String good = Pem.write(ScratchAuthority.root("one").certificate());
        long line = good.lines().count() + 1;

        assertThatThrownBy(() -> Pem.certificates("c.crt", good + good.replaceFirst("MII", "MIA")))
                .hasMessageContaining("c.crt, line " + line + ": the certificate that begins here cannot be parsed");
        assertThatThrownBy(() -> Pem.certificates("c.crt", good + good.substring(0, 100)))
                .hasMessageContaining("line " + line)
                .hasMessageContaining("has no end");
        assertThatThrownBy(() -> Pem.certificates("c.crt", good.substring(0, 100) + "\n" + good))
                .hasMessageContaining("line 1")
                .hasMessageContaining("has no end");
    }

    @Test
    void keyOfAnotherCertificateIsNoticed() {
        X509Certificate certificate = ScratchAuthority.root("one").certificate();

        assertThatThrownBy(() -> KeyPairs.requireMatch("k.key", keys.getPrivate(), certificate))
                .hasMessageContaining("k.key does not belong to the certificate CN=one");
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
