package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.CertificateWish;
import dev.postern.pki.authority.IssueRequest;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.authority.VolatileJournal;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.testing.ManualClock;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenewalTest {
    private final SecureRandom random = new SecureRandom();
    private final ManualClock clock = ManualClock.at("2026-03-01T00:00:00Z");
    private final Authorities authorities = Authorities.init(
            new VolatileJournal(), KeyProtection.of("test", "ab".repeat(32), random), "postern.test", clock, random);
    private final List<X509Certificate> renewed = new ArrayList<>();
    private final Renewal renewal = new Renewal(clock);

    @Test
    void renewsAtTwoThirdsOfLifeAndNotBefore() {
        renewal.watch("gateway", issue(), this::next);

        clock.advance(Duration.ofDays(19));
        renewal.round();
        assertThat(renewed).isEmpty();
        clock.advance(Duration.ofDays(2));
        renewal.round();
        renewal.round();
        assertThat(renewed).hasSize(1);
    }

    @Test
    void failureIsTriedAgainAndKeepsNoOtherWaiting() {
        boolean[] away = {true};
        renewal.watch("first", issue(), () -> {
            if (away[0]) {
                throw new PkiException(PkiCode.FILE_UNREADABLE, "the store is away", "");
            }
            return next();
        });
        renewal.watch("second", issue(), this::next);
        clock.advance(Duration.ofDays(25));

        renewal.round();
        assertThat(renewed).hasSize(1);
        away[0] = false;
        renewal.round();
        assertThat(renewed).hasSize(2);
    }

    private X509Certificate next() {
        X509Certificate certificate = issue();
        renewed.add(certificate);
        return certificate;
    }

    private X509Certificate issue() {
        return authorities.issue(new IssueRequest(
                new CertificateWish.Server(List.of("localhost"), List.of(), Duration.ofDays(30)),
                KeyPairs.p256(random).getPublic(),
                "test",
                "1"));
    }
}
