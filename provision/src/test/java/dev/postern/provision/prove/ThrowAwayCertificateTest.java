package dev.postern.provision.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.provision.connect.Credential;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrowAwayCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "Wéird \"q\", CN=x + O=y",
                "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
                "日本"
            })
    void itIsACertificateInThatNameWhoseSignerNobodyHas(String name) throws Exception {
        Credential.ClientCertificate made = ThrowAwayCertificate.of(name, new SecureRandom(), NOW);
        assertThat(CertificateNames.of(made.leaf()).commonNames()).containsExactly(name);
        KeyPairs.requireMatch("its key", made.key(), made.leaf());
        made.leaf().checkValidity(Date.from(NOW));
        assertThatThrownBy(() -> made.leaf().verify(made.leaf().getPublicKey())).isInstanceOf(SignatureException.class);
        assertThat(made.leaf().getSerialNumber()).isPositive();
        assertThat(made.leaf().getSerialNumber())
                .isNotEqualTo(ThrowAwayCertificate.of(name, new SecureRandom(), NOW)
                        .leaf()
                        .getSerialNumber());
    }
}
