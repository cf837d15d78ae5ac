package dev.postern.provision.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Binding.Auth;
import dev.postern.model.Binding.Rotation;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.model.SslMode;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.deliver.ClientCertificates;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.server.ServerTls;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What is delivered logs in through the driver that it is for, over the lines that are printed and no others. */
@EnabledIfPostgres(PgVersion.V15)
class ConsumersRealTest {
    /** Whatever has to be escaped somewhere. */
    private static final String PASSWORD = "p:a\\s s'w\"o%r&d#?/@=";

    private static final HostPort NOWHERE = new HostPort("localhost", 1);

    private final TestAuthority clients = new TestAuthority("Real clients");
    private final TestAuthority servers = new TestAuthority("Real servers");
    private final Path folder = TestFolder.fresh("consumers").resolve("it's here");
    private final Path bare = TestFolder.fresh("bare");
    private final Deliverer deliverer = new Deliverer(this::issue, InstantSource.system());

    private ClientCertificates.Issued issue(String role, String binding) {
        Credential.ClientCertificate made = clients.client(role, binding);
        return new ClientCertificates.Issued(made.chain(), made.key());
    }

    private Binding binding(
            String name, String consumer, Map<String, String> roles, Auth auth, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("address", "127.0.0.1/32, ::1/128");
        return new Binding(
                new Metadata(name, Map.of()),
                consumer,
                "shop",
                roles,
                auth,
                SslMode.VERIFY_FULL,
                Map.of(),
                name.equals("two") ? Rotation.ALTERNATE : Rotation.IN_PLACE,
                all,
                List.of(new Binding.Delivery.Directory(folder.resolve(name))));
    }

    private Map<String, Login> logins(Binding binding) {
        Map<String, Login> logins = new HashMap<>();
        binding.roles()
                .forEach((purpose, role) -> logins.put(
                        purpose,
                        new Login(
                                role,
                                binding.rotation() == Rotation.ALTERNATE ? role + "_a" : role,
                                Optional.of(binding.auth())
                                        .filter(Auth::usesPassword)
                                        .map(_ -> new Password.Known(Secret.ofText(PASSWORD))))));
        return logins;
    }

    private List<Binding> bindings() {
        return List.of(
                binding("two", "libpq", Map.of("application", "shop_app"), Auth.SCRAM_CLIENTCERT, Map.of()),
                binding("odd", "jdbc", Map.of("application", "Shop, \"Java\""), Auth.SCRAM_CLIENTCERT, Map.of()),
                binding("go", "pgx", Map.of("application", "shop_go"), Auth.SCRAM_SHA_256, Map.of()),
                binding("go-cert", "pgx", Map.of("application", "go_cert"), Auth.CERT, Map.of()),
                binding(
                        "fleet",
                        "flight-control",
                        Map.of("application", "flightctl_app", "migration", "flightctl_migrator"),
                        Auth.CERT,
                        Map.of("generation", "quadlet")),
                binding("spire", "spire", Map.of("service", "spire_cert"), Auth.CERT, Map.of("load", "large")),
                binding(
                        "spire-uri",
                        "spire",
                        Map.of("service", "spire_uri"),
                        Auth.SCRAM_SHA_256,
                        Map.of("format", "uri")),
                binding("spire-key", "spire", Map.of("service", "spire_key"), Auth.SCRAM_SHA_256, Map.of()),
                binding(
                        "web",
                        "service-binding",
                        Map.of("application", "web"),
                        Auth.SCRAM_SHA_256,
                        Map.of("mountPath", folder.resolve("web").resolve("web").toString())));
    }

    private Endpoint endpoint(HostPort server) {
        return new Endpoint(server, "shop", servers.anchors(), clients.anchors());
    }

