package dev.postern.control.prove;

import dev.postern.control.issue.Issuance;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.CertificateWish;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.authority.VolatileJournal;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.prove.Cell.Shown;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What one run of the proof shows at the gateway: certificates that are right, and others that are wrong on purpose. */
final class ProofCredentials {
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final String REQUESTER = "prove";
    private static final int KEY_BYTES = 32;

    private final Map<Shown, Credential> byKind;

    private ProofCredentials(Map<Shown, Credential> byKind) {
        this.byKind = byKind;
    }

    static ProofCredentials mint(Issuance issuance, String person, InstantSource clock, SecureRandom random) {
        KeyPair pair = KeyPairs.p256(random);
        X509Certificate right = issuance.sign(new CertificateWish.Person(person, SHORT), pair.getPublic(), REQUESTER);
        X509Certificate expired = issuance.sign(new CertificateWish.ExpiredPerson(person), pair.getPublic(), REQUESTER);
        Issuance stranger = new Issuance(stranger(clock, random), random);
        X509Certificate otherCa = stranger.sign(new CertificateWish.Person(person, SHORT), pair.getPublic(), REQUESTER);
        return new ProofCredentials(Map.of(
                Shown.RIGHT, certificate(right, pair),
                Shown.EXPIRED, certificate(expired, pair),
                Shown.OTHER_CA, certificate(otherCa, pair),
                Shown.NONE, new Credential.None()));
    }

    /** @throws IllegalArgumentException for a kind that no trial shows at the gateway */
    Credential of(Shown shown) {
        Credential credential = byKind.get(shown);
        if (credential == null) {
            throw new IllegalArgumentException("not shown at the gateway: " + shown);
        }
        return credential;
    }

    private static Credential certificate(X509Certificate leaf, KeyPair pair) {
        return new Credential.ClientCertificate(List.of(leaf), pair.getPrivate());
    }

    // same names as the real ones, other keys: what somebody with a copy of this program could make
    private static Authorities stranger(InstantSource clock, SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        KeyProtection protection = KeyProtection.of("another CA", HexFormat.of().formatHex(key), random);
        return Authorities.init(new VolatileJournal(), protection, "postern.local", clock, random);
    }
}
