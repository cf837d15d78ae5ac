package dev.postern.testing;

import dev.postern.kernel.secret.Secret;
import dev.postern.server.LocalServer;
import dev.postern.server.ServerSpec;
import dev.postern.server.ServerTls;
import dev.postern.server.StopMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server for tests on 127.0.0.1 and a free port, as an ordinary user, with a superuser {@code postgres} and
 * its password. Nothing of it survives power loss, which makes it quick.
 */
public final class TestPostgres implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String SUPERUSER = "postgres";
    private static final int SCRAM_BY_DEFAULT_SINCE = 14;
    private static final String PASSWORD = "only for tests";

    private final PgVersion version;
    private final ServerSpec spec;
    private LocalServer server;

    private TestPostgres(PgVersion version, ServerSpec spec, LocalServer server) {
        this.version = version;
        this.spec = spec;
        this.server = server;
    }

    /** A server of one's own with the defaults. {@link TestServers#shared} is quicker. */
    public static TestPostgres start(PgVersion version) {
        return builder(version).start();
    }

    public static Builder builder(PgVersion version) {
        return new Builder(version);
    }

    public PgVersion version() {
        return version;
    }

    public LocalServer server() {
        return server;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return server.port();
    }

    public String superuser() {
        return SUPERUSER;
    }

    public String password() {
        return PASSWORD;
    }

    public Path configFolder() {
        return spec.configFolder();
    }

    public Path dataFolder() {
        return spec.dataFolder();
    }

    /** Everything PostgreSQL has logged. */
    public String log() {
        try {
            return Files.readString(spec.logFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** For libpq: over TCP as the superuser, without TLS. */
    public String conninfo(String database) {
        return "host=" + host() + " port=" + port() + " dbname=" + database + " user=" + SUPERUSER + " password='"
                + PASSWORD + "' sslmode=disable";
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** As the superuser, without TLS. Needs pgjdbc on the test's class path. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", PASSWORD);
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /** Runs statements as the superuser, separated by semicolons. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A new database with a name that no other test of this JVM has. */
    public String createDatabase() throws SQLException {
        String name = "t" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /** Stops and starts it again with the same data and the same port. */
    public void restart(StopMode mode) {
        int port = server.port();
        server.stop(mode);
        server = LocalServer.start(spec.withPort(port));
    }

    @Override
    public void close() {
        server.stop(StopMode.IMMEDIATE);
        TestServers.remove(this);
        TestFolder.delete(Optional.ofNullable(spec.dataFolder().getParent()).orElse(spec.dataFolder()));
    }

    /** What differs from the defaults. */
    public static final class Builder {
        private final PgVersion version;
        private final Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "fsync", "off",
                "synchronous_commit", "off",
                "full_page_writes", "off",
                "shared_buffers", "32MB"));
        private final List<String> hba = new ArrayList<>();
        private final List<String> ident = new ArrayList<>();
        private List<String> addresses = List.of("127.0.0.1");
        private Optional<ServerTls> tls = Optional.empty();

        private Builder(PgVersion version) {
            this.version = version;
            if (version.major() < SCRAM_BY_DEFAULT_SINCE) {
                settings.put("password_encryption", "scram-sha-256");
            }
        }

        /** These files are copied, with the permissions that PostgreSQL asks for; the originals are left alone. */
        public Builder tls(ServerTls files) {
            tls = Optional.of(files);
            return this;
        }

        /** Adds lines; where there is none, TCP from this machine with passwords is let in. */
        public Builder hba(String... lines) {
            hba.addAll(List.of(lines));
            return this;
        }

        public Builder ident(String... lines) {
            ident.addAll(List.of(lines));
            return this;
        }

        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        public Builder listen(String... wanted) {
            addresses = List.of(wanted);
            return this;
        }

        public TestPostgres start() {
            Path folder = TestFolder.fresh("postgres-" + version.major());
            Path config = folder.resolve("config");
            ServerSpec spec = ServerSpec.of(version.binaries(), folder.resolve("data"), config, folder.resolve("run"))
                    .withSuperuser(SUPERUSER, Secret.ofText(PASSWORD))
                    .withListenAddresses(addresses)
                    .withSettings(settings)
                    .withHba(hba.isEmpty() ? defaultHba() : hba)
                    .withIdent(ident)
                    .withRunAs(OrdinaryUser.get());
            if (tls.isPresent()) {
                spec = spec.withTls(copy(tls.get(), config));
            }
            TestPostgres started = new TestPostgres(version, spec, LocalServer.start(spec));
            TestServers.add(started);
            return started;
        }

        private static List<String> defaultHba() {
            return List.of(
                    "local all all scram-sha-256",
                    "host all all 127.0.0.1/32 scram-sha-256",
                    "host all all ::1/128 scram-sha-256");
        }

        private static ServerTls copy(ServerTls files, Path config) {
            return new ServerTls(
                    copy(files.certificate(), config.resolve("server.crt")),
                    copy(files.key(), config.resolve("server.key")),
                    files.clientAuthority().map(file -> copy(file, config.resolve("client-ca.crt"))),
                    files.revocations().map(file -> copy(file, config.resolve("client.crl"))));
        }

        private static Path copy(Path from, Path to) {
            try {
                if (to.getParent() != null) {
                    Files.createDirectories(to.getParent());
                }
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                return Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
