package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.net.TlsChoice;
import dev.postern.gateway.serve.TestAuthority.Leaf;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every certificate that is refused is refused inside the protocol: 28000, a sentence, a hint; and before PostgreSQL. */
@EnabledIfPostgres(PgVersion.V15)
class CertificateTest {
    private static final TestAuthority STRANGERS = new TestAuthority("strangers");

    static Stream<Arguments> refused() {
        Wish alice = Wish.person("alice");
        return Stream.of(
                Arguments.of("another CA", STRANGERS.leaf(alice), "comes from no authority for callers"),
                Arguments.of(
                        "the same name as ours, another key",
                        new TestAuthority("people").leaf(alice),
                        "comes from no authority for callers"),
                Arguments.of(
                        "expired",
                        Site.PEOPLE.leaf(alice.valid(Duration.ofHours(-3), Duration.ofHours(-1))),
                        "expired at"),
                Arguments.of(
                        "not yet valid",
                        Site.PEOPLE.leaf(alice.valid(Duration.ofHours(1), Duration.ofHours(2))),
                        "is valid from"),
                Arguments.of(
                        "for servers", Site.PEOPLE.leaf(alice.purpose(KeyPurposeId.id_kp_serverAuth)), "clientAuth"),
                Arguments.of("two names", Site.PEOPLE.leaf(alice.subject("CN=alice,CN=bob")), "carries 2 common names"),
                Arguments.of("no name", Site.PEOPLE.leaf(alice.subject("O=postern")), "carries 0 common names"),
                Arguments.of(
                        "two people",
                        Site.PEOPLE.leaf(alice.ids("spiffe://postern.local/user/bob")),
                        "which are two people"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedWithItsOwnSentence(String what, Leaf leaf, String sentence) throws Exception {
        try (Site site = Site.open()) {
            isRefused(site, leaf, sentence);
        }
    }

    @ParameterizedTest
    @EnumSource(value = TlsChoice.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void everyProviderLetsTheGatewayJudge(TlsChoice tls) throws Exception {
        try (Site site = Site.open(settings -> new GatewaySettings(
                settings.host(),
                settings.port(),
                settings.certificate(),
                settings.ownNames(),
                settings.gatewayDomain(),
                settings.limits(),
                settings.eventLoops(),
                settings.transport(),
                tls))) {
            isRefused(site, STRANGERS.leaf(Wish.person("alice")), "comes from no authority for callers");
            CommandLine.Result none = CommandLine.run(
                    "/usr/lib/postgresql/15/bin/psql",
                    "-X",
                    "host=localhost port=" + site.port() + " dbname=demo user=app sslmode=require sslcert=/nonexistent",
                    "-v",
                    "VERBOSITY=verbose",
                    "-c",
                    "SELECT 1");
            assertThat(none.err())
                    .contains("FATAL:  no client certificate was presented")
                    .contains("HINT:  run \"postern login\"");
        }
    }

    private static void isRefused(Site site, Leaf leaf, String sentence) {
        Site.Refusal refusal = site.refusal(site.credentials(leaf), "demo", "app");
        assertThat(refusal.severity()).isEqualTo("FATAL");
        assertThat(refusal.sqlstate()).isEqualTo("28000");
        assertThat(refusal.message()).contains(sentence);
        assertThat(refusal.hint()).isNotBlank();
        assertThat(site.events)
                .anyMatch(event -> event instanceof SessionEvent.Refused refused
                        && refused.sqlstate().equals("28000")
                        && refused.reason().contains(sentence));
        assertThat(site.issued).hasValue(0);
    }

    @Test
    void revokedAndRetiredAuthoritiesCountAtOnce() throws Exception {
        try (Site site = Site.open()) {
            Site.Credentials alice = site.person("alice");
            try (Connection first = site.jdbc(alice, "demo", "app")) {
                assertThat(first.isValid(5)).isTrue();
            }
            GatewayState before = site.state;
            site.state = new GatewayState(
                    2,
                    before.entries(),
                    before.rules(),
                    before.clientAnchors(),
                    Set.of(alice.leaf().certificate().getSerialNumber()));
            isRevoked(site, alice, "is revoked");
            site.state = new GatewayState(3, before.entries(), before.rules(), List.of(STRANGERS.root()), Set.of());
            isRevoked(site, alice, "comes from no authority");
            site.state = before;
            try (Connection again = site.jdbc(alice, "demo", "app")) {
                assertThat(again.isValid(5)).isTrue();
            }
        }
    }

    private static void isRevoked(Site site, Site.Credentials who, String sentence) {
        Site.Refusal refusal = site.refusal(who, "demo", "app");
        assertThat(refusal.message()).contains(sentence);
        assertThat(refusal.sqlstate()).isEqualTo("28000");
    }
}
