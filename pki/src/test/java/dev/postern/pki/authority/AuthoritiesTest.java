package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoritiesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DOMAIN = "postern.test";

    private final SecureRandom random = new SecureRandom();
    private final KeyProtection protection = KeyProtection.of("test", "ab".repeat(32), random);
    private final MemoryJournal journal = new MemoryJournal();
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
    void rowIsCommittedBeforeAnythingIsSigned() {
        journal.away = true;

        assertThatThrownBy(() -> issue(new CertificateWish.Person("alice", Duration.ofHours(1))))
                .hasMessage("the store is away");
        journal.away = false;
        X509Certificate leaf = issue(new CertificateWish.Person("alice", Duration.ofHours(1)));
        assertThat(journal.rows).singleElement().satisfies(row -> {
            assertThat(row.serial()).isEqualTo(leaf.getSerialNumber());
            assertThat(row.requester()).isEqualTo("test");
            assertThat(row.subject()).contains("CN=alice");
            assertThat(row.notAfter()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        });
        assertThat(authorities.status())
                .filteredOn(each -> each.name() == AuthorityName.PEOPLE)
                .singleElement()
                .satisfies(status -> assertThat(status.valid()).isEqualTo(1));
    }

    @Test
    void emptyJournalNeverMakesARoot() {
        MemoryJournal empty = new MemoryJournal();

        assertThatThrownBy(() -> Authorities.open(empty, protection, DOMAIN, InstantSource.fixed(NOW), random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("restore the store");
        assertThat(empty.roots).isEmpty();
    }

    @Test
    void secondInitIsRefused() {
        assertThatThrownBy(() -> Authorities.init(journal, protection, DOMAIN, InstantSource.fixed(NOW), random))
                .hasMessage("there are roots");
    }

    @Test
    void anotherKeyEncryptionKeyOpensNothing() {
        KeyProtection other = KeyProtection.of("other", "cd".repeat(32), random);

        assertThatThrownBy(() -> Authorities.open(journal, other, DOMAIN, InstantSource.fixed(NOW), random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void wrappedKeyMovedToAnotherAuthorityDoesNotOpen() {
        Generation client = journal.root(AuthorityName.CLIENT);
        Generation people = journal.root(AuthorityName.PEOPLE);
        journal.roots.set(
                journal.roots.indexOf(client),
                new Generation(client.authority(), 1, client.state(), client.certificate(), people.key(), "x", NOW));

        assertThatThrownBy(() -> Authorities.open(journal, protection, DOMAIN, InstantSource.fixed(NOW), random))
                .hasMessageContaining("does not open");
    }

    @Test
    void tamperedWrappedKeyDoesNotOpen() {
        Generation root = journal.roots.getFirst();
        for (int at = 0; at < root.key().bytes().length; at++) {
            byte[] bytes = root.key().bytes();
            bytes[at] ^= 1;
            journal.roots.set(
                    0,
                    new Generation(
                            root.authority(), 1, root.state(), root.certificate(), new WrappedKey(bytes), "x", NOW));
            assertThatThrownBy(() -> Authorities.open(journal, protection, DOMAIN, InstantSource.fixed(NOW), random))
                    .isInstanceOf(PkiException.class);
        }
    }

    @Test
    void rootsDifferWithinTheFirst63Bytes() {
        MemoryJournal second = new MemoryJournal();
        Authorities.init(second, protection, DOMAIN, InstantSource.fixed(NOW), random);

        List<String> subjects = java.util.stream.Stream.of(journal, second)
                .flatMap(each -> each.roots.stream())
                .map(root -> "/"
                        + root.certificate().getSubjectX500Principal().getName().replace(',', '/'))
                .map(name -> name.substring(0, Math.min(63, name.length())))
                .toList();
        assertThat(subjects).doesNotHaveDuplicates().hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000b"})
    void unusableNameIsRefusedBeforeAnythingIsWritten(String name) {
        assertThatThrownBy(() -> issue(new CertificateWish.Person(name, Duration.ofHours(1))))
                .isInstanceOf(PkiException.class);
        assertThat(journal.rows).isEmpty();
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

    @Test
    void nothingPrintsAKey() {
        assertThat(protection.toString() + journal.roots).doesNotContain("abab");
    }

    private X509Certificate issue(CertificateWish wish) {
        return authorities.issue(new IssueRequest(wish, keys.getPublic(), "test", "1"));
    }

    private Verification verify(X509Certificate leaf, AuthorityName authority, Purpose purpose) {
        return ChainVerifier.verify(List.of(leaf), authorities.bundle(authority), NOW, purpose);
    }
}
