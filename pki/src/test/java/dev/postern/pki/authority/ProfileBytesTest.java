package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each profile read back and compared with its DER spelled out. */
class ProfileBytesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.987Z");
    private static final String SUBJECT_KEY_ID = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = KeyPairs.p256(random);
    private final Authorities authorities = Authorities.init(
            new VolatileJournal(),
            KeyProtection.of("test", "5a".repeat(32), random),
            "t.test",
            InstantSource.fixed(NOW),
            random);

    @Test
    void root() {
        X509Certificate root = authorities.bundle(AuthorityName.CLIENT).getFirst();

        assertThat(root.getSubjectX500Principal()).isEqualTo(root.getIssuerX500Principal());
        assertThat(root.getNotBefore()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(Duration.between(
                        root.getNotBefore().toInstant(), root.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(3650));
        assertThat(root.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(root.getPublicKey().getEncoded()).hasSize(91);
        assertThat(root.getCriticalExtensionOIDs()).containsExactlyInAnyOrder(BASIC_CONSTRAINTS, KEY_USAGE);
        assertThat(root.getNonCriticalExtensionOIDs()).containsExactlyInAnyOrder(SUBJECT_KEY_ID, AUTHORITY_KEY_ID);
        assertThat(extension(root, BASIC_CONSTRAINTS)).as("CA, path length 0").isEqualTo("30060101ff020100");
        assertThat(extension(root, KEY_USAGE)).as("keyCertSign, cRLSign").isEqualTo("03020106");
        assertThat(extension(root, AUTHORITY_KEY_ID))
                .isEqualTo("30168014" + extension(root, SUBJECT_KEY_ID).substring(4));
    }

    @Test
    void client() {
        X509Certificate leaf = issue(new CertificateWish.Client("rw", "al", "gw", Duration.ofHours(12)));

        assertThat(HexFormat.of().formatHex(leaf.getSubjectX500Principal().getEncoded()))
                .as("O, OU, CN, each UTF8String")
                .isEqualTo("3027" + "310b300906035504" + "0a0c026777" + "310b300906035504" + "0b0c02616c"
                        + "310b300906035504" + "030c027277");
        assertThat(extension(leaf, ALTERNATIVE_NAMES)).isEqualTo(uris("spiffe://t.test/gw/rw/al"));
        clientLeaf(leaf, AuthorityName.CLIENT);
        assertThat(leaf.getNotBefore()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(leaf.getNotAfter()).isEqualTo("2026-03-02T00:00:00Z");
    }

    @Test
    void person() {
        X509Certificate leaf = issue(new CertificateWish.Person("ä", Duration.ofMinutes(30)));

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=ä,OU=people,O=postern");
        assertThat(HexFormat.of().formatHex(leaf.getSubjectX500Principal().getEncoded()))
                .endsWith("06035504" + "030c02c3a4");
        assertThat(extension(leaf, ALTERNATIVE_NAMES)).isEqualTo(uris("spiffe://t.test/user/-xc3--xa4-"));
        clientLeaf(leaf, AuthorityName.PEOPLE);
        assertThat(leaf.getNotBefore()).isEqualTo("2026-03-01T11:59:00Z");
        assertThat(leaf.getNotAfter()).isEqualTo("2026-03-01T12:30:00Z");
    }

    @Test
    void expiredPersonEndedAnHourAgo() {
        X509Certificate leaf = issue(new CertificateWish.ExpiredPerson("al"));

        clientLeaf(leaf, AuthorityName.PEOPLE);
        assertThat(leaf.getNotBefore()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(leaf.getNotAfter()).isEqualTo("2026-03-01T11:00:00Z");
    }

    @Test
    void server() {
        X509Certificate leaf = issue(new CertificateWish.Server(
                List.of("db.test", "*.db.test", "db.test"), List.of("127.0.0.1", "::1"), Duration.ofDays(30)));

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=db.test");
        assertThat(extension(leaf, ALTERNATIVE_NAMES))
                .isEqualTo("302c" + "8207" + ascii("db.test") + "8209" + ascii("*.db.test") + "87047f000001" + "8710"
                        + "00".repeat(15) + "01");
        assertThat(extension(leaf, EXTENDED_KEY_USAGE)).as("serverAuth").isEqualTo("300a06082b06010505070301");
        commonFields(leaf, AuthorityName.SERVER);
        assertThat(leaf.getNotBefore()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(leaf.getNotAfter()).isEqualTo("2026-03-31T12:00:00Z");
    }

    @Test
    void serverMayHaveOnlyAddressesOrOnlyLongNames() {
        assertThat(CertificateNames.of(
                                issue(new CertificateWish.Server(List.of(), List.of("10.0.0.1"), Duration.ofDays(1))))
                        .commonNames())
                .containsExactly("10.0.0.1");
        String longest = "a".repeat(63) + ".svc.cluster.local";
        CertificateNames names =
                CertificateNames.of(issue(new CertificateWish.Server(List.of(longest), List.of(), Duration.ofDays(1))));
        assertThat(names.commonNames()).containsExactly("postern");
        assertThat(names.dnsNames()).containsExactly(longest);
        assertThatThrownBy(() -> issue(new CertificateWish.Server(List.of(), List.of(), Duration.ofDays(1))))
                .hasMessageContaining("needs a DNS name or an IP address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a..b",
                ".a",
                "a.",
                "-a",
                "a-",
                "*",
                "*.*.a",
                "a.*.b",
                "a*.b",
                "127.0.0.1",
                "1.2.3",
                "ä.test",
                "a\nb",
                "a_b.test/x",
                "http://a",
                "::1"
            })
    void noDnsName(String name) {
        refused(new CertificateWish.Server(List.of(name), List.of(), Duration.ofDays(1)));
        refused(new CertificateWish.Server(List.of("a".repeat(64)), List.of(), Duration.ofDays(1)));
        refused(new CertificateWish.Server(List.of("a.".repeat(127) + "ab"), List.of(), Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "127.1",
                "999.1.1.1",
                "010.0.0.1",
                "1.2.3.4.5",
                ":::",
                "1::2::3",
                "fe80::1%eth0",
                "[::1]",
                "localhost",
                "10.0.0.0/8",
                "0x7f000001",
                "1.2.3.4\n"
            })
    void noAddress(String literal) {
        refused(new CertificateWish.Server(List.of("a.test"), List.of(literal), Duration.ofDays(1)));
    }

    private void refused(CertificateWish wish) {
        assertThatThrownBy(() -> issue(wish))
                .isInstanceOf(PkiException.class)
                .satisfies(thrown -> assertThat(
                                String.valueOf(thrown.getMessage()).lines().count())
                        .as("the problem and its fix")
                        .isEqualTo(2));
    }

    private void clientLeaf(X509Certificate leaf, AuthorityName issuer) {
        assertThat(extension(leaf, EXTENDED_KEY_USAGE)).as("clientAuth").isEqualTo("300a06082b06010505070302");
        commonFields(leaf, issuer);
    }

    private void commonFields(X509Certificate leaf, AuthorityName issuer) {
        X509Certificate root = authorities.bundle(issuer).getFirst();
        assertThat(leaf.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(leaf.getVersion()).isEqualTo(3);
        assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder(BASIC_CONSTRAINTS, KEY_USAGE);
        assertThat(leaf.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(SUBJECT_KEY_ID, AUTHORITY_KEY_ID, EXTENDED_KEY_USAGE, ALTERNATIVE_NAMES);
        assertThat(extension(leaf, BASIC_CONSTRAINTS)).as("no CA").isEqualTo("3000");
        assertThat(extension(leaf, KEY_USAGE)).as("digitalSignature").isEqualTo("03020780");
        assertThat(extension(leaf, AUTHORITY_KEY_ID))
                .isEqualTo("30168014" + extension(root, SUBJECT_KEY_ID).substring(4));
    }

    private X509Certificate issue(CertificateWish wish) {
        return authorities.issue(new IssueRequest(wish, keys.getPublic(), "test", "1"));
    }

    private static String uris(String uri) {
        return "30%02x86%02x%s".formatted(uri.length() + 2, uri.length(), ascii(uri));
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Without the octet string around it. */
    private static String extension(X509Certificate certificate, String oid) {
        byte[] value = certificate.getExtensionValue(oid);
        return HexFormat.of().formatHex(value, 2, value.length);
    }
}
