package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** The active root of one authority with its open key, and what of it every leaf repeats. */
final class Signer {
    private final Generation generation;
    private final PrivateKey key;
    private final X500Name name;
    private final AuthorityKeyIdentifier keyId;

    Signer(Generation generation, PrivateKey key) {
        this.generation = generation;
        this.key = key;
        X509Certificate root = generation.certificate();
        this.name = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
        try {
            this.keyId = new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.getPublicKey());
        } catch (GeneralSecurityException broken) {
            throw new PkiException(PkiCode.CRYPTOGRAPHY, "this Java has no SHA-1", "use a full JDK 25", broken);
        }
    }

    Generation generation() {
        return generation;
    }

    X509Certificate root() {
        return generation.certificate();
    }

    /** Refuses what would outlive the root: PostgreSQL would refuse it from then on, in the middle of its life. */
    void requireCovers(Profile profile, Instant now) {
        Instant from = root().getNotBefore().toInstant();
        Instant to = root().getNotAfter().toInstant();
        if (now.isBefore(from) || profile.notAfter().isBefore(from)) {
            throw notValid("is valid from " + from + ", and the clock here says " + now, "set the clock");
        }
        if (profile.notAfter().isAfter(to)) {
            throw notValid(
                    "ends at " + to + ", before the certificate would at " + profile.notAfter(),
                    "rotate the authority, or ask for a shorter time");
        }
    }

    X509Certificate sign(Profile profile, PublicKey subject, BigInteger serial, Instant now) {
        byte[] signed = Signing.leaf(profile, subject, serial, name, keyId, key);
        return SelfCheck.leaf(signed, profile, serial, subject, root(), now);
    }

    private PkiException notValid(String how, String fix) {
        return new PkiException(
                PkiCode.AUTHORITY_NOT_VALID,
                "the root of the authority \"" + generation.authority().word() + "\" " + how,
                fix);
    }

    @Override
    public String toString() {
        return "signer of " + generation.authority().word() + " " + generation.number();
    }
}
