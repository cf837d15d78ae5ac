package dev.postern.provision.connect;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.Keyword;
import dev.postern.postgres.conninfo.PasswordFile;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a connection string as libpq does: what it does not say comes from its service, then from the environment
 * ({@code PGHOST} and the like), passwords from {@code ~/.pgpass}, certificates from {@code ~/.postgresql}. {@code sslmode=require} with a root certificate verifies the chain.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq: connection parameters</a>
 */
public final class ConninfoLogins {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final Conninfo conninfo;
    private final Map<String, String> environment;
    private final Path home;
    private final Path folder;

    private ConninfoLogins(Conninfo conninfo, Map<String, String> environment, Path home) {
        this.conninfo = conninfo;
        this.environment = environment;
        this.home = home;
        this.folder = home.resolve(".postgresql");
    }

    /**
     * The logins to try, in libpq's order: each host, with and without TLS where the sslmode leaves that open.
     *
     * @param home of the user, for {@code ~/.postgresql}
     * @param userName the operating system's, for when no user is named
     * @throws ProblemException with everything that is wrong with the string or the files it names
     */
    public static List<Login> of(Conninfo conninfo, Map<String, String> environment, Path home, String userName) {
        Conninfo complete = new Services(environment, home).complete(conninfo);
        List<Problem> problems = complete.check();
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        return new ConninfoLogins(complete, environment, home).logins(userName);
    }

    private List<Login> logins(String userName) {
        String user = value("user").orElse(userName);
        String database = value("dbname").orElse(user);
        List<Login> logins = new ArrayList<>();
        for (HostPort server : servers()) {
            Credential credential = credential(server, database, user);
            for (Transport transport : transports()) {
                logins.add(new Login(server, database, user, credential, transport));
            }
        }
        return logins;
    }

    private List<HostPort> servers() {
        Conninfo complete = conninfo;
        for (String name : List.of("host", "port")) {
            Optional<String> said = value(name);
            if (conninfo.get(name).isEmpty() && said.isPresent()) {
                complete = complete.with(name, said.get());
            }
        }
        List<HostPort> servers = new ArrayList<>();
        for (Conninfo.Host host : complete.hosts()) {
            String name = host.host().isEmpty() ? "localhost" : host.host();
            if (name.startsWith("/") || name.startsWith("@")) {
                throw refused(
                        "host " + name + " is a Unix-domain socket, which this command does not use",
                        "name a host, for example host=localhost");
            }
            servers.add(new HostPort(name, host.port()));
        }
        return servers;
    }

    private List<Transport> transports() {
        String sslmode = value("sslmode").orElse("prefer");
        Optional<Path> root = file("sslrootcert", "root.crt");
        return switch (sslmode) {
            case "disable" -> List.of(new Transport.Plain());
            case "allow" -> List.of(new Transport.Plain(), new Transport.Encrypted());
            case "prefer" -> List.of(new Transport.Encrypted(), new Transport.Plain());
            case "require" ->
                List.of(root.<Transport>map(file -> new Transport.VerifyCa(anchors(file)))
                        .orElseGet(Transport.Encrypted::new));
            case "verify-ca" -> List.of(new Transport.VerifyCa(anchors(required(root, sslmode))));
            case "verify-full" -> List.of(new Transport.VerifyFull(anchors(required(root, sslmode))));
            default -> throw refused("sslmode " + sslmode + " is none of libpq's", "use verify-full");
        };
    }

    private Credential credential(HostPort server, String database, String user) {
        Optional<Path> certificate = file("sslcert", "postgresql.crt");
        Optional<Secret> password = conninfo.secret("password")
                .or(() -> Optional.ofNullable(environment.get("PGPASSWORD")).map(Secret::ofText))
                .or(() -> passwordFile().flatMap(file -> file.find(server.host(), server.port(), database, user)));
        if (certificate.isPresent()) {
            Path key = file("sslkey", "postgresql.key")
                    .orElseThrow(() -> refused(
                            "there is a client certificate, " + certificate.get() + ", and no key to it",
                            "name it with sslkey"));
            Credential.ClientCertificate client =
                    new Credential.ClientCertificate(anchors(certificate.get()), PrivateKeyFile.read(key));
            return password.<Credential>map(secret -> new Credential.Both(client, secret))
                    .orElse(client);
        }
        return password.<Credential>map(Credential.Password::new).orElseGet(Credential.None::new);
    }

    private Optional<PasswordFile> passwordFile() {
        Optional<Path> said = value("passfile").map(Path::of);
        Path file = said.orElse(home.resolve(".pgpass"));
        if (!Files.exists(file)) {
            if (said.isPresent()) {
                throw refused("the password file " + file + " is not there", "check passfile and PGPASSFILE");
            }
            return Optional.empty();
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (Files.isRegularFile(file) && !OWNERS.containsAll(mode)) {
                throw refused(
                        "the password file " + file + " has the mode " + PosixFilePermissions.toString(mode)
                                + ", and libpq reads none that others may read",
                        "chmod 0600 " + file);
            }
            return Optional.of(PasswordFile.of(Files.readString(file)));
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "the password file " + file + " cannot be read: " + failure.getMessage(),
                    "check the path and who may read it",
                    failure);
        }
    }

    /** What was said, or lies at libpq's usual place. */
    private Optional<Path> file(String keyword, String usual) {
        Optional<String> said = value(keyword);
        if (said.isPresent() && said.get().equals("system")) {
            throw refused(
                    keyword + "=system is not read by this command", "name the file with the authority's certificate");
        }
        return said.map(Path::of).or(() -> Optional.of(folder.resolve(usual)).filter(Files::exists));
    }

    private Path required(Optional<Path> root, String sslmode) {
        return root.orElseThrow(() -> refused(
                "sslmode=" + sslmode + " needs a root certificate, and neither sslrootcert is said nor "
                        + folder.resolve("root.crt") + " there",
                "name it with sslrootcert"));
    }

    private static List<X509Certificate> anchors(Path file) {
        try {
            return Pem.certificates(file.toString(), Files.readString(file));
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    file + " cannot be read: " + failure.getMessage(),
                    "check the path and who may read it",
                    failure);
        }
    }

    private Optional<String> value(String keyword) {
        return conninfo.get(keyword)
                .or(() -> Keyword.named(keyword)
                        .map(Keyword::environment)
                        .flatMap(name -> Optional.ofNullable(environment.get(name))))
                .filter(text -> !text.isEmpty());
    }

    private static ProvisionException refused(String what, String fix) {
        return new ProvisionException(ProvisionCode.NOT_ENFORCEABLE, what, fix);
    }
}
