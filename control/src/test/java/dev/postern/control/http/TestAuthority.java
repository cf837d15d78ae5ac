package dev.postern.control.http;

import dev.postern.control.fixture.TestAuthorities;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.testing.ManualClock;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Authorities of a home of their own, whose clock a test can set: so they also make certificates that have expired. */
final class TestAuthority {
    private static final Duration TTL = Duration.ofHours(1);

    private final ManualClock clock = ManualClock.at(Instant.now().minus(Duration.ofDays(1)));
    private final Authorities authorities = TestAuthorities.authorities(clock);
    private final Issuance issuance = new Issuance(authorities, new SecureRandom());

    X509Certificate serverRoot() {
        return authorities.bundle(AuthorityName.SERVER).getFirst();
    }

    X509Certificate peopleRoot() {
        return authorities.bundle(AuthorityName.PEOPLE).getFirst();
    }

    Credential server() {
        clock.set(Instant.now());
        return issuance.server(List.of("localhost"), List.of("127.0.0.1"), "test");
    }

    /** Some kilobytes, for a chain that is too large. */
    X509Certificate large() {
        clock.set(Instant.now());
        return issuance.server(
                        IntStream.range(0, 60)
                                .mapToObj(i ->
                                        "a-very-long-name-of-a-host-" + i + ".in-a-domain-that-is-long.example.com")
                                .toList(),
                        List.of(),
                        "test")
                .leaf();
    }

    Credential person(String name) {
        return person(name, Instant.now().plus(TTL));
    }

    Credential person(String name, Instant notAfter) {
        clock.set(notAfter.minus(TTL));
        return issuance.person(name, TTL, "test");
    }
}
