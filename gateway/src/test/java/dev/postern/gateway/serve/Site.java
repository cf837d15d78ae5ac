package dev.postern.gateway.serve;

import dev.postern.access.Declared;
import dev.postern.access.Rules;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.serve.TestAuthority.Leaf;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.model.AccessRule;
import dev.postern.model.AccessRule.ClusterSelector;
import dev.postern.model.AccessRule.Effect;
import dev.postern.model.AccessRule.Match;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.server.ServerTls;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A PostgreSQL that lets only the client authority's certificates in, and a gateway before it. Alice may be {@code app} in
 * {@code shop}; what else a test needs it puts into {@link #state}.
 */
public final class Site implements AutoCloseable {
    private static final Duration DAY = Duration.ofHours(24);

    static final TestAuthority SERVERS = new TestAuthority("servers");
    static final TestAuthority CLIENTS = new TestAuthority("clients");
    static final TestAuthority PEOPLE = new TestAuthority("people");

    private static final Path FILES = TestFolder.fresh("gateway-site");
    private static final Map<PgVersion, TestPostgres> SERVER = new EnumMap<>(PgVersion.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static {
        Leaks.watch();
    }

    final TestPostgres postgres;
    final Gateway gateway;
    final ConcurrentLinkedQueue<SessionEvent> events = new ConcurrentLinkedQueue<>();
    final AtomicInteger issued = new AtomicInteger();
    volatile GatewayState state;

    private Site(
            TestPostgres postgres,
            UnaryOperator<GatewaySettings> change,
            InstantSource clock,
            Duration certificateLife) {
        this.postgres = postgres;
        this.state = defaults(postgres);
        Leaf leaf = SERVERS.leaf(Wish.server("localhost", "127.0.0.1", "*.gw.localhost"));
        GatewaySettings settings = change.apply(
                GatewaySettings.of("127.0.0.1", 0, new ServerCertificate(List.of(leaf.certificate()), leaf.key())));
        UpstreamIssuer issuer = (role, subject, key) -> {
            issued.incrementAndGet();
            String caller = subject.substring(subject.indexOf(':') + 1);
            return List.of(CLIENTS.sign(
                    Wish.person(role)
                            .subject("CN=" + role + ",OU=" + caller + ",O=gateway")
                            .ids("spiffe://postern.local/gateway/" + role + "/" + caller)
                            .valid(certificateLife.dividedBy(-12), certificateLife),
                    key));
        };
        this.gateway = Gateway.start(settings, () -> state, issuer, events::add, clock, new SecureRandom());
    }

    static Site open(UnaryOperator<GatewaySettings> change) {
        return new Site(server(PgVersion.V15), change, InstantSource.system(), DAY);
    }

    static Site open() {
        return open(settings -> settings);
    }

    static Site open(InstantSource clock) {
        return open(clock, DAY);
    }

    /** @param certificateLife of the gateway's certificates for the server */
    static Site open(InstantSource clock, Duration certificateLife) {
        return new Site(server(PgVersion.V15), settings -> settings, clock, certificateLife);
    }

    static Site open(PgVersion version) {
        return new Site(server(version), settings -> settings, InstantSource.system(), DAY);
    }

    static GatewaySettings with(GatewaySettings settings, GatewayLimits limits) {
        return new GatewaySettings(
                settings.host(),
                settings.port(),
                settings.certificate(),
                settings.ownNames(),
                settings.gatewayDomain(),
                limits,
                settings.eventLoops(),
                settings.transport(),
                settings.tls());
    }

    private static synchronized TestPostgres server(PgVersion version) {
        return SERVER.computeIfAbsent(version, Site::start);
    }

    /** A server of the right authority that is called something else. */
    static TestPostgres withCertificateFor(String host) {
        return TestPostgres.builder(PgVersion.V15)
                .tls(tls(SERVERS.leaf(Wish.server(host))))
                .start();
    }

    private static ServerTls tls(Leaf leaf) {
        return new ServerTls(
                write("pg.crt", leaf.certificatePem()),
                write("pg.key", leaf.keyPem()),
                write("clients.crt", TestAuthority.pem(CLIENTS.root())));
    }

    private static TestPostgres start(PgVersion version) {
        TestPostgres started = TestPostgres.builder(version)
                .tls(tls(SERVERS.leaf(Wish.server("localhost", "127.0.0.1"))))
                .hba(
                        "local all all scram-sha-256",
                        "hostnossl all postgres 127.0.0.1/32 scram-sha-256",
                        "hostssl replication app 127.0.0.1/32 cert",
                        "hostssl all asks_password 127.0.0.1/32 scram-sha-256",
                        "hostssl all all 127.0.0.1/32 cert")
                .setting("max_connections", "60")
                .start();
        try {
            started.execute("postgres", "CREATE ROLE app LOGIN REPLICATION");
            started.execute("postgres", "CREATE ROLE reader LOGIN");
            started.execute("postgres", "CREATE ROLE asks_password LOGIN PASSWORD 'x'");
            started.execute("postgres", "CREATE DATABASE shop OWNER app");
            started.execute("postgres", "CREATE DATABASE other OWNER app");
            started.execute("shop", "CREATE EXTENSION sslinfo");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return started;
    }

    private static GatewayState defaults(TestPostgres postgres) {
        return new GatewayState(
                1,
                List.of(entry("demo", "shop", postgres.port(), "shop", "other")),
                Rules.of(List.of(allow("shop-people", "user:alice", "shop", Optional.empty(), "app"))),
                List.of(PEOPLE.root()),
                Set.of());
    }

    static Entry entry(String name, String fallback, int port, String... databases) {
        return new Entry(
                name,
                "demo",
                Map.of("stage", "test"),
                fallback,
                Set.of(databases),
                new HostPort("localhost", port),
                List.of(SERVERS.root()));
    }

    /** @param database one or more, by commas */
    static AccessRule allow(String name, String subject, String database, Optional<Duration> ttl, String... roles) {
        return new AccessRule(
                new Metadata(name, Map.of()),
                Effect.ALLOW,
                new Match(
                        List.of(subject),
                        new ClusterSelector(List.of("demo"), Map.of()),
                        List.of(database.split(",", -1)),
                        List.of(roles)),
                new AccessRule.Session(ttl));
    }

    void rules(AccessRule... rules) {
        state = new GatewayState(
                state.version() + 1,
                state.entries(),
                Rules.of(List.of(rules), Declared.none()),
                state.clientAnchors(),
                state.revoked());
    }

    int port() {
        return gateway.address().getPort();
    }

    /** Writes a person's files once and says where. */
    Credentials person(String name) {
        return credentials(PEOPLE.leaf(Wish.person(name)));
    }

    Credentials credentials(Leaf leaf) {
        int number = NUMBER.incrementAndGet();
        return new Credentials(
                leaf,
                write("client-" + number + ".crt", leaf.certificatePem()),
                write("client-" + number + ".key", leaf.keyPem()),
                writeBytes("client-" + number + ".pk8", leaf.key().getEncoded()),
                write("servers.crt", TestAuthority.pem(SERVERS.root())));
    }

    /** Files as drivers want them. */
    record Credentials(Leaf leaf, Path certificate, Path key, Path derKey, Path rootCertificate) {}

    /** For libpq. */
    String conninfo(Credentials who, String database, String role) {
        return "host=localhost hostaddr=127.0.0.1 port=" + port() + " dbname=" + database + " user=" + role
                + " sslmode=verify-full sslrootcert=" + who.rootCertificate() + " sslcert=" + who.certificate()
                + " sslkey=" + who.key();
    }

    Connection jdbc(Credentials who, String database, String role, String... more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", who.rootCertificate().toString());
        properties.setProperty("sslcert", who.certificate().toString());
        properties.setProperty("sslkey", who.derKey().toString());
        for (int i = 0; i < more.length; i += 2) {
            properties.setProperty(more[i], more[i + 1]);
        }
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/" + database, properties);
    }

    /** How a connection is refused, as pgjdbc understands it. */
    record Refusal(String severity, String sqlstate, String message, String hint) {}

    Refusal refusal(Credentials who, String database, String role, String... more) {
        try (Connection connection = jdbc(who, database, role, more)) {
            throw new AssertionError("not refused: " + connection);
        } catch (PSQLException refused) {
            ServerErrorMessage error = refused.getServerErrorMessage();
            if (error == null) {
                throw new AssertionError("refused without a word", refused);
            }
            return new Refusal(
                    String.valueOf(error.getSeverity()),
                    String.valueOf(error.getSQLState()),
                    String.valueOf(error.getMessage()),
                    String.valueOf(error.getHint()));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Path write(String name, String text) {
        return writeBytes(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Path writeBytes(String name, byte[] bytes) {
        try {
            Path file = Files.write(FILES.resolve(name), bytes);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        Leaks.none();
    }
}