    private TestPostgres server() throws IOException, SQLException {
        Path files = TestFolder.fresh("real");
        Credential.ClientCertificate server = servers.server();
        Files.writeString(files.resolve("server.crt"), Pem.write(server.leaf()));
        PrivateKeyFile.writePem(files.resolve("server.key"), server.key());
        Files.writeString(files.resolve("clients.crt"), Pem.write(clients.root()));
        List<String> hba = new ArrayList<>(List.of("hostnossl all postgres 127.0.0.1/32 scram-sha-256"));
        List<String> ident = new ArrayList<>();
        for (Binding binding : bindings()) {
            AccessLines lines = deliverer.lines(binding, endpoint(NOWHERE), logins(binding));
            hba.addAll(lines.hba());
            ident.addAll(lines.ident());
        }
        TestPostgres postgres = TestPostgres.builder(PgVersion.V15)
                .tls(new ServerTls(
                        files.resolve("server.crt"), files.resolve("server.key"), files.resolve("clients.crt")))
                .hba(hba.toArray(String[]::new))
                .ident(ident.toArray(String[]::new))
                .start();
        postgres.execute("postgres", "CREATE DATABASE shop");
        String secret = "'" + PASSWORD.replace("'", "''") + "'";
        for (Binding binding : bindings()) {
            for (String role : binding.roles().values()) {
                String name = role.replace("\"", "\"\"");
                postgres.execute("postgres", "CREATE ROLE \"" + name + "\" LOGIN PASSWORD " + secret);
                postgres.execute(
                        "postgres", "CREATE ROLE \"" + name + "_a\" LOGIN IN ROLE \"" + name + "\" PASSWORD " + secret);
            }
        }
        return postgres;
    }

    @Test
    void everythingThatIsDeliveredLogsIn() throws Exception {
        try (TestPostgres postgres = server()) {
            Endpoint endpoint = endpoint(new HostPort("localhost", postgres.port()));
            for (Binding binding : bindings()) {
                deliverer.apply(deliverer.plan(binding, endpoint, logins(binding)));
                assertThat(deliverer.plan(binding, endpoint, logins(binding)).changes())
                        .as(binding.metadata().name())
                        .isEmpty();
            }
            assertThat(psql(read("two/application/conninfo"))).isEqualTo("shop_app_a");
            assertThat(psql(read("web/web/uri"))).isEqualTo("web");
            assertThat(CommandLine.run(
                                    List.of("psql", "-XAtc", "SELECT current_user", "service=two-application"),
                                    Map.of(
                                            "PGSERVICEFILE",
                                            folder.resolve("two/application/pg_service.conf")
                                                    .toString()),
                                    "",
                                    Duration.ofSeconds(30))
                            .orFail()
                            .out())
                    .isEqualToIgnoringNewLines("shop_app_a");
            Properties properties = new Properties();
            try (Reader text = Files.newBufferedReader(folder.resolve("odd/application/jdbc.properties"))) {
                properties.load(text);
            }
            assertThat(jdbc(properties.getProperty("url"), properties)).isEqualTo("Shop, \"Java\"");
            assertThat(jdbc(read("web/web/jdbc-url"), new Properties())).isEqualTo("web");
            otherRolesAreRefused(endpoint);
            flightControlsWaitScriptIsContent(endpoint);
            goLogsIn(endpoint);
        }
    }

    /** The lines name roles: what one Binding has opens nothing of another. */
    private void otherRolesAreRefused(Endpoint endpoint) throws IOException {
        String conninfo =
                "host=localhost port=" + endpoint.server().port() + " dbname=shop sslmode=verify-full sslrootcert='"
                        + quoted("fleet/ca.crt") + "' sslcert='" + quoted("fleet/client.crt") + "' sslkey='"
                        + quoted("fleet/client.key") + "' ";
        assertThat(psql(conninfo + "user=flightctl_app")).isEqualTo("flightctl_app");
        assertThat(psql(conninfo + "user=flightctl_migrator")).isEqualTo("flightctl_migrator");
        for (String other : List.of("go_cert", "spire_cert", "postgres", "flightctl_app_a")) {
            assertThat(CommandLine.run("psql", "-XAtc", "SELECT 1", conninfo + "user=" + other)
                            .exit())
                    .as(other)
                    .isEqualTo(2);
        }
        assertThat(CommandLine.run(
                                "psql",
                                "-XAtc",
                                "SELECT 1",
                                conninfo.replace("dbname=shop", "dbname=postgres") + "user=flightctl_app")
                        .exit())
                .isEqualTo(2);
    }

