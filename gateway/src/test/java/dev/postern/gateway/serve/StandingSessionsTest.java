package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session lasts no longer than the certificate that it began with. */
@EnabledIfPostgres(PgVersion.V15)
class StandingSessionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void endsWhenItsCertificateExpires() throws Exception {
        try (Site site = Site.open()) {
            site.rules(
                    Site.allow("shop-people", "user:alice", "shop", Optional.empty(), "app"),
                    Site.allow("shop-bob", "user:bob", "shop", Optional.empty(), "app"));
            Site.Credentials alice = site.credentials(
                    Site.PEOPLE.leaf(Wish.person("alice").valid(Duration.ofMinutes(-1), Duration.ofSeconds(4))));
            try (Connection other = site.jdbc(site.person("bob"), "demo", "app");
                    Connection connection = site.jdbc(alice, "demo", "app")) {
                assertThat(connection.isValid(5)).isTrue();

                ended(site, "expired at");

                assertThat(refusal(connection).getSQLState()).isEqualTo("57P01");
                assertThat(other.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void endsWhenItsCertificateIsRevokedAlsoInTheMiddleOfATransaction() throws Exception {
        try (Site site = Site.open()) {
            Site.Credentials alice = site.person("alice");
            try (Connection other = site.jdbc(site.person("alice"), "demo", "app");
                    Connection connection = site.jdbc(alice, "demo", "app")) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1");
                }
                GatewayState before = site.state;
                site.state = new GatewayState(
                        before.version() + 1,
                        before.entries(),
                        before.rules(),
                        before.clientAnchors(),
                        Set.of(alice.leaf().certificate().getSerialNumber()));

                ended(site, "is revoked");

                assertThat(refusal(connection).getSQLState()).isEqualTo("57P01");
                assertThat(other.isValid(5)).isTrue();
            }
        }
    }

    private static SQLException refusal(Connection connection) {
        return catchThrowableOfType(SQLException.class, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 2");
            }
        });
    }

    private static void ended(Site site, String how) {
        Eventually.until(
                PATIENCE,
                "the session ends because its certificate " + how,
                () -> site.events.stream()
                        .anyMatch(event -> event instanceof SessionEvent.Ended ended
                                && ended.reason().contains(how)));
    }
}
