package dev.postern.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.control.problem.ControlException;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.CertificateWish;
import dev.postern.pki.authority.IssueRequest;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The authorities on their real journal. */
@EnabledIfPostgres(PgVersion.V18)
class AuthorityTableTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final KeyProtection KEK = KeyProtection.of("test", "0f".repeat(32), RANDOM);

    @Test
    void keepsRootsOverARestart() {
        try (TestStore test = TestStore.create()) {
            List<X509Certificate> made = init(test.store()).bundle(AuthorityName.CLIENT);
            test.reopen();

            assertThat(open(test.store()).bundle(AuthorityName.CLIENT)).isEqualTo(made);
        }
    }

    @Test
    void makesRootsOnlyOnce() {
        try (TestStore test = TestStore.create()) {
            init(test.store());

            ControlException refused = catchThrowableOfType(ControlException.class, () -> init(test.store()));

            assertThat(refused.first().what()).contains("4 roots");
        }
    }

    @Test
    void oneOfSeveralAtOnceMakesThem() throws Exception {
        try (TestStore test = TestStore.create();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Authorities>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Callable<Authorities> init = () -> init(test.store());
                all.add(pool.submit(init));
            }
            int made = 0;
            for (Future<Authorities> one : all) {
                try {
                    one.get();
                    made++;
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(ControlException.class);
                }
            }
            assertThat(made).isEqualTo(1);
            assertThat(open(test.store()).status()).hasSize(4);
        }
    }

    @Test
    void anEmptyStoreIsNotGivenNewRoots() {
        try (TestStore test = TestStore.create()) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> open(test.store())))
                    .isNotNull();
        }
    }

    @Test
    void refusesKeysUnderAnotherKeyEncryptionKey() {
        try (TestStore test = TestStore.create()) {
            init(test.store());
            KeyProtection other = KeyProtection.of("other", "a0".repeat(32), RANDOM);

            ProblemException refused = catchThrowableOfType(
                    ProblemException.class,
                    () -> Authorities.open(test.store().journal(), other, "postern.local", CLOCK, RANDOM));

            assertThat(refused).isNotNull();
        }
    }

    @Test
    void writesTheRowBeforeItSigns() {
        try (TestStore test = TestStore.create()) {
            Authorities authorities = init(test.store());
            X509Certificate leaf = authorities.issue(person("alice"));
            assertThat(test.count("select count(*) from issued_certificate where serial = " + leaf.getSerialNumber()
                            + " and requester = 'user:alice' and request_id = 'r1'"))
                    .isEqualTo(1);
            assertThat(authorities.status())
                    .filteredOn(status -> status.name() == AuthorityName.PEOPLE)
                    .singleElement()
                    .satisfies(status -> assertThat(status.valid()).isEqualTo(1));
        }
    }

    @Test
    void signsNothingThatCouldNotBeWritten() {
        try (TestStore test = TestStore.create()) {
            Authorities authorities = init(test.store());
            test.execute("alter table issued_certificate add constraint broken check (subject not like '%alice%')");

            ControlException refused =
                    catchThrowableOfType(ControlException.class, () -> authorities.issue(person("alice")));

            assertThat(refused.first().what()).contains("23514").doesNotContain("alice");
            assertThat(authorities.issue(person("bob"))).isNotNull();
        }
    }

    private static IssueRequest person(String name) {
        return new IssueRequest(
                new CertificateWish.Person(name, Duration.ofHours(1)),
                KeyPairs.p256(RANDOM).getPublic(),
                "user:" + name,
                "r1");
    }

    private static Authorities init(Store store) {
        return Authorities.init(store.journal(), KEK, "postern.local", CLOCK, RANDOM);
    }

    private static Authorities open(Store store) {
        return Authorities.open(store.journal(), KEK, "postern.local", CLOCK, RANDOM);
    }
}
