package dev.postern.pki.x509;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The names in a certificate.
 *
 * @param commonNames every CN of the subject; a certificate with two is one that two readers read differently
 * @param organizationalUnits every OU of the subject
 * @param uris URI subject alternative names
 * @param dnsNames DNS subject alternative names
 * @param addresses IP subject alternative names, as text
 */
public record CertificateNames(
        List<String> commonNames,
        List<String> organizationalUnits,
        List<String> uris,
        List<String> dnsNames,
        List<String> addresses) {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    public static CertificateNames of(X509Certificate certificate) {
        return new CertificateNames(
                subject(certificate, "CN"),
                subject(certificate, "OU"),
                alternative(certificate, URI),
                alternative(certificate, DNS),
                alternative(certificate, ADDRESS));
    }

    private static List<String> subject(X509Certificate certificate, String type) {
        List<String> values = new ArrayList<>();
        try {
            String name = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
            for (Rdn rdn : new LdapName(name).getRdns()) {
                NamingEnumeration<? extends Attribute> attributes =
                        rdn.toAttributes().getAll();
                while (attributes.hasMore()) {
                    Attribute attribute = attributes.next();
                    if (attribute.getID().equalsIgnoreCase(type)) {
                        addText(attribute, values);
                    }
                }
            }
        } catch (InvalidNameException broken) {
            return List.of();
        } catch (NamingException broken) {
            throw new IllegalStateException("names in memory cannot fail to be read", broken);
        }
        return List.copyOf(values);
    }

    private static void addText(Attribute attribute, List<String> values) throws NamingException {
        for (int i = 0; i < attribute.size(); i++) {
            // other than text (an unknown encoding) still counts, so that it cannot hide a second name
            values.add(attribute.get(i) instanceof String text ? text : "#");
        }
    }

    private static List<String> alternative(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst() instanceof Integer tag && tag == type)
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException broken) {
            return List.of();
        }
    }
}
