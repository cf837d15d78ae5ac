package dev.postern.gateway.authenticate;

import dev.postern.gateway.GatewayCode;
import dev.postern.pki.x509.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The one name on a certificate. A SPIFFE ID outside {@code /user/} is a workload's; otherwise there is exactly one CN, and
 * a SPIFFE ID, when there is one, says the same name as its authority would write it.
 */
final class CertificateName {
    private static final int URI = 6;

    private CertificateName() {}

    static Authentication caller(X509Certificate leaf) {
        List<String> ids;
        List<String> names;
        try {
            ids = spiffeIds(leaf);
            names = commonNames(leaf);
        } catch (CertificateParsingException | NamingException e) {
            return wrong(leaf, "cannot be read for a name: " + e.getMessage());
        }
        if (ids.size() > 1) {
            return wrong(leaf, "carries " + ids.size() + " SPIFFE IDs, one is the most");
        }
        if (!ids.isEmpty() && !isUser(ids.getFirst())) {
            return caller(leaf, "workload:" + ids.getFirst(), ids.getFirst());
        }
        if (names.size() != 1) {
            return wrong(leaf, "carries " + names.size() + " common names (CN), exactly one is needed");
        }
        String name = names.getFirst();
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            return wrong(leaf, "has a common name (CN) that is empty or has control characters");
        }
        if (!ids.isEmpty() && !ids.getFirst().endsWith("/user/" + SpiffeId.segment(name))) {
            return wrong(leaf, "says CN " + name + " and SPIFFE ID " + ids.getFirst() + ", which are two people");
        }
        return caller(leaf, "user:" + name, name);
    }

    private static Caller caller(X509Certificate leaf, String subject, String name) {
        return new Caller(
                subject, name, leaf.getSerialNumber(), leaf.getNotAfter().toInstant());
    }

    private static boolean isUser(String id) {
        int path = id.indexOf('/', "spiffe://".length());
        return path >= 0 && id.startsWith("/user/", path);
    }

    private static List<String> spiffeIds(X509Certificate leaf) throws CertificateParsingException {
        List<String> ids = new ArrayList<>();
        Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.get(0) instanceof Integer kind
                        && kind == URI
                        && alternative.get(1) instanceof String uri
                        && uri.startsWith("spiffe://")) {
                    ids.add(uri);
                }
            }
        }
        return ids;
    }

    private static List<String> commonNames(X509Certificate leaf) throws NamingException {
        List<String> names = new ArrayList<>();
        for (Rdn rdn : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
            Attribute cn = rdn.toAttributes().get("cn");
            for (int i = 0; cn != null && i < cn.size(); i++) {
                if (!(cn.get(i) instanceof String name)) {
                    throw new InvalidNameException("a CN is not text");
                }
                names.add(name);
            }
        }
        return names;
    }

    private static Authentication wrong(X509Certificate leaf, String how) {
        return Authenticator.rejected(
                GatewayCode.CERTIFICATE_NAME,
                "the client certificate " + Authenticator.show(leaf) + " " + how,
                "run \"postern login\" for a certificate with one name");
    }
}
