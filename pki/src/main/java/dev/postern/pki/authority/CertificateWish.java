package dev.postern.pki.authority;

import java.time.Duration;
import java.util.List;

/** What somebody wants certified. The kind decides the authority, the names, the usages and the bounds of its life. */
public sealed interface CertificateWish {
    Duration ttl();

    /**
     * A server's or the gateway's own certificate.
     *
     * @param dnsNames every DNS name that it answers to; the first is its CN
     * @param addresses every IP literal that it answers to
     */
    record Server(List<String> dnsNames, List<String> addresses, Duration ttl) implements CertificateWish {
        public Server {
            dnsNames = List.copyOf(dnsNames);
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A login to PostgreSQL.
     *
     * @param role CN, the PostgreSQL role
     * @param caller OU, on whose behalf; what {@code postern.identity()} shows
     * @param plane O, which part of Postern logs in, for example {@code gateway}
     */
    record Client(String role, String caller, String plane, Duration ttl) implements CertificateWish {}

    /** A person at the gateway and the API. */
    record Person(String name, Duration ttl) implements CertificateWish {}

    /** A person's certificate that ended an hour ago: proves that an expired one is refused, and is good for nothing. */
    record ExpiredPerson(String name) implements CertificateWish {
        @Override
        public Duration ttl() {
            return Duration.ofHours(1);
        }
    }

    default AuthorityName authority() {
        return switch (this) {
            case Server _ -> AuthorityName.SERVER;
            case Client _ -> AuthorityName.CLIENT;
            case Person _, ExpiredPerson _ -> AuthorityName.PEOPLE;
        };
    }
}
