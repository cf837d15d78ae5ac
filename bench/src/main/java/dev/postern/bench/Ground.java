package dev.postern.bench;

import dev.postern.server.ServerTls;
import dev.postern.testing.OrdinaryUser;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Everything that runs: PostgreSQL 15, PgBouncer before it, the gateway before it, all with the same certificates. */
final class Ground implements AutoCloseable {
    private static final int BACKENDS = 300;

    private final Path files;
    private final Process gateway;
    private final TestPostgres postgres;
    private final Process bouncer;
    private final List<Target> targets;

    private Ground(Path files, Process gateway, TestPostgres postgres, Process bouncer, List<Target> targets) {
        this.files = files;
        this.gateway = gateway;
        this.postgres = postgres;
        this.bouncer = bouncer;
        this.targets = List.copyOf(targets);
    }

    static Ground prepare(Options options) throws IOException, SQLException {
        Path files = TestFolder.fresh("bench");
        Process gateway = gateway(files, options);
        BufferedReader said = gateway.inputReader(StandardCharsets.US_ASCII);
        expect(said, "certificates");
        TestPostgres postgres = postgres(files);
        gateway.outputWriter(StandardCharsets.US_ASCII)
                .append(postgres.port() + "\n")
                .flush();
        List<String> listening = List.of(expect(said, "").split(" ", -1));
        int bouncerPort = freePort();
        Process bouncer = bouncer(files, postgres.port(), bouncerPort);
        return new Ground(
                files,
                gateway,
                postgres,
                bouncer,
                List.of(
                        new Target(Target.DIRECT, "OpenSSL", postgres.port(), files, "client", List.of()),
                        new Target(
                                Target.BOUNCER,
                                "libevent, OpenSSL",
                                bouncerPort,
                                files,
                                "person",
                                List.of(bouncer.pid())),
                        new Target(
                                Target.GATEWAY,
                                listening.get(1) + ", " + library(listening.get(2)),
                                Integer.parseInt(listening.get(0)),
                                files,
                                "person",
                                List.of(gateway.pid()))));
    }

    List<Target> targets() {
        return targets;
    }

    Target target(String name) {
        return targets.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Path files() {
        return files;
    }

    long postmaster() {
        return postgres.server().pid();
    }

    String postgresVersion() {
        return postgres.server().version();
    }

    /** 1,024 rows of 1,000 bytes: a result of one megabyte. */
    void makeBulk() throws SQLException {
        postgres.execute(
                Certificates.NAME,
                "CREATE TABLE bulk AS SELECT repeat(md5(i::text), 32)::char(1000) AS line FROM generate_series(1, 1024) i;"
                        + "GRANT SELECT ON bulk TO " + Certificates.NAME);
        postgres.execute(Certificates.NAME, "VACUUM ANALYZE bulk");
    }

    double gatewayMegabytes() {
        return CpuTime.residentMegabytes(gateway.pid());
    }

    double bouncerMegabytes() {
        return CpuTime.residentMegabytes(bouncer.pid());
    }

    private static String library(String provider) {
        return provider.equals("JDK") ? "JDK TLS" : "BoringSSL";
    }

    private static Process gateway(Path files, Options options) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Files.readAllLines(options.jvmFlags()));
        command.addAll(List.of(
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName(),
                files.toString(),
                options.transport(),
                options.tls()));
        return new ProcessBuilder(command)
                .redirectError(files.resolve("gateway.log").toFile())
                .start();
    }

    private static TestPostgres postgres(Path files) throws SQLException {
        TestPostgres postgres = TestPostgres.builder(PgVersion.V15)
                .tls(new ServerTls(
                        files.resolve("server.crt"), files.resolve("server.key"), files.resolve("client-root.crt")))
                .setting("max_connections", Integer.toString(BACKENDS))
                .setting("shared_buffers", "256MB")
                .hba(
                        "hostssl " + Certificates.NAME + " " + Certificates.NAME + " 127.0.0.1/32 cert",
                        "host all postgres 127.0.0.1/32 scram-sha-256")
                .start();
        postgres.execute("postgres", "CREATE ROLE " + Certificates.NAME + " LOGIN");
        postgres.execute("postgres", "CREATE DATABASE " + Certificates.NAME + " OWNER " + Certificates.NAME);
        return postgres;
    }

    private static Process bouncer(Path files, int server, int port) throws IOException {
        Path folder = TestFolder.freshForOrdinaryUser("bench-pgbouncer");
        for (String name :
                List.of("server.crt", "server.key", "client.crt", "client.key", "people-root.crt", "server-root.crt")) {
            Files.copy(files.resolve(name), folder.resolve(name));
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(folder.resolve("users"), "\"" + Certificates.NAME + "\" \"\"\n");
        Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                bench = host=127.0.0.1 port=%1$d dbname=bench user=bench
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %2$d
                unix_socket_dir =
                auth_type = cert
                auth_file = %3$s/users
                pool_mode = session
                default_pool_size = 100
                max_client_conn = 500
                client_tls_sslmode = verify-full
                client_tls_ca_file = %3$s/people-root.crt
                client_tls_cert_file = %3$s/server.crt
                client_tls_key_file = %3$s/server.key
                server_tls_sslmode = verify-full
                server_tls_ca_file = %3$s/server-root.crt
                server_tls_cert_file = %3$s/client.crt
                server_tls_key_file = %3$s/client.key
                """.formatted(server, port, folder));
        OrdinaryUser.give(folder);
        Process started = new ProcessBuilder(OrdinaryUser.command(List.of("pgbouncer", settings.toString())))
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("pgbouncer.log").toFile())
                .start();
        awaitListening(started, port, files.resolve("pgbouncer.log"));
        return started;
    }

    private static void awaitListening(Process process, int port, Path log) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException failure) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("PgBouncer does not listen: " + Files.readString(log), failure);
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private static String expect(BufferedReader said, String start) throws IOException {
        String line = said.readLine();
        if (line == null || !line.startsWith(start)) {
            throw new IOException("the gateway said " + line + "; see gateway.log in the folder of the run");
        }
        return line;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        bouncer.destroy();
        gateway.destroy();
        try {
            bouncer.waitFor(10, TimeUnit.SECONDS);
            gateway.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        postgres.close();
    }

    /** Keeps what a reader of a failed run wants to see. */
    String logs() {
        try {
            return Files.readString(files.resolve("gateway.log")) + Files.readString(files.resolve("pgbouncer.log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
