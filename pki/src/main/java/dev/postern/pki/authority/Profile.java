package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A wish turned into the fields of a certificate, or refused.
 *
 * @param uri the one URI subject alternative name; servers have none
 * @param names every subject alternative name, the URI among them
 */
record Profile(
        X500Name subject,
        Optional<String> uri,
        List<GeneralName> names,
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
    private static final int LONGEST_NAME = 64;
    private static final String SEGMENT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

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

    private static Profile server(CertificateWish.Server wish, Instant now) {
        bounded(wish.ttl(), INFRASTRUCTURE_LEAST, INFRASTRUCTURE_MOST, "a server's certificate");
        if (wish.dnsNames().isEmpty()) {
            throw refused("a server's certificate needs a DNS name, and none was given", "name the server's host");
        }
        List<GeneralName> names = java.util.stream.Stream.concat(
                        wish.dnsNames().stream().map(name -> new GeneralName(GeneralName.dNSName, dns(name))),
                        wish.addresses().stream().map(Profile::address))
                .toList();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(
                        BCStyle.CN,
                        checked("the first DNS name", wish.dnsNames().getFirst()))
                .build();
        return infrastructure(subject, Optional.empty(), names, Purpose.SERVER, wish.ttl(), now);
    }

    private static Profile client(CertificateWish.Client wish, String trustDomain, Instant now) {
        bounded(wish.ttl(), INFRASTRUCTURE_LEAST, INFRASTRUCTURE_MOST, "a client certificate for PostgreSQL");
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, checked("the plane", wish.plane()))
                .addRDN(BCStyle.OU, checked("the caller", wish.caller()))
                .addRDN(BCStyle.CN, checked("the role", wish.role()))
                .build();
        String uri = "spiffe://" + trustDomain + "/" + segment(wish.plane()) + "/" + segment(wish.role()) + "/"
                + segment(wish.caller());
        return infrastructure(subject, Optional.of(uri), List.of(uriName(uri)), Purpose.CLIENT, wish.ttl(), now);
    }

    private static Profile person(String name, String trustDomain, Instant notBefore, Instant notAfter) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String("postern"))
                .addRDN(BCStyle.OU, new DERUTF8String("people"))
                .addRDN(BCStyle.CN, checked("the person's name", name))
                .build();
        String uri = "spiffe://" + trustDomain + "/user/" + segment(name);
        return new Profile(
                subject,
                Optional.of(uri),
                List.of(uriName(uri)),
                Purpose.CLIENT,
                notBefore.truncatedTo(ChronoUnit.SECONDS),
                notAfter.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Profile infrastructure(
            X500Name subject,
            Optional<String> uri,
            List<GeneralName> names,
            Purpose purpose,
            Duration ttl,
            Instant now) {
        return new Profile(
                subject,
                uri,
                names,
                purpose,
                now.minus(INFRASTRUCTURE_EARLY).truncatedTo(ChronoUnit.SECONDS),
                now.plus(ttl).truncatedTo(ChronoUnit.SECONDS));
    }

    private static void bounded(Duration ttl, Duration least, Duration most, String what) {
        if (ttl.compareTo(least) < 0 || ttl.compareTo(most) > 0) {
            throw refused(
                    what + " may last from " + words(least) + " to " + words(most) + ", not " + words(ttl),
                    "ask for a time in between");
        }
    }

    private static String words(Duration duration) {
        return duration.toHours() >= 1 && duration.toMinutesPart() == 0
                ? duration.toHours() + " h"
                : duration.toSeconds() + " s";
    }

    // RFC 5280 allows 64 characters; PostgreSQL's longest role has 63 bytes
    private static ASN1Encodable checked(String what, String text) {
        int length = text.codePointCount(0, text.length());
        if (length == 0 || length > LONGEST_NAME) {
            throw refused(
                    what + " has " + length + " characters; a certificate's name takes 1 to 64", "use another name");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(what + " contains a control character", "use another name");
        }
        // given as a value, not as text, because text would be parsed: "#…" and backslashes mean something there
        return new DERUTF8String(text);
    }

    private static String dns(String name) {
        if (name.length() > 253
                || !name.matches(
                        "(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*")) {
            throw refused("\"" + name + "\" is not a DNS name", "give a host name, or an IP literal as an address");
        }
        return name;
    }

    private static GeneralName address(String literal) {
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw refused("\"" + literal + "\" is not an IP address", "give host names as DNS names");
        }
        return new GeneralName(GeneralName.iPAddress, literal);
    }

    private static GeneralName uriName(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    /** A SPIFFE path segment: what may not stand in one is written as {@code -xHH-}. Names decide nothing by their URI. */
    static String segment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return name.replace(".", "-x2e-");
        }
        StringBuilder segment = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            boolean plain = SEGMENT.indexOf(letter) >= 0;
            segment.append(plain ? String.valueOf(letter) : "-x%02x-".formatted((int) letter));
        }
        return segment.toString();
    }

    private static PkiException refused(String what, String fix) {
        return new PkiException(PkiCode.WISH_REFUSED, what, fix);
    }
}