    /** The script of its units, with what its template makes of the service configuration that is printed. */
    private void flightControlsWaitScriptIsContent(Endpoint endpoint) throws IOException {
        Optional<Path> module = GoModules.folder("github.com/flightctl/flightctl", "v1.0.0");
        if (module.isEmpty()) {
            return; // said by the test of its values
        }
        Path config = TestFolder.fresh("wait").resolve("config.yaml");
        Files.writeString(config, """
                database:
                  hostname: localhost
                  port: %d
                  name: shop
                  sslmode: verify-full
                  sslrootcert: %s
                  sslcert: %s
                  sslkey: %s
                service: {}
                """.formatted(
                        endpoint.server().port(), bare("ca.crt"), bare("client.crt"), bare("client.key")));
        List<String> wait = List.of(
                "bash",
                module.get().resolve("deploy/scripts/wait-for-database.sh").toString(),
                "--timeout=20",
                "--sleep=1");
        Map<String, String> environment = new HashMap<>(Map.of(
                "SERVICE_CONFIG_PATH", config.toString(),
                "DB_USER", "flightctl_app",
                "DB_PASSWORD", Rendering.shown(FlightControl.UNUSED)));
        CommandLine.run(wait, environment, "", Duration.ofMinutes(1)).orFail();
        environment.put("DB_PASSWORD", "");
        assertThat(CommandLine.run(wait, environment, "", Duration.ofMinutes(1)).err())
                .contains("DB_PASSWORD");
    }

    /** A copy at a path without blanks and quotes, as Flight Control's own is. */
    private Path bare(String file) throws IOException {
        Path copy = bare.resolve(file);
        if (!Files.exists(copy)) {
            Files.copy(folder.resolve("fleet").resolve(file), copy);
        }
        return copy;
    }

    private void goLogsIn(Endpoint endpoint) throws IOException {
        CommandLine.Result built = CommandLine.run(
                List.of(Path.of("../testing/consumers/build").toAbsolutePath().toString(), "login"),
                Map.of(),
                "",
                Duration.ofMinutes(5));
        assumeTrue(built.exit() != 3, built.out());
        String login = built.orFail().out().strip();
        assertThat(run(login, "pgx", "go/application/dsn")).isEqualTo("shop_go shop tls=true most=0");
        assertThat(run(login, "pgx", "go/application/url")).isEqualTo("shop_go shop tls=true most=0");
        assertThat(run(login, "pgx", "go-cert/application/dsn")).isEqualTo("go_cert shop tls=true most=0");
        assertThat(run(login, "pgx", "web/web/uri")).isEqualTo("web shop tls=true most=0");
        for (String file : List.of("datastore.hcl", "datastore.json")) {
            assertThat(run(login, "spire", "spire/" + file)).isEqualTo("spire_cert shop tls=true most=200");
            assertThat(run(login, "spire", "spire-uri/" + file)).isEqualTo("spire_uri shop tls=true most=100");
            assertThat(run(login, "spire", "spire-key/" + file)).isEqualTo("spire_key shop tls=true most=100");
        }
        // as Flight Control puts it together, with the password that nobody reads
        for (String role : List.of("flightctl_app", "flightctl_migrator")) {
            Files.writeString(
                    bare.resolve("dsn"),
                    "host=%s port=%d user=%s password=%s dbname=%s sslmode=verify-full sslcert=%s sslkey=%s sslrootcert=%s"
                            .formatted(
                                    "localhost",
                                    endpoint.server().port(),
                                    role,
                                    Rendering.shown(FlightControl.UNUSED),
                                    "shop",
                                    bare("client.crt"),
                                    bare("client.key"),
                                    bare("ca.crt")));
            assertThat(CommandLine.run(login, "pgx", bare.resolve("dsn").toString())
                            .orFail()
                            .out())
                    .startsWith(role + " shop tls=true");
        }
        // lib/pq looks at the mode of the key, pgx does not
        Path key = folder.resolve("spire/client.key");
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(CommandLine.run(
                                login,
                                "spire",
                                folder.resolve("spire/datastore.hcl").toString())
                        .err())
                .contains("private key has world access");
    }

    private String run(String login, String driver, String file) {
        return CommandLine.run(login, driver, folder.resolve(file).toString())
                .orFail()
                .out()
                .strip();
    }

    private String quoted(String file) {
        return folder.resolve(file).toString().replace("'", "\\'");
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip();
    }

    private static String psql(String conninfo) {
        return CommandLine.run("psql", "-XAtc", "SELECT current_user", conninfo)
                .orFail()
                .out()
                .strip();
    }

    private static String jdbc(String url, Properties properties) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
