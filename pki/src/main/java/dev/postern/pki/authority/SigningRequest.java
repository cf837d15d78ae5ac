package dev.postern.pki.authority;

import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * PKCS #10. Its signature shows that the asker holds the private key; nothing else that it says is believed, because names
 * come from what the asker may have and not from what it writes.
 */
public final class SigningRequest {
    private static final int MOST_BYTES = 16 << 10;

    private SigningRequest() {}

    /**
     * The public key of a request, after its signature was verified with it.
     *
     * @param name what problems call the text
     * @param pem with one BEGIN CERTIFICATE REQUEST
     */
    public static PublicKey publicKey(String name, String pem) {
        if (pem.length() > MOST_BYTES) {
            throw malformed(name, "has " + pem.length() + " characters; " + MOST_BYTES + " are read", null);
        }
        byte[] der = Pem.certificateRequest(name, pem);
        try {
            return verified(name, der);
        } catch (PkiException said) {
            throw said;
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException broken) {
            // the parser and the verifier answer some malformed bytes with exceptions of many unchecked types
            throw malformed(name, "cannot be read", broken);
        }
    }

    private static PublicKey verified(String name, byte[] der)
            throws IOException, OperatorCreationException, PKCSException {
        PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
        if (!Arrays.equals(request.getEncoded(), der)) {
            throw malformed(name, "is followed by other bytes, or is not in DER", null);
        }
        PublicKey key = Pem.publicKey(name, request.getSubjectPublicKeyInfo().getEncoded());
        CertifiableKey.require(key);
        ContentVerifierProvider verifier = new JcaContentVerifierProviderBuilder().build(key);
        if (!request.isSignatureValid(verifier)) {
            throw new PkiException(
                    PkiCode.REQUEST_MALFORMED,
                    "the signature of the certificate request in " + name + " is not by the key in it",
                    "make the request with the private key that belongs to it");
        }
        return key;
    }

    private static PkiException malformed(String name, String how, @org.jspecify.annotations.Nullable Exception cause) {
        String what = "the certificate request in " + name + " " + how;
        String fix = "make it again: openssl req -new -key KEY";
        return cause == null
                ? new PkiException(PkiCode.REQUEST_MALFORMED, what, fix)
                : new PkiException(PkiCode.REQUEST_MALFORMED, what, fix, cause);
    }
}
