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
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    private final Function<Path, PrivateKey> keys;

    private ConninfoLogins(
            Conninfo conninfo, Map<String, String> environment, Path home, Function<Path, PrivateKey> keys) {
        this.conninfo = conninfo;
        this.environment = environment;
        this.home = home;
        this.folder = home.resolve(".postgresql");
        this.keys = keys;
    }

    /**
     * One host of the list.
     *
     * @param server where to connect: the address, if one is said
     * @param name what was said as host, empty if nothing
     */
    private record Where(HostPort server, String name) {
        Optional<String> otherName() {
            return name.isEmpty() || name.equals(server.host()) ? Optional.empty() : Optional.of(name);
        }
    }

    /**
     * The logins to try, in libpq's order: each host, with and without TLS where the sslmode leaves that open.
     *
     * @param home of the user, for {@code ~/.postgresql}
     * @param userName the operating system's, for when no user is named
     * @throws ProblemException with everything that is wrong with the string or the files it names
     */
    public static List<Login> of(Conninfo conninfo, Map<String, String> environment, Path home, String userName) {
        return of(conninfo, environment, home, userName, PrivateKeyFile::read);
    }

    /**
     * The same for a client with other rules for its key file.
     *
     * @param keys reads the file of the key
     */
    public static List<Login> of(
            Conninfo conninfo,
            Map<String, String> environment,
            Path home,
            String userName,
            Function<Path, PrivateKey> keys) {
        Conninfo complete = new Services(environment, home).complete(conninfo);
        List<Problem> problems = complete.check();
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        return new ConninfoLogins(complete, environment, home, keys).logins(userName);
    }

    private List<Login> logins(String userName) {
        String user = value("user").orElse(userName);
        String database = value("dbname").orElse(user);
        List<Login> logins = new ArrayList<>();
        for (Where where : servers()) {
            Credential credential = credential(where, database, user);
            for (Transport transport : transports(where)) {
                logins.add(new Login(where.server(), database, user, credential, transport));
            }
        }
        return logins;
    }

    private List<Where> servers() {
        Conninfo complete = conninfo;
        for (String name : List.of("host", "hostaddr", "port")) {
            Optional<String> said = value(name);
            if (conninfo.get(name).isEmpty() && said.isPresent()) {
                complete = complete.with(name, said.get());
            }
        }
        List<String> addresses = complete.get("hostaddr")
                .filter(said -> !said.isEmpty())
                .map(said -> List.of(said.split(",", -1)))
                .orElse(List.of());
        List<Conninfo.Host> hosts =
                complete.get("host").filter(said -> !said.isEmpty()).isEmpty() && !addresses.isEmpty()
                        ? complete.with("host", String.join(",", addresses)).hosts()
                        : complete.hosts();
        if (!addresses.isEmpty() && addresses.size() != hosts.size()) {
            throw refused(
                    hosts.size() + " hosts for " + addresses.size() + " hostaddrs",
                    "name as many hosts as addresses, in PGHOST and PGHOSTADDR too");
        }
        List<Where> servers = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            Conninfo.Host host = hosts.get(i);
            String address = addresses.isEmpty() ? "" : addresses.get(i);
            String name = host.host().isEmpty() ? "localhost" : host.host();
            if (address.isEmpty() && (name.startsWith("/") || name.startsWith("@"))) {
                throw refused(
                        "host " + name + " is a Unix-domain socket, which this command does not use",
                        "name a host, for example host=localhost");
            }
            servers.add(new Where(new HostPort(address.isEmpty() ? name : address, host.port()), host.host()));
        }
        return servers;
    }

    private List<Transport> transports(Where where) {
        Optional<String> said = value("sslrootcert");
        boolean system = said.filter("system"::equals).isPresent();
        String sslmode = value("sslmode").orElse(system ? "verify-full" : "prefer");
        if (system && !sslmode.equals("verify-full")) {
            throw refused(
                    "sslrootcert=system goes with sslmode verify-full only: libpq refuses " + sslmode,
                    "use sslmode=verify-full");
        }
        Optional<Path> root = system ? SystemRoots.file(environment) : file("sslrootcert", "root.crt");
        return switch (sslmode) {
            case "disable" -> List.of(new Transport.Plain());
            case "allow" -> List.of(new Transport.Plain(), new Transport.Encrypted());
            case "prefer" -> List.of(new Transport.Encrypted(), new Transport.Plain());
            case "require" ->
                List.of(root.<Transport>map(file -> new Transport.VerifyCa(anchors(file)))
                        .orElseGet(Transport.Encrypted::new));
            case "verify-ca" -> List.of(new Transport.VerifyCa(anchors(required(root, sslmode))));
            case "verify-full" ->
                List.of(new Transport.VerifyFull(anchors(required(root, sslmode)), where.otherName()));
            default -> throw refused("sslmode " + sslmode + " is none of libpq's", "use verify-full");
        };
    }

    private Credential credential(Where where, String database, String user) {
        String host = where.otherName().orElse(where.server().host());
        Optional<Path> certificate = file("sslcert", "postgresql.crt");
        Optional<Secret> password = conninfo.secret("password")
                .or(() -> Optional.ofNullable(environment.get("PGPASSWORD")).map(Secret::ofText))
                .or(() -> passwordFile()
                        .flatMap(file -> file.find(host, where.server().port(), database, user)));
        if (certificate.isPresent()) {
            Path key = file("sslkey", "postgresql.key")
                    .orElseThrow(() -> refused(
                            "there is a client certificate, " + certificate.get() + ", and no key to it",
                            "name it with sslkey"));
            Credential.ClientCertificate client =
                    new Credential.ClientCertificate(anchors(certificate.get()), keys.apply(key));
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
        boolean system = value("sslrootcert").filter("system"::equals).isPresent();
        return root.orElseThrow(() -> refused(
                system
                        ? "sslrootcert=system, and this machine has no store of root certificates at a usual place"
                        : "sslmode=" + sslmode + " needs a root certificate, and neither sslrootcert is said nor "
                                + folder.resolve("root.crt") + " there",
                system ? "install ca-certificates, or set SSL_CERT_FILE" : "name it with sslrootcert"));
    }

    /** The certificates in a PEM file. */
    public static List<X509Certificate> anchors(Path file) {
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
