package dev.postern.bench;

import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.serve.ServerCertificate;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.CertificateWish;
import dev.postern.pki.authority.IssueRequest;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.authority.VolatileJournal;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * One set for all three: PostgreSQL, PgBouncer and the gateway show the same server certificate; PgBouncer and a direct
 * client log in with the same client certificate, the gateway with one of the same kind.
 */
final class Certificates {
    /** Person, PostgreSQL role and database: with one name for all, PgBouncer's {@code cert} needs no map. */
    static final String NAME = "bench";

    private static final Duration LIFE = Duration.ofHours(24);

    private final Authorities authorities;
    private final SecureRandom random;

    Certificates(SecureRandom random) {
        this.random = random;
        this.authorities = Authorities.init(
                new VolatileJournal(),
                KeyProtection.of("this run", "0123456789abcdef".repeat(4), random),
                "postern.local",
                InstantSource.system(),
                random);
    }

    /** Writes {@code server}, {@code client} and {@code person} ({@code .crt}, {@code .key}) and a root for each. */
    ServerCertificate write(Path folder) throws IOException {
        KeyPair server = KeyPairs.p256(random);
        X509Certificate shown = write(
                folder, "server", new CertificateWish.Server(List.of("localhost"), List.of("127.0.0.1"), LIFE), server);
        write(folder, "client", new CertificateWish.Client(NAME, NAME, "bench", LIFE), KeyPairs.p256(random));
        write(folder, "person", new CertificateWish.Person(NAME, Duration.ofHours(8)), KeyPairs.p256(random));
        for (AuthorityName name : AuthorityName.values()) {
            Files.writeString(folder.resolve(name.word() + "-root.crt"), Pem.write(authorities.bundle(name)));
        }
        return new ServerCertificate(List.of(shown), server.getPrivate());
    }

    UpstreamIssuer issuer() {
        return (role, subject, key) ->
                List.of(issue(new CertificateWish.Client(role, subject.replace("user:", ""), "gateway", LIFE), key));
    }

    List<X509Certificate> roots(AuthorityName name) {
        return authorities.bundle(name);
    }

    private X509Certificate write(Path folder, String name, CertificateWish wish, KeyPair pair) throws IOException {
        X509Certificate certificate = issue(wish, pair.getPublic());
        Files.writeString(folder.resolve(name + ".crt"), Pem.write(certificate));
        PrivateKeyFile.writePem(folder.resolve(name + ".key"), pair.getPrivate());
        return certificate;
    }

    private X509Certificate issue(CertificateWish wish, PublicKey key) {
        return authorities.issue(new IssueRequest(wish, key, "bench", "run"));
    }
}
