package dev.postern.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.serve.TestAuthority;
import dev.postern.testing.ManualClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger's chain costs next to nothing, however many ways lead through it. */
class LongChainsTest {
    private static final TestAuthority PEOPLE = new TestAuthority("people");

    private final Authenticator authenticator = new Authenticator(ManualClock.at(Instant.now()));

    /** Four layers of authorities of one name and key in a layer: a search would try every way through them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 60})
    @Timeout(20)
    void layersOfSelfMadeAuthoritiesAreNotSearched(int wide) {
        List<X509Certificate> chain = TestAuthority.layers(PEOPLE.root(), 4, wide);
        Set<Authentication> found = Set.of(judge(chain)); // loads classes
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            found = Set.of(judge(chain));
        }
        Duration each = Duration.ofNanos(System.nanoTime() - began).dividedBy(20);
        assertThat(found)
                .allSatisfy(authentication -> assertThat(authentication)
                        .isInstanceOfSatisfying(
                                Authentication.Rejected.class,
                                rejected -> assertThat(rejected.problem().code())
                                        .isEqualTo(GatewayCode.CERTIFICATE_UNTRUSTED)));
        assertThat(each).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void whatFollowsTheLeafMayBeInAnyOrderAndHoldTheRoot() {
        X509Certificate leaf = PEOPLE.leaf(TestAuthority.Wish.person("alice")).certificate();
        X509Certificate stray = new TestAuthority("stray").root();
        assertThat(judge(List.of(leaf, stray, PEOPLE.root()))).isInstanceOf(Caller.class);
        assertThat(judge(List.of(PEOPLE.root()))).isInstanceOf(Authentication.Rejected.class);
    }

    private Authentication judge(List<X509Certificate> chain) {
        return authenticator.judge(chain, List.of(PEOPLE.root()), Set.of());
    }
}
