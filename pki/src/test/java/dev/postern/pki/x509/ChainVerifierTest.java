package dev.postern.pki.x509;

import static dev.postern.pki.x509.ScratchAuthority.FROM;
import static dev.postern.pki.x509.ScratchAuthority.NOW;
import static dev.postern.pki.x509.ScratchAuthority.TO;
import static dev.postern.pki.x509.ScratchAuthority.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(30));
    private static final Instant YESTERDAY = NOW.minus(Duration.ofHours(30));

    private final ScratchAuthority root = ScratchAuthority.root("root");

    @Test
    void leafUnderAnAnchorIsVerified() {
        X509Certificate leaf = root.client("alice");

        assertThat(verify(List.of(leaf))).isInstanceOfSatisfying(Verification.Verified.class, verified -> {
            assertThat(verified.commonName()).isEqualTo("alice");
            assertThat(verified.leaf()).isEqualTo(leaf);
        });
    }

    @Test
    void nothingShownIsNoCertificate() {
        assertThat(verify(List.of())).isInstanceOf(Verification.NoCertificate.class);
    }

    @Test
    void foreignLeafAndNoAnchorsAreUntrusted() {
        X509Certificate foreign = ScratchAuthority.root("other").client("alice");

        assertThat(verify(List.of(foreign))).isEqualTo(new Verification.Untrusted("CN=alice", "CN=other"));
        assertThat(ChainVerifier.verify(List.of(root.client("a")), List.of(), NOW, Purpose.CLIENT))
                .isInstanceOf(Verification.Untrusted.class);
    }

    @Test
    void rootOfTheSameNameIsNotTheSameRoot() {
        ScratchAuthority forged = ScratchAuthority.root("root");

        assertThat(verify(List.of(forged.client("alice")))).isInstanceOf(Verification.Untrusted.class);
        assertThat(verify(List.of(forged.client("alice"), forged.certificate())))
                .isInstanceOf(Verification.Untrusted.class);
        assertThat(verify(List.of(forged.client("alice"), root.certificate())))
                .isInstanceOf(Verification.Untrusted.class);
    }

    @Test
    void twoAnchorsOfTheSameNameAreBothTried() {
        ScratchAuthority next = ScratchAuthority.root("root");
        List<X509Certificate> anchors = List.of(root.certificate(), next.certificate());

        for (ScratchAuthority each : List.of(root, next)) {
            assertThat(ChainVerifier.verify(List.of(each.client("alice")), anchors, NOW, Purpose.CLIENT))
                    .isInstanceOf(Verification.Verified.class);
        }
    }

    @Test
    void whatFollowsTheLeafMayStandInAnyOrder() {
        ScratchAuthority middle = root.below("middle", FROM, TO, true);
        ScratchAuthority issuing = middle.below("issuing", FROM, TO, true);
        X509Certificate leaf = issuing.client("alice");
        X509Certificate stray = ScratchAuthority.root("stray").certificate();

        for (List<X509Certificate> chain : List.of(
                List.of(leaf, issuing.certificate(), middle.certificate()),
                List.of(leaf, middle.certificate(), issuing.certificate()),
                List.of(leaf, root.certificate(), stray, middle.certificate(), issuing.certificate()))) {
            assertThat(verify(chain)).isInstanceOf(Verification.Verified.class);
        }
        assertThat(verify(List.of(leaf, issuing.certificate()))).isInstanceOf(Verification.Untrusted.class);
        assertThat(verify(List.of(issuing.certificate(), leaf, middle.certificate())))
                .as("the leaf comes first")
                .isInstanceOf(Verification.WrongPurpose.class);
    }

    @Test
    void leafThatSignsIsNoAuthority() {
        ScratchAuthority person = root.below("mallory", FROM, TO, false);

        assertThat(verify(List.of(person.client("postgres"), person.certificate())))
                .isInstanceOf(Verification.Untrusted.class);
        assertThat(ChainVerifier.verify(
                        List.of(person.client("postgres")), List.of(person.certificate()), NOW, Purpose.CLIENT))
                .as("also when it lies among the anchors")
                .isInstanceOf(Verification.Untrusted.class);
    }

    @Test
    void anchorShownAsLeafIsNobody() {
        assertThat(verify(List.of(root.certificate()))).isInstanceOf(Verification.Untrusted.class);
        ScratchAuthority selfSigned = ScratchAuthority.root("alice", FROM, TO, false);
        assertThat(ChainVerifier.verify(
                        List.of(selfSigned.certificate()),
                        List.of(selfSigned.certificate(), root.certificate()),
                        NOW,
                        Purpose.CLIENT))
                .isInstanceOf(Verification.Untrusted.class);
    }

    @Test
    void timesOfTheLeafAreNamed() {
        X509Certificate old = root.leaf(named("alice"), LONG_AGO, YESTERDAY, KeyPurposeId.id_kp_clientAuth);
        X509Certificate early = root.leaf(named("alice"), TO, TO.plusSeconds(60), KeyPurposeId.id_kp_clientAuth);

        assertThat(verify(List.of(old))).isEqualTo(new Verification.Expired("CN=alice", YESTERDAY));
        assertThat(verify(List.of(early))).isEqualTo(new Verification.NotYetValid("CN=alice", TO));
    }

    @Test
    void lastSecondIsValidAndTheNextIsNot() {
        X509Certificate leaf = root.leaf(named("alice"), FROM, NOW, KeyPurposeId.id_kp_clientAuth);

        assertThat(verify(List.of(leaf))).isInstanceOf(Verification.Verified.class);
        assertThat(ChainVerifier.verify(List.of(leaf), List.of(root.certificate()), NOW.plusSeconds(1), Purpose.CLIENT))
                .isInstanceOf(Verification.Expired.class);
    }

    @Test
    void expiredForeignLeafIsUntrustedAndNotExpired() {
        X509Certificate old =
                ScratchAuthority.root("other").leaf(named("alice"), LONG_AGO, YESTERDAY, KeyPurposeId.id_kp_clientAuth);

        assertThat(verify(List.of(old))).isInstanceOf(Verification.Untrusted.class);
    }

    @Test
    void expiryAboveTheLeafIsNamed() {
        ScratchAuthority middle = root.below("middle", LONG_AGO, YESTERDAY, true);
        assertThat(verify(List.of(middle.client("alice"), middle.certificate())))
                .isEqualTo(new Verification.Expired("CN=middle", YESTERDAY));

        ScratchAuthority aged = ScratchAuthority.root("aged", LONG_AGO, YESTERDAY, true);
        assertThat(ChainVerifier.verify(
                        List.of(aged.client("alice")), List.of(aged.certificate()), NOW, Purpose.CLIENT))
                .isEqualTo(new Verification.Expired("CN=aged", YESTERDAY));
    }

    @Test
    void purposeIsAskedFor() {
        X509Certificate server = root.leaf(named("alice"), FROM, TO, KeyPurposeId.id_kp_serverAuth);
        X509Certificate both =
                root.leaf(named("alice"), FROM, TO, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
        X509Certificate any = root.leaf(named("alice"), FROM, TO, KeyPurposeId.anyExtendedKeyUsage);

        assertThat(verify(List.of(server))).isEqualTo(new Verification.WrongPurpose("CN=alice", "clientAuth"));
        assertThat(verify(List.of(both))).isInstanceOf(Verification.Verified.class);
        assertThat(verify(List.of(any))).isInstanceOf(Verification.WrongPurpose.class);
        assertThat(verify(List.of(root.leaf(named("alice"), FROM, TO)))).isInstanceOf(Verification.WrongPurpose.class);
    }

    @Test
    void exactlyOneCommonNameInWhateverEncoding() {
        assertThat(verify(List.of(client("a", "b")))).isInstanceOf(Verification.AmbiguousName.class);
        assertThat(verify(List.of(root.leaf(new X500Name("O=nobody"), FROM, TO, KeyPurposeId.id_kp_clientAuth))))
                .isInstanceOf(Verification.AmbiguousName.class);
        assertThat(verify(List.of(root.leaf(
                        named(new DEROctetString(new byte[] {1, 2}), new DERUTF8String("alice")),
                        FROM,
                        TO,
                        KeyPurposeId.id_kp_clientAuth))))
                .as("what is not text counts too")
                .isInstanceOf(Verification.AmbiguousName.class);
        assertThat(verify(
                        List.of(root.leaf(named(new DERBMPString("alice")), FROM, TO, KeyPurposeId.id_kp_clientAuth))))
                .isInstanceOfSatisfying(
                        Verification.Verified.class,
                        verified -> assertThat(verified.commonName()).isEqualTo("alice"));
    }

    @Test
    void strangersNamesCannotWriteOnTheTerminal() {
        X509Certificate odd = ScratchAuthority.root("evil\nroot").client("\u001b[2J\u202eecila" + "x".repeat(5000));

        assertThat(verify(List.of(odd)).sentence())
                .doesNotContain("\n", "\u001b", "\u202e")
                .contains("\\1B[2J\\E2\\80\\AEecila", "CN=evil\\0Aroot")
                .hasSizeLessThan(600);
    }

    @Test
    void chainIsBounded() {
        List<X509Certificate> chain = new ArrayList<>(List.of(root.client("alice")));
        while (chain.size() < 10) {
            chain.add(ScratchAuthority.root("stray").certificate());
        }
        assertThat(verify(chain)).isInstanceOf(Verification.Verified.class);
        chain.add(root.certificate());
        assertThat(verify(chain)).isInstanceOf(Verification.Untrusted.class);
    }

    @Test
    void issuersThatNameEachOtherEnd() {
        ScratchAuthority one = ScratchAuthority.root("one").below("two", FROM, TO, true);
        ScratchAuthority two = one.below("one", FROM, TO, true);

        assertThat(verify(List.of(two.client("alice"), one.certificate(), two.certificate())))
                .isInstanceOf(Verification.Untrusted.class);
    }

    private X509Certificate client(String... commonNames) {
        return root.leaf(named(commonNames), FROM, TO, KeyPurposeId.id_kp_clientAuth);
    }

    private Verification verify(List<X509Certificate> chain) {
        return ChainVerifier.verify(chain, List.of(root.certificate()), NOW, Purpose.CLIENT);
    }
}
