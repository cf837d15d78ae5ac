package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoritiesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DOMAIN = "postern.test";

    private final SecureRandom random = new SecureRandom();
    private final KeyProtection protection = KeyProtection.of("test", "ab".repeat(32), random);
    private final FailingJournal journal = new FailingJournal();
    private final Authorities authorities =
            Authorities.init(journal, protection, DOMAIN, InstantSource.fixed(NOW), random);
    private final KeyPair keys = KeyPairs.p256(random);

    @Test
    void clientLeafNamesRoleCallerAndPlane() {
        X509Certificate leaf = issue(new CertificateWish.Client("demo_app", "alice", "gateway", Duration.ofHours(24)));

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=demo_app,OU=alice,O=gateway");
        assertThat(CertificateNames.of(leaf).uris()).containsExactly("spiffe://postern.test/gateway/demo_app/alice");
        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(2)));
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(leaf.getSerialNumber().bitLength()).isBetween(96, 128);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(verify(leaf, AuthorityName.CLIENT, Purpose.CLIENT)).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void noAuthorityVouchesForAnothersLeaf() {
        X509Certificate person = issue(new CertificateWish.Person("postgres", Duration.ofHours(1)));

        assertThat(verify(person, AuthorityName.PEOPLE, Purpose.CLIENT)).isInstanceOf(Verification.Verified.class);
        assertThat(verify(person, AuthorityName.CLIENT, Purpose.CLIENT)).isInstanceOf(Verification.Untrusted.class);
        assertThat(verify(person, AuthorityName.SERVER, Purpose.CLIENT)).isInstanceOf(Verification.Untrusted.class);
        assertThat(verify(person, AuthorityName.PEOPLE, Purpose.SERVER)).isInstanceOf(Verification.WrongPurpose.class);
    }

    @Test
    void serverLeafHasEveryNameAndAddress() {
        X509Certificate leaf = issue(new CertificateWish.Server(
                List.of("localhost", "*.db.test"), List.of("127.0.0.1", "::1"), Duration.ofDays(90)));

        assertThat(CertificateNames.of(leaf).dnsNames()).containsExactly("localhost", "*.db.test");
        assertThat(CertificateNames.of(leaf).addresses()).containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(verify(leaf, AuthorityName.SERVER, Purpose.SERVER)).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void expiredPersonIsNeverGood() {
        X509Certificate leaf = issue(new CertificateWish.ExpiredPerson("alice"));

        assertThat(verify(leaf, AuthorityName.PEOPLE, Purpose.CLIENT)).isInstanceOf(Verification.Expired.class);
    }

    @Test
    void nothingIsSignedWithoutARow() {
        journal.failing(FailingJournal.Fault.BEFORE_COMMIT);
        assertThatThrownBy(() -> issue(new CertificateWish.Person("alice", Duration.ofHours(1))))
                .hasMessage("the store is away");
        assertThat(journal.rows()).isEmpty();

        journal.failing(FailingJournal.Fault.AFTER_COMMIT);
        assertThatThrownBy(() -> issue(new CertificateWish.Person("alice", Duration.ofHours(1))))
                .hasMessage("the store went away");
        assertThat(journal.rows()).hasSize(1);
    }

    @Test
    void rowSaysWhatTheCertificateSays() throws GeneralSecurityException {
        X509Certificate leaf = issue(new CertificateWish.Client("demo_app", "alice", "gateway", Duration.ofHours(24)));

        IssuedRow row = journal.rows().getFirst();
        assertThat(row.serial()).isEqualTo(leaf.getSerialNumber());
        assertThat(row.authority()).isEqualTo(AuthorityName.CLIENT);
        assertThat(row.generation()).isEqualTo(1);
        assertThat(row.subject()).isEqualTo("CN=demo_app,OU=alice,O=gateway");
        assertThat(List.of(row.uri())).isEqualTo(CertificateNames.of(leaf).uris());
        assertThat(row.keyHash())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(leaf.getPublicKey().getEncoded())));
        assertThat(row.notBefore()).isEqualTo(leaf.getNotBefore().toInstant());
        assertThat(row.notAfter()).isEqualTo(leaf.getNotAfter().toInstant());
        assertThat(List.of(row.requester(), row.requestId())).containsExactly("test", "1");
        assertThat(row.at()).isEqualTo(NOW);
    }

    @Test
    void statusCountsWhatIsValidNow() {
        issue(new CertificateWish.Person("alice", Duration.ofHours(1)));
        issue(new CertificateWish.Person("bob", Duration.ofHours(1)));
        issue(new CertificateWish.ExpiredPerson("carol"));

        assertThat(authorities.status())
                .extracting(AuthorityStatus::name, AuthorityStatus::valid)
                .containsExactlyInAnyOrder(
                        tuple(AuthorityName.SERVER, 0L),
                        tuple(AuthorityName.CLIENT, 0L),
                        tuple(AuthorityName.PEOPLE, 2L),
                        tuple(AuthorityName.WORKLOAD, 0L));
    }

    @Test
    void emptyJournalNeverMakesARoot() {
        VolatileJournal empty = new VolatileJournal();

        assertThatThrownBy(() -> open(empty, NOW))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("restore the store");
        assertThat(empty.generations()).isEmpty();
    }

    @Test
    void secondInitIsRefusedAndLeavesTheFirstRoots() {
        List<Generation> before = journal.generations();

        assertThatThrownBy(() -> Authorities.init(journal, protection, DOMAIN, InstantSource.fixed(NOW), random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("4 roots already");
        assertThat(journal.generations()).isEqualTo(before);
    }

    @Test
    void failedInitLeavesNothing() {
        FailingJournal away = new FailingJournal();
        away.failing(FailingJournal.Fault.BEFORE_COMMIT);

        assertThatThrownBy(() -> Authorities.init(away, protection, DOMAIN, InstantSource.fixed(NOW), random))
                .hasMessage("the store is away");
        assertThat(away.generations()).isEmpty();
    }

    @Test
    void reopenedAuthoritiesSignUnderTheSameRoots() {
        Authorities again = open(journal, NOW.plus(Duration.ofDays(400)));

        assertThat(again.bundle(AuthorityName.PEOPLE)).isEqualTo(authorities.bundle(AuthorityName.PEOPLE));
        X509Certificate leaf = again.issue(
                new IssueRequest(new CertificateWish.Person("a", Duration.ofHours(1)), keys.getPublic(), "test", "1"));
        assertThat(leaf.getIssuerX500Principal())
                .isEqualTo(authorities.bundle(AuthorityName.PEOPLE).getFirst().getSubjectX500Principal());
    }

    @Test
    void bundleHoldsEveryGenerationAndOnlyTheActiveOneSigns() {
        VolatileJournal second = new VolatileJournal();
        Authorities.init(second, protection, DOMAIN, InstantSource.fixed(NOW), random);
        Generation other = root(second, AuthorityName.CLIENT);
        List<Generation> roots = new ArrayList<>(journal.generations());
        roots.add(new Generation(
                AuthorityName.CLIENT,
                2,
                Generation.State.PREPARED,
                other.certificate(),
                other.key(),
                other.keyEncryptionKey(),
                NOW));

        Authorities rotating = open(new FixedJournal(roots), NOW);
        assertThat(rotating.bundle(AuthorityName.CLIENT)).hasSize(2).contains(other.certificate());
        assertThat(rotating.status()).hasSize(4);
    }

    @Test
    void twoActiveRootsOfOneAuthorityAreRefused() {
        List<Generation> roots = new ArrayList<>(journal.generations());
        roots.add(root(journal, AuthorityName.CLIENT));

        assertThatThrownBy(() -> open(new FixedJournal(roots), NOW)).hasMessageContaining("two active roots");
    }

    @Test
    void anotherKeyEncryptionKeyOpensNothing() {
        KeyProtection other = KeyProtection.of("other", "cd".repeat(32), random);

        assertThatThrownBy(() -> Authorities.open(journal, other, DOMAIN, InstantSource.fixed(NOW), random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(protection.id())
                .hasMessageContaining(other.id());
    }

    @Test
    void anotherTrustDomainOpensNothing() {
        assertThatThrownBy(() -> Authorities.open(journal, protection, "other.test", InstantSource.fixed(NOW), random))
                .hasMessageContaining("does not open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper.test", "with space", "a/b"})
    void trustDomainIsJudged(String domain) {
        VolatileJournal empty = new VolatileJournal();
        assertThatThrownBy(() -> Authorities.init(empty, protection, domain, InstantSource.fixed(NOW), random))
                .isInstanceOf(PkiException.class);
        assertThat(empty.generations()).isEmpty();
    }

    @Test
    void wrappedKeyMovedToAnotherAuthorityDoesNotOpen() {
        Generation people = root(journal, AuthorityName.PEOPLE);

        assertThatThrownBy(() -> open(with(root(journal, AuthorityName.CLIENT), people.key()), NOW))
                .hasMessageContaining("does not open");
    }

    @Test
    void certificateOfAnotherRootIsNoticed() {
        VolatileJournal second = new VolatileJournal();
        Authorities.init(second, protection, DOMAIN, InstantSource.fixed(NOW), random);
        Generation client = root(journal, AuthorityName.CLIENT);
        Generation swapped = new Generation(
                client.authority(),
                client.number(),
                client.state(),
                root(second, AuthorityName.CLIENT).certificate(),
                client.key(),
                client.keyEncryptionKey(),
                NOW);

        assertThatThrownBy(() -> open(new FixedJournal(List.of(swapped)), NOW))
                .hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void tamperedOrTruncatedWrappedKeyDoesNotOpen() {
        Generation root = journal.generations().getFirst();
        int length = root.key().bytes().length;
        for (int at = 0; at < length; at++) {
            byte[] bytes = root.key().bytes();
            bytes[at] ^= 1;
            assertThatThrownBy(() -> open(with(root, new WrappedKey(bytes)), NOW))
                    .isInstanceOf(PkiException.class)
                    .hasMessageContaining("does not open");
            byte[] cut = Arrays.copyOf(root.key().bytes(), at);
            assertThatThrownBy(() -> open(with(root, new WrappedKey(cut)), NOW))
                    .isInstanceOf(PkiException.class)
                    .hasMessageContaining("does not open");
        }
    }

    @Test
    void rootsDifferWithinTheFirst63Bytes() {
        VolatileJournal second = new VolatileJournal();
        Authorities.init(second, protection, "a".repeat(255), InstantSource.fixed(NOW), random);

        List<String> subjects = Stream.of(journal, second)
                .flatMap(each -> each.generations().stream())
                .map(root -> root.certificate().getSubjectX500Principal())
                // in the order of the bytes, as pg_stat_ssl shows it
                .map(name -> "/"
                        + String.join(
                                "/", List.of(name.getName().split(",", -1)).reversed()))
                .map(name -> name.replaceFirst("^(/O=[^/]*)(/CN=.*)$", "$2$1"))
                .map(name -> name.substring(0, Math.min(63, name.length())))
                .toList();
        assertThat(subjects).doesNotHaveDuplicates().hasSize(8).allMatch(name -> name.startsWith("/CN=Postern "));
    }

    @Test
    void clockThatStepsBackAfterInitDoesNotMatter() {
        for (Duration step : List.of(Duration.ofMinutes(1), Duration.ofMinutes(59))) {
            Authorities earlier = open(journal, NOW.minus(step));
            for (CertificateWish wish : List.of(
                    new CertificateWish.Client("r", "c", "gateway", Duration.ofHours(12)),
                    new CertificateWish.Person("alice", Duration.ofHours(1)),
                    new CertificateWish.ExpiredPerson("alice"))) {
                assertThat(earlier.issue(new IssueRequest(wish, keys.getPublic(), "test", "1")))
                        .isNotNull();
            }
        }
        assertThatThrownBy(() -> open(journal, NOW.minus(Duration.ofHours(3)))
                        .issue(new IssueRequest(
                                new CertificateWish.Person("a", Duration.ofHours(1)), keys.getPublic(), "test", "1")))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("the clock here says");
    }

    @Test
    void nothingOutlivesItsRoot() {
        Instant late = NOW.plus(Duration.ofDays(3650)).minus(Duration.ofHours(10));
        Authorities aged = open(journal, late);

        assertThat(aged.issue(new IssueRequest(
                        new CertificateWish.Person("a", Duration.ofHours(1)), keys.getPublic(), "test", "1")))
                .isNotNull();
        assertThatThrownBy(() -> aged.issue(new IssueRequest(
                        new CertificateWish.Client("r", "c", "gateway", Duration.ofHours(12)),
                        keys.getPublic(),
                        "test",
                        "1")))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("rotate the authority");
        assertThat(journal.rows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000b", "a\u202eb", "a\u200bb", "\ud800", "a\u2028b"})
    void unusableNameIsRefusedBeforeAnythingIsWritten(String name) {
        assertThatThrownBy(() -> issue(new CertificateWish.Person(name, Duration.ofHours(1))))
                .isInstanceOf(PkiException.class);
        assertThat(journal.rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ünïcode", "a,b=c", "a/b", "with space", "..", "#dead", "\"q\\"})
    void oddNameSurvivesTheRoundTrip(String name) {
        X509Certificate leaf = issue(new CertificateWish.Client(name, name, "gateway", Duration.ofHours(12)));

        assertThat(CertificateNames.of(leaf).commonNames()).containsExactly(name);
        assertThat(CertificateNames.of(leaf).organizationalUnits()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 24 * 3600 + 1})
    void personsLifeIsBounded(long seconds) {
        assertThatThrownBy(() -> issue(new CertificateWish.Person("alice", Duration.ofSeconds(seconds))))
                .hasMessageContaining("may last from 60 s to 24 h");
    }

    @Test
    void infrastructureOutlivesAnOutage() {
        assertThatThrownBy(() -> issue(new CertificateWish.Client("r", "c", "gateway", Duration.ofHours(11))))
                .hasMessageContaining("may last from 12 h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "rolle_ä"})
    void roleFillsPostgresqlsNameAndNoMore(String part) {
        String longest = part + "x".repeat(63 - part.getBytes(StandardCharsets.UTF_8).length);

        assertThat(CertificateNames.of(issue(new CertificateWish.Client(longest, "c", "g", Duration.ofHours(12))))
                        .commonNames())
                .containsExactly(longest);
        assertThatThrownBy(() -> issue(new CertificateWish.Client(longest + "x", "c", "g", Duration.ofHours(12))))
                .hasMessageContaining("the role has 64 bytes");
        assertThatThrownBy(() -> issue(new CertificateWish.Client("r", "c".repeat(65), "g", Duration.ofHours(12))))
                .hasMessageContaining("the caller has 65 characters");
    }

    @Test
    void serialsDoNotRepeatAndAreLong() {
        List<BigInteger> serials = IntStream.range(0, 50)
                .mapToObj(_ -> issue(new CertificateWish.Person("alice", Duration.ofHours(1)))
                        .getSerialNumber())
                .toList();

        assertThat(serials).doesNotHaveDuplicates().allMatch(serial -> serial.signum() > 0);
        assertThat(serials).anyMatch(serial -> serial.bitLength() > 120).allMatch(serial -> serial.bitLength() <= 128);
    }

    @Test
    void manyMaySignAtOnce() throws InterruptedException {
        VolatileJournal shared = new VolatileJournal();
        Authorities many = Authorities.init(shared, protection, DOMAIN, InstantSource.fixed(NOW), random);
        Callable<X509Certificate> one = () -> many.issue(new IssueRequest(
                new CertificateWish.Client("r", "c", "gateway", Duration.ofHours(12)), keys.getPublic(), "test", "1"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(Collections.nCopies(64, one)))
                    .extracting(Future::resultNow)
                    .extracting(X509Certificate::getSerialNumber)
                    .containsExactlyInAnyOrderElementsOf(
                            shared.rows().stream().map(IssuedRow::serial).toList());
        }
    }

    @Test
    void nothingPrintsAKey() {
        PrivateKey opened = protection.unwrap(
                journal.generations().getFirst().key(),
                protection.id(),
                "postern authority server generation 1 of " + DOMAIN);
        BigInteger secret = ((ECPrivateKey) opened).getS();

        String printed = protection + " " + journal.generations() + authorities.status() + journal.rows()
                + new Signer(journal.generations().getFirst(), opened);
        assertThat(printed)
                .doesNotContain("abab")
                .doesNotContainIgnoringCase(secret.toString(16))
                .doesNotContain(secret.toString());
    }

    private X509Certificate issue(CertificateWish wish) {
        return authorities.issue(new IssueRequest(wish, keys.getPublic(), "test", "1"));
    }

    private Authorities open(AuthorityJournal from, Instant at) {
        return Authorities.open(from, protection, DOMAIN, InstantSource.fixed(at), random);
    }

    private FixedJournal with(Generation replaced, WrappedKey key) {
        return new FixedJournal(journal.generations().stream()
                .map(each -> each.equals(replaced)
                        ? new Generation(
                                each.authority(),
                                each.number(),
                                each.state(),
                                each.certificate(),
                                key,
                                each.keyEncryptionKey(),
                                NOW)
                        : each)
                .toList());
    }

    private static Generation root(AuthorityJournal from, AuthorityName name) {
        return from.generations().stream()
                .filter(root -> root.authority() == name)
                .findFirst()
                .orElseThrow();
    }

    private Verification verify(X509Certificate leaf, AuthorityName authority, Purpose purpose) {
        return ChainVerifier.verify(List.of(leaf), authorities.bundle(authority), NOW, purpose);
    }
}
