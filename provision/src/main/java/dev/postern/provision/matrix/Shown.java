package dev.postern.provision.matrix;

import dev.postern.kernel.secret.Secret;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.ConninfoLogins;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Timeouts;
import dev.postern.provision.prove.ThrowAwayCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** What the roles can show: the right credentials from where libpq looks and from a folder, and wrong ones made up. */
final class Shown {
    private static final Timeouts LIMITS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final int WRONG_BYTES = 18;

    private final Asked asked;
    private final SecureRandom random;
    private final Instant now;
    private final Map<List<String>, List<Login>> read = new HashMap<>();

    Shown(Asked asked, SecureRandom random, Instant now) {
        this.asked = asked;
        this.random = random;
        this.now = now;
    }

    /** One login for each host, with the role's own credential; none where nothing is known of it. */
    List<Login> logins(String role, String sslmode) {
        return read.computeIfAbsent(List.of(role, sslmode), _ -> readLogins(role, sslmode));
    }

    private List<Login> readLogins(String role, String sslmode) {
        boolean admin = role.equals(asked.admin());
        Map<String, String> environment = new TreeMap<>(asked.environment());
        if (!admin) {
            environment.remove("PGPASSWORD");
        }
        return ConninfoLogins.of(
                        asked.conninfo().with("user", role).with("sslmode", sslmode),
                        environment,
                        asked.home(),
                        asked.userName())
                .stream()
                .map(login -> login.withTimeouts(LIMITS).withCredential(own(role, admin, login.credential())))
                .toList();
    }

    private Credential own(String role, boolean admin, Credential found) {
        Optional<Secret> password = password(found);
        Optional<Credential.ClientCertificate> certificate = inFolder(role)
                .or(() -> certificate(found)
                        .filter(one -> admin || commonName(one).equals(Optional.of(role))));
        if (certificate.isEmpty()) {
            return password.<Credential>map(Credential.Password::new).orElseGet(Credential.None::new);
        }
        return password.<Credential>map(secret -> new Credential.Both(certificate.get(), secret))
                .orElse(certificate.get());
    }

    /** {@code NAME.crt} with {@code NAME.key}. */
    Optional<Credential.ClientCertificate> inFolder(String name) {
        if (name.contains("/") || name.startsWith(".")) {
            return Optional.empty();
        }
        return asked.certificates()
                .filter(folder -> Files.exists(folder.resolve(name + ".crt")))
                .map(folder -> certificate(folder, name));
    }

    private static Credential.ClientCertificate certificate(Path folder, String name) {
        return new Credential.ClientCertificate(
                ConninfoLogins.anchors(folder.resolve(name + ".crt")),
                PrivateKeyFile.read(folder.resolve(name + ".key")));
    }

    Credential wrongPassword() {
        byte[] bytes = new byte[WRONG_BYTES];
        random.nextBytes(bytes);
        return new Credential.Password(Secret.ofText(Base64.getUrlEncoder().encodeToString(bytes)));
    }

    /** Of the right name, signed by an authority that is made up. */
    Credential ofAnotherAuthority(String role) {
        return ThrowAwayCertificate.of(role, random, now);
    }

    static String words(Credential credential) {
        return switch (credential) {
            case Credential.None _ -> "right credential";
            case Credential.ClientCertificate _ -> "right certificate";
            case Credential.Password _ -> "right password";
            case Credential.Both _ -> "right certificate and password";
        };
    }

    static Optional<Secret> password(Credential credential) {
        return switch (credential) {
            case Credential.Password(Secret password) -> Optional.of(password);
            case Credential.Both(var _, Secret password) -> Optional.of(password);
            case Credential.None _, Credential.ClientCertificate _ -> Optional.empty();
        };
    }

    static Optional<Credential.ClientCertificate> certificate(Credential credential) {
        return switch (credential) {
            case Credential.ClientCertificate certificate -> Optional.of(certificate);
            case Credential.Both(var certificate, var _) -> Optional.of(certificate);
            case Credential.None _, Credential.Password _ -> Optional.empty();
        };
    }

    private static Optional<String> commonName(Credential.ClientCertificate certificate) {
        try {
            return new LdapName(certificate.leaf().getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()))
                            .findFirst();
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
    }
}
