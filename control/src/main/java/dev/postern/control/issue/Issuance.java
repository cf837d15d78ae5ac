package dev.postern.control.issue;

import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.AuthorityStatus;
import dev.postern.pki.authority.CertificateWish;
import dev.postern.pki.authority.IssueRequest;
import dev.postern.pki.x509.KeyPairs;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Has certificates signed; who may have which is decided by whoever calls. */
public final class Issuance {
    /** For processes that renew their own: long enough for any outage of the control plane that is tolerated. */
    public static final Duration INFRASTRUCTURE = Duration.ofDays(30);

    private static final int REQUEST_ID_BYTES = 8;

    private final Authorities authorities;
    private final SecureRandom random;

    public Issuance(Authorities authorities, SecureRandom random) {
        this.authorities = authorities;
        this.random = random;
    }

    /** A server's certificate with a new key. The first DNS name is its CN. */
    public Credential server(List<String> dnsNames, List<String> addresses, String requester) {
        return withNewKey(new CertificateWish.Server(dnsNames, addresses, INFRASTRUCTURE), requester);
    }

    /** A login to PostgreSQL with a new key, for a part of Postern itself; no rule is asked. */
    public Credential client(String role, String caller, String plane, String requester) {
        return withNewKey(new CertificateWish.Client(role, caller, plane, INFRASTRUCTURE), requester);
    }

    /** A person's certificate with a new key. */
    public Credential person(String name, Duration ttl, String requester) {
        return withNewKey(new CertificateWish.Person(name, ttl), requester);
    }

    /** What every wish ends in. */
    public X509Certificate sign(CertificateWish wish, PublicKey key, String requester) {
        byte[] id = new byte[REQUEST_ID_BYTES];
        random.nextBytes(id);
        return authorities.issue(
                new IssueRequest(wish, key, requester, HexFormat.of().formatHex(id)));
    }

    /** Roots that are to be trusted. */
    public List<X509Certificate> anchors(AuthorityName name) {
        return authorities.bundle(name);
    }

    public List<AuthorityStatus> status() {
        return authorities.status();
    }

    Credential withNewKey(CertificateWish wish, String requester) {
        KeyPair pair = KeyPairs.p256(random);
        return new Credential(List.of(sign(wish, pair.getPublic(), requester)), pair.getPrivate());
    }
}
