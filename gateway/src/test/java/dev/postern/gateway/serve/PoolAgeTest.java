package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.GatewayState;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.ManualClock;
import dev.postern.testing.PgVersion;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a server connection is used again: no longer than it, its certificate and what it was opened under are good. */
@EnabledIfPostgres(PgVersion.V15)
class PoolAgeTest {
    private final ManualClock clock = ManualClock.at(Instant.now());

    private static String process(Site site, Site.Credentials who) throws SQLException {
        try (Connection connection = site.jdbc(who, "demo", "app");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String processThatIsKept(Site site, Site.Credentials who) throws SQLException {
        String process = process(site, who);
        Eventually.until(
                Duration.ofSeconds(10),
                "one is kept",
                () -> site.gateway.report().sessions() == 0
                        && site.gateway.report().pooledUpstreams() == 1);
        return process;
    }

    @Test
    void afterItsLifetimeItIsNot() throws Exception {
        try (Site site = Site.open(clock)) {
            Site.Credentials alice = site.person("alice");
            String first = processThatIsKept(site, alice);
            clock.advance(Duration.ofMinutes(50));
            assertThat(processThatIsKept(site, alice)).isEqualTo(first);
            clock.advance(Duration.ofMinutes(11));
            assertThat(process(site, alice)).isNotEqualTo(first);
        }
    }

    @Test
    void withACertificateThatHasExpiredItIsNot() throws Exception {
        try (Site site = Site.open(clock, Duration.ofMinutes(40))) {
            Site.Credentials alice = site.person("alice");
            String first = processThatIsKept(site, alice);
            clock.advance(Duration.ofMinutes(39));
            assertThat(processThatIsKept(site, alice)).isEqualTo(first);
            clock.advance(Duration.ofMinutes(2));
            assertThat(process(site, alice)).isNotEqualTo(first);
        }
    }

    @Test
    void whenItsCertificateWasRenewedItIsNot() throws Exception {
        try (Site site = Site.open(clock, Duration.ofMinutes(80))) {
            Site.Credentials alice = site.person("alice");
            String first = processThatIsKept(site, alice);
            clock.advance(Duration.ofMinutes(55)); // into the last third of its life, within the connection's
            assertThat(processThatIsKept(site, alice)).isEqualTo(first);
            BigInteger old = serial(site);
            site.jdbc(alice, "demo", "app", "options", "-c work_mem=1MB")
                    .close(); // a new connection asks for a renewal
            Eventually.until(
                    Duration.ofSeconds(10),
                    "it is renewed, and the first is still kept",
                    () -> !serial(site).equals(old)
                            && site.gateway.report().sessions() == 0
                            && site.gateway.report().pooledUpstreams() >= 1);
            assertThat(process(site, alice)).isNotEqualTo(first);
        }
    }

    private static BigInteger serial(Site site) {
        return site.gateway.report().upstreamCertificates().getFirst().serial();
    }

    @Test
    void afterAChangeOfWhatIsDeclaredItIsNot() throws Exception {
        try (Site site = Site.open(clock)) {
            Site.Credentials alice = site.person("alice");
            String first = processThatIsKept(site, alice);
            assertThat(processThatIsKept(site, alice)).isEqualTo(first);
            GatewayState before = site.state;
            site.state = new GatewayState(
                    before.version() + 1, before.entries(), before.rules(), before.clientAnchors(), before.revoked());
            assertThat(processThatIsKept(site, alice)).isNotEqualTo(first);
        }
    }
}
