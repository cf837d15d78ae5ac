package dev.postern.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.Login;
import dev.postern.api.Logout;
import dev.postern.api.Route;
import dev.postern.api.Status;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.control.status.StatusSource;
import dev.postern.control.store.TestStore;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody can do with a copy of a login's certificate and key, and how it is taken from them. */
@EnabledIfPostgres(PgVersion.V18)
class StolenLoginTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();

    private final Path home = TestFolder.fresh("stolen");
    private final TestStore store = TestStore.create();
    private final Authorities authorities = Authorities.init(
            store.store().journal(), KeyProtection.of("test", "0f".repeat(32), RANDOM), "postern.local", CLOCK, RANDOM);
    private final Issuance issuance = new Issuance(authorities, RANDOM);
    private final Control control = Control.start(
            ControlSettings.of(home, "test", "boss", 0), store.store(), authorities, new Nothing(), CLOCK, RANDOM);

    @AfterEach
    void stop() {
        control.close();
        store.close();
    }

    @Test
    void aSuccessorEndsWithTheLoginThatItWasGotBy() {
        Got first = login(operator(), Duration.ofMinutes(30));
        Got second = login(client(first.credential()), Duration.ofHours(8));
        Got third = login(client(second.credential()), Duration.ofHours(8));

        assertThat(second.answer().notAfter()).isBeforeOrEqualTo(first.answer().notAfter());
        assertThat(third.answer().notAfter()).isBeforeOrEqualTo(first.answer().notAfter());
        assertThat(login(client(second.credential()), Duration.ofMinutes(5))
                        .answer()
                        .notAfter())
                .isBefore(CLOCK.instant().plus(Duration.ofMinutes(6)));
        assertThat(login(operator(), Duration.ofHours(8)).answer().notAfter())
                .isAfter(first.answer().notAfter());
    }

    @Test
    void nobodyElsesCertificateIsOutlivedEither() {
        Credential alice = issuance.person("alice", Duration.ofMinutes(20), "test");

        assertThat(login(client(alice), Duration.ofHours(8)).answer().notAfter())
                .isBeforeOrEqualTo(alice.leaf().getNotAfter().toInstant());
    }

    @Test
    void aLoginThatIsAboutToEndHasNoSuccessor() {
        Got last = login(operator(), Duration.ofMinutes(1));

        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> login(client(last.credential()), Duration.ofHours(1)));

        assertThat(refused.first().code().name()).isEqualTo("LOGIN_OVER");
        assertThat(refused.first().what()).contains(last.answer().notAfter().toString());
    }

    @Test
    void aLogoutRefusesWhatWasGotByTheLoginToo() {
        Got mine = login(operator(), Duration.ofHours(1));
        Got stolen = login(client(mine.credential()), Duration.ofHours(1));
        Got other = login(operator(), Duration.ofHours(1));

        assertThat(operator()
                        .call(
                                Route.LOGOUT,
                                new Logout.Request(Optional.of(mine.answer().serial())))
                        .serials())
                .containsExactlyInAnyOrder(
                        mine.answer().serial(), stolen.answer().serial());

        assertRefused(stolen.credential());
        assertThat(client(other.credential()).call(Route.WHOAMI).name()).isEqualTo("boss");
    }

    @Test
    void logoutOfEverythingLeavesNothingThatWasIssuedBeforeAndTheOperatorAtWork() {
        ApiClient before = operator();
        ApiConnection copied = ApiConnection.read(home.resolve("operator"));
        Got login = login(before, Duration.ofHours(1));
        Got successor = login(client(login.credential()), Duration.ofHours(1));
        Credential alice = issuance.person("alice", Duration.ofHours(1), "test");
        Credential forgotten = issuance.person("boss", Duration.ofHours(1), "test");

        List<String> refused =
                before.call(Route.LOGOUT, new Logout.Request(Optional.empty())).serials();

        assertThat(refused)
                .contains(
                        login.answer().serial(),
                        successor.answer().serial(),
                        CertificateSummary.serial(forgotten.leaf().getSerialNumber()),
                        CertificateSummary.serial(copied.chain().getFirst().getSerialNumber()));
        for (Credential old : List.of(
                login.credential(), successor.credential(), forgotten, new Credential(copied.chain(), copied.key()))) {
            assertRefused(old);
        }
        assertThat(operator().call(Route.WHOAMI).operator()).isTrue();
        assertThat(ApiConnection.read(home.resolve("operator")).key()).isNotEqualTo(copied.key());
        assertThat(client(alice).call(Route.WHOAMI).name()).isEqualTo("alice");
        assertThat(control.state().get().revoked()).hasSizeGreaterThanOrEqualTo(refused.size());
    }

    private record Got(Login.Answer answer, Credential credential) {}

    private static Got login(ApiClient as, Duration ttl) {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer answer = as.call(Route.LOGIN, new Login.Request(Pem.write(pair.getPublic()), Optional.of(ttl)));
        List<X509Certificate> chain = Pem.certificates("answer", answer.certificate());
        return new Got(answer, new Credential(chain, pair.getPrivate()));
    }

    private void assertRefused(Credential credential) {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> client(credential).call(Route.WHOAMI));
        assertThat(refused.first().code().name()).isEqualTo("CALLER_UNKNOWN");
    }

    private ApiClient operator() {
        return new ApiClient(ApiConnection.read(home.resolve("operator")), CLOCK);
    }

    private ApiClient client(Credential credential) {
        return new ApiClient(
                new ApiConnection(
                        control.address(),
                        credential.key(),
                        credential.chain(),
                        authorities.bundle(AuthorityName.SERVER)),
                CLOCK);
    }

    /** Nothing but a store runs. */
    private static final class Nothing implements StatusSource {
        @Override
        public List<Status.Server> servers() {
            return List.of();
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
