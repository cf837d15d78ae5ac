package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.SpiffeId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A wish turned into the fields of a certificate, or refused.
 *
 * @param commonName the subject's one CN, as text
 * @param uri the one URI subject alternative name; servers have none
 * @param addresses IP literals in Java's own form
 */
record Profile(
        X500Name subject,
        String commonName,
        Optional<String> uri,
        List<String> dnsNames,
        List<String> addresses,
        Purpose purpose,
        Instant notBefore,
        Instant notAfter) {
    /** So that clocks that differ a little do not matter to infrastructure, which is issued ahead of use. */
    static final Duration INFRASTRUCTURE_EARLY = Duration.ofHours(2);
    /** An outage of the control plane shorter than this must not stop the data path. */
    static final Duration INFRASTRUCTURE_LEAST = Duration.ofHours(12);

    static final Duration INFRASTRUCTURE_MOST = Duration.ofDays(397);
    static final Duration PERSON_EARLY = Duration.ofMinutes(1);
    static final Duration PERSON_LEAST = Duration.ofMinutes(1);
    static final Duration PERSON_MOST = Duration.ofHours(24);
    private static final String ORGANIZATION = "postern";

    static Profile of(CertificateWish wish, String trustDomain, Instant now) {
        return switch (wish) {
            case CertificateWish.Server server -> server(server, now);
            case CertificateWish.Client client -> client(client, trustDomain, now);
            case CertificateWish.Person person -> {
                bounded(person.ttl(), PERSON_LEAST, PERSON_MOST, "a person's certificate");
                yield person(person.name(), trustDomain, now.minus(PERSON_EARLY), now.plus(person.ttl()));
            }
            case CertificateWish.ExpiredPerson person ->
                person(person.name(), trustDomain, now.minus(Duration.ofHours(2)), now.minus(person.ttl()));
        };
    }

    /** RFC 2253, as PostgreSQL shows it for {@code clientname=DN} and in its log. */
    String subjectText() {
        return principal().getName(X500Principal.RFC2253);
    }

    X500Principal principal() {
        try {
            return new X500Principal(subject.getEncoded());
        } catch (IOException broken) {
            throw new PkiException(PkiCode.CRYPTOGRAPHY, "a name in memory cannot be encoded", "report this", broken);
        }
    }

    private static Profile server(CertificateWish.Server wish, Instant now) {
        bounded(wish.ttl(), INFRASTRUCTURE_LEAST, INFRASTRUCTURE_MOST, "a server's certificate");
        List<String> dnsNames =
                wish.dnsNames().stream().map(GivenName::dns).distinct().toList();
        List<String> addresses =
                wish.addresses().stream().map(GivenName::address).distinct().toList();
        // clients read the alternative names; the CN is for people, and RFC 5280 bounds it to 64 characters
        String commonName = Stream.concat(dnsNames.stream(), addresses.stream())
                .filter(name -> name.length() <= GivenName.LONGEST)
                .findFirst()
                .orElse(ORGANIZATION);
        if (dnsNames.isEmpty() && addresses.isEmpty()) {
            throw new PkiException(
                    PkiCode.WISH_REFUSED,
                    "a server's certificate needs a DNS name or an IP address, and none was given",
                    "name the server's host");
        }
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build();
        return new Profile(
                subject,
                commonName,
                Optional.empty(),
                dnsNames,
                addresses,
                Purpose.SERVER,
                seconds(now.minus(INFRASTRUCTURE_EARLY)),
                seconds(now.plus(wish.ttl())));
    }

    private static Profile client(CertificateWish.Client wish, String trustDomain, Instant now) {
        bounded(wish.ttl(), INFRASTRUCTURE_LEAST, INFRASTRUCTURE_MOST, "a client certificate for PostgreSQL");
        String uri = "spiffe://" + trustDomain + "/" + SpiffeId.segment(wish.plane()) + "/"
                + SpiffeId.segment(wish.role()) + "/" + SpiffeId.segment(wish.caller());
        return client(
                subject(
                        GivenName.text("the plane", wish.plane()),
                        GivenName.text("the caller", wish.caller()),
                        GivenName.role(wish.role())),
                wish.role(),
                uri,
                now.minus(INFRASTRUCTURE_EARLY),
                now.plus(wish.ttl()));
    }

    private static Profile person(String name, String trustDomain, Instant notBefore, Instant notAfter) {
        return client(
                subject(ORGANIZATION, "people", GivenName.text("the person's name", name)),
                name,
                "spiffe://" + trustDomain + "/user/" + SpiffeId.segment(name),
                notBefore,
                notAfter);
    }

    private static Profile client(
            X500Name subject, String commonName, String uri, Instant notBefore, Instant notAfter) {
        return new Profile(
                subject,
                commonName,
                Optional.of(uri),
                List.of(),
                List.of(),
                Purpose.CLIENT,
                seconds(notBefore),
                seconds(notAfter));
    }

    // given as values, not as text, because text would be parsed: "#…" and backslashes mean something there; written
    // from
    // the widest to the narrowest, so that RFC 2253, which reads backwards, begins with the CN
    private static X500Name subject(String organization, String unit, String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String(organization))
                .addRDN(BCStyle.OU, new DERUTF8String(unit))
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build();
    }

    private static void bounded(Duration ttl, Duration least, Duration most, String what) {
        if (ttl.compareTo(least) < 0 || ttl.compareTo(most) > 0) {
            throw new PkiException(
                    PkiCode.WISH_REFUSED,
                    what + " may last from " + words(least) + " to " + words(most) + ", not " + words(ttl),
                    "ask for a time in between");
        }
    }

    private static String words(Duration duration) {
        return duration.toHours() >= 1 && duration.equals(Duration.ofHours(duration.toHours()))
                ? duration.toHours() + " h"
                : duration.toSeconds() + " s";
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
