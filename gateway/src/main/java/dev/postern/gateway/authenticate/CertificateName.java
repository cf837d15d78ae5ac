package dev.postern.gateway.authenticate;

import dev.postern.gateway.GatewayCode;
import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.SpiffeId;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The one name on a certificate. A SPIFFE ID outside {@code /user/} is a workload's; otherwise there is exactly one CN, and
 * a SPIFFE ID, when there is one, says the same name.
 */
final class CertificateName {
    private static final String SCHEME = "spiffe://";
    private static final String USER = "/user/";

    private CertificateName() {}

    static Authentication caller(X509Certificate leaf) {
        CertificateNames names = CertificateNames.of(leaf);
        List<String> ids =
                names.uris().stream().filter(uri -> uri.startsWith(SCHEME)).toList();
        if (ids.size() > 1) {
            return wrong(leaf, "carries " + ids.size() + " SPIFFE IDs, one is the most");
        }
        String path = ids.isEmpty() ? "" : path(ids.getFirst());
        if (!ids.isEmpty() && !path.startsWith(USER)) {
            return caller(leaf, "workload:" + ids.getFirst(), ids.getFirst());
        }
        if (names.commonNames().size() != 1) {
            return wrong(leaf, "carries " + names.commonNames().size() + " common names (CN), exactly one is needed");
        }
        String name = names.commonNames().getFirst();
        if (name.isBlank() || name.codePoints().anyMatch(Character::isISOControl)) {
            return wrong(leaf, "has a common name (CN) that is empty or has control characters");
        }
        if (!ids.isEmpty() && !path.equals(USER + SpiffeId.segment(name))) {
            return wrong(leaf, "says CN " + name + " and SPIFFE ID " + ids.getFirst() + ", which are two people");
        }
        return caller(leaf, "user:" + name, name);
    }

    private static Caller caller(X509Certificate leaf, String subject, String name) {
        return new Caller(
                subject, name, leaf.getSerialNumber(), leaf.getNotAfter().toInstant());
    }

    /** What follows the trust domain. */
    private static String path(String id) {
        int slash = id.indexOf('/', SCHEME.length());
        return slash < 0 ? "" : id.substring(slash);
    }

    private static Authentication wrong(X509Certificate leaf, String how) {
        return Authenticator.rejected(
                GatewayCode.CERTIFICATE_NAME,
                "the client certificate " + Authenticator.show(leaf) + " " + how,
                "run \"postern login\" for a certificate with one name");
    }
}
