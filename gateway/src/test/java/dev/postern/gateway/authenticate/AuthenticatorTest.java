package dev.postern.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.authenticate.Authentication.Rejected;
import dev.postern.gateway.serve.TestAuthority;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.pki.x509.SpiffeId;
import dev.postern.testing.ManualClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A remembered chain is trusted again, and still judged by the clock; workloads are told from people. */
class AuthenticatorTest {
    private static final TestAuthority PEOPLE = new TestAuthority("people");

    private final ManualClock clock = ManualClock.at(Instant.now());
    private final Authenticator authenticator = new Authenticator(clock);

    private Authentication judge(X509Certificate leaf) {
        return authenticator.judge(List.of(leaf), List.of(PEOPLE.root()), Set.of());
    }

    private static void rejected(Authentication authentication, GatewayCode code) {
        assertThat(authentication).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(code);
            assertThat(rejected.problem().fix()).isNotBlank();
        });
    }

    @Test
    void datesAreLookedAtEveryTime() {
        X509Certificate leaf = PEOPLE.leaf(Wish.person("alice")).certificate();
        assertThat(judge(leaf)).isInstanceOf(Caller.class);
        clock.advance(Duration.ofHours(5));
        rejected(judge(leaf), GatewayCode.CERTIFICATE_EXPIRED);
        clock.advance(Duration.ofHours(-10));
        rejected(judge(leaf), GatewayCode.CERTIFICATE_NOT_YET_VALID);
        clock.advance(Duration.ofHours(5));
        assertThat(judge(leaf)).isInstanceOf(Caller.class);
        clock.advance(Duration.ofDays(31)); // the root's own end is one, too
        rejected(
                judge(PEOPLE.leaf(Wish.person("alice").valid(Duration.ZERO, Duration.ofDays(60)))
                        .certificate()),
                GatewayCode.CERTIFICATE_EXPIRED);
    }

    @Test
    void otherAnchorsForgetWhatWasTrusted() {
        X509Certificate leaf = PEOPLE.leaf(Wish.person("alice")).certificate();
        assertThat(judge(leaf)).isInstanceOf(Caller.class);
        rejected(authenticator.judge(List.of(leaf), List.of(), Set.of()), GatewayCode.CERTIFICATE_UNTRUSTED);
        rejected(
                authenticator.judge(List.of(leaf), List.of(new TestAuthority("others").root()), Set.of()),
                GatewayCode.CERTIFICATE_UNTRUSTED);
        rejected(
                authenticator.judge(List.of(leaf), List.of(PEOPLE.root()), Set.of(leaf.getSerialNumber())),
                GatewayCode.CERTIFICATE_REVOKED);
        rejected(authenticator.judge(List.of(), List.of(PEOPLE.root()), Set.of()), GatewayCode.CERTIFICATE_MISSING);
        assertThat(judge(leaf)).isInstanceOf(Caller.class);
    }

    @Test
    void subjectsTellPeopleFromWorkloads() {
        assertThat(judge(PEOPLE.leaf(Wish.person("alice")).certificate()))
                .isInstanceOfSatisfying(Caller.class, caller -> {
                    assertThat(caller.subject()).isEqualTo("user:alice");
                    assertThat(caller.name()).isEqualTo("alice");
                });
        assertThat(judge(PEOPLE.leaf(Wish.person("alice").ids()).certificate()))
                .isInstanceOfSatisfying(
                        Caller.class, caller -> assertThat(caller.subject()).isEqualTo("user:alice"));
        assertThat(judge(PEOPLE.leaf(Wish.person("x").ids("spiffe://postern.local/ns/shop/sa/api"))
                        .certificate()))
                .isInstanceOfSatisfying(
                        Caller.class,
                        caller -> assertThat(caller.subject())
                                .isEqualTo("workload:spiffe://postern.local/ns/shop/sa/api"));
        assertThat(judge(PEOPLE.leaf(Wish.person("x")
                                .subject("CN=jörg@example.com")
                                .ids("spiffe://postern.local/user/" + SpiffeId.segment("jörg@example.com")))
                        .certificate()))
                .isInstanceOfSatisfying(
                        Caller.class, caller -> assertThat(caller.subject()).isEqualTo("user:jörg@example.com"));
        for (Wish wrong : List.of(
                Wish.person("alice").ids("spiffe://a/user/alice", "spiffe://b/user/alice"),
                Wish.person("alice").ids("spiffe://a/user/x/user/alice"),
                Wish.person("alice").ids("spiffe://a/user/malice"),
                Wish.person("alice").subject("CN=alice+CN=bob"))) {
            rejected(judge(PEOPLE.leaf(wrong).certificate()), GatewayCode.CERTIFICATE_NAME);
        }
    }
}
