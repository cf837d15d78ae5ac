package dev.postern.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.Manifests;
import dev.postern.api.Route;
import dev.postern.api.Status;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.control.issue.Issuance;
import dev.postern.control.problem.ControlException;
import dev.postern.control.status.StatusSource;
import dev.postern.control.store.Store;
import dev.postern.control.store.StoreSettings;
import dev.postern.gateway.SessionEvent;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.server.StopMode;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes on when the store's PostgreSQL is killed under the control plane, and what comes back with it. */
@EnabledIfPostgres(PgVersion.V18)
class StoreOutageTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void theStateStaysNothingIsSignedAndSessionsAreWrittenLater() {
        Path home = TestFolder.fresh("outage");
        try (TestPostgres server = TestPostgres.start(PgVersion.V18);
                Store store = Store.open(settings(server))) {
            Authorities authorities = Authorities.init(
                    store.journal(), KeyProtection.of("test", "0f".repeat(32), RANDOM), "postern.local", CLOCK, RANDOM);
            Issuance issuance = new Issuance(authorities, RANDOM);
            try (Control control = Control.start(
                    ControlSettings.of(home, "test", "boss", 0), store, authorities, new Nothing(), CLOCK, RANDOM)) {
                ApiClient operator = new ApiClient(ApiConnection.read(home.resolve("operator")), CLOCK);
                long version = control.state().get().version();

                server.server().stop(StopMode.IMMEDIATE);

                assertThat(operator.call(Route.WHOAMI).name()).isEqualTo("boss");
                assertThat(control.state().get().version()).isEqualTo(version);
                assertThat(operator.call(Route.STATUS).servers().getFirst().note())
                        .contains("the store");
                ProblemException away = catchThrowableOfType(
                        ProblemException.class, () -> operator.call(Route.APPLY, new Manifests(List.of())));
                assertThat(away.first().code().name()).isEqualTo("STORE_AWAY");
                ControlException unsigned = catchThrowableOfType(
                        ControlException.class, () -> issuance.person("alice", Duration.ofHours(1), "test"));
                assertThat(unsigned.first().code().name()).isEqualTo("STORE_AWAY");
                control.sessionLog()
                        .record(new SessionEvent.Refused(
                                1,
                                CLOCK.instant(),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                                "eve",
                                "28000",
                                "no"));

                server.restart(StopMode.IMMEDIATE);

                Eventually.until(
                        PATIENCE,
                        "the store is used again",
                        () -> operator.call(Route.STATUS)
                                .servers()
                                .getFirst()
                                .note()
                                .isEmpty());
                Eventually.until(
                        PATIENCE,
                        "the event is stored",
                        () -> store.refusals().forget(CLOCK.instant().plusSeconds(120)) == 1);
                assertThat(issuance.person("alice", Duration.ofHours(1), "test").leaf())
                        .isNotNull();
            }
        }
    }

    @Test
    void aSecondProcessEndsTheAppliesOfTheFirst() {
        Path home = TestFolder.fresh("term");
        try (TestPostgres server = TestPostgres.start(PgVersion.V18);
                Store store = Store.open(settings(server))) {
            Authorities authorities = Authorities.init(
                    store.journal(), KeyProtection.of("test", "0f".repeat(32), RANDOM), "postern.local", CLOCK, RANDOM);
            try (Control first = Control.start(
                            ControlSettings.of(home, "test", "boss", 0),
                            store,
                            authorities,
                            new Nothing(),
                            CLOCK,
                            RANDOM);
                    Control second = Control.start(
                            ControlSettings.of(home, "test", "boss", 0),
                            store,
                            authorities,
                            new Nothing(),
                            CLOCK,
                            RANDOM)) {
                Manifests nothing = new Manifests(List.of());
                ControlException over = catchThrowableOfType(ControlException.class, () -> first.apply(nothing));

                assertThat(over.first().code().name()).isEqualTo("RESOURCE_CONFLICT");
                assertThat(second.apply(nothing).resources()).isEmpty();
            }
        }
    }

    private static StoreSettings settings(TestPostgres server) {
        return new StoreSettings(
                new HostPort(server.host(), server.port()),
                "postern",
                server.superuser(),
                Secret.ofText(server.password()),
                4,
                Duration.ofSeconds(5));
    }

    /** Nothing but a store runs. */
    private static final class Nothing implements StatusSource {
        @Override
        public List<Status.Server> servers() {
            return List.of(new Status.Server("store", "18", "127.0.0.1", 1, 2, "/data", Optional.empty(), ""));
        }

        @Override
        public Optional<Status.Gateway> gateway() {
            return Optional.empty();
        }

        @Override
        public Optional<HostPort> gatewayAddress() {
            return Optional.empty();
        }

        @Override
        public List<Status.Certificate> certificates() {
            return List.of();
        }
    }
}
