package dev.postern.provision.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.doctor.message.Messages;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.Place;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.server.ServerTls;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.OrdinaryUser;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each refusal that a real server or pooler can be brought to cheaply: where doctor stops, and what it says. */
@EnabledIfPostgres({PgVersion.V15, PgVersion.V18})
class ProvokedTest {
    private static final Path BOUNCER = Path.of("/usr/sbin/pgbouncer");
    private static final TestAuthority AUTHORITY = new TestAuthority("Provoked servers");

    /** Settings, the step where it stops, words of the cause. */
    private static final List<List<String>> CASES = List.of(
            List.of("user=nobody sslmode=require", "authentication", "password"),
            List.of("user=app sslmode=require dbname=nowhere", "database", "nowhere"),
            List.of("user=barred sslmode=require", "hba", "reject"),
            List.of("user=onlytls sslmode=disable", "hba", "TLS"),
            List.of("user=full sslmode=require", "database", "CONNECTION LIMIT"),
            List.of("user=past sslmode=require", "authentication", "VALID UNTIL"),
            List.of("user=locked sslmode=require", "authentication", "LOGIN"),
            List.of("user=cert sslmode=require", "authentication", "certificate"),
            List.of("user=app sslmode=require dbname=closed", "database", "CONNECT"));

    private static TestPostgres start(PgVersion version) throws Exception {
        Path folder = TestFolder.fresh("provoked");
        Credential.ClientCertificate server = AUTHORITY.server();
        Files.writeString(folder.resolve("server.crt"), Pem.write(server.leaf()));
        PrivateKeyFile.writePem(folder.resolve("server.key"), server.key());
        Files.writeString(folder.resolve("ca.crt"), Pem.write(AUTHORITY.root()));
        TestPostgres postgres = TestPostgres.builder(version)
                .tls(new ServerTls(
                        folder.resolve("server.crt"), folder.resolve("server.key"), folder.resolve("ca.crt")))
                .hba(
                        "host all barred 127.0.0.1/32 reject",
                        "hostssl all onlytls 127.0.0.1/32 scram-sha-256",
                        "hostssl all cert 127.0.0.1/32 cert",
                        "host all app,past,locked,full,nobody,postgres,bouncer 127.0.0.1/32 scram-sha-256")
                .start();
        for (String role : List.of("app", "barred", "onlytls", "cert", "bouncer")) {
            postgres.execute("postgres", "CREATE ROLE " + role + " LOGIN PASSWORD 'plain-77'");
        }
        postgres.execute("postgres", "CREATE ROLE full LOGIN PASSWORD 'plain-77' CONNECTION LIMIT 0");
        postgres.execute("postgres", "CREATE ROLE past LOGIN PASSWORD 'plain-77' VALID UNTIL '2020-01-01'");
        postgres.execute("postgres", "CREATE ROLE locked NOLOGIN PASSWORD 'plain-77'");
        postgres.execute("postgres", "CREATE DATABASE closed");
        postgres.execute("postgres", "REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
        return postgres;
    }

    private static Report examined(int port, String settings, Optional<DriverName> driver) throws InterruptedException {
        Place place = new Place(Map.of("PGPASSWORD", "plain-77"), Path.of("/nowhere"), Files::isRegularFile);
        return new Examination(InstantSource.system(), place, "somebody")
                .of(
                        Subject.of("host=127.0.0.1 dbname=postgres port=" + port + " " + settings, driver),
                        Duration.ofSeconds(20));
    }

    private static String said(Report report) {
        return Stream.concat(
                        report.settings().stream(), report.hosts().stream().flatMap(host -> host.checks().stream()))
                .map(check -> check.outcome() + " " + check.step().word() + " " + check.saw() + " "
                        + check.advice()
                                .map(advice -> advice.cause() + " / " + advice.fix())
                                .orElse(""))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatAServerRefusesIsNamedWithItsCause(PgVersion version) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (TestPostgres postgres = start(version)) {
            for (List<String> each : CASES) {
                Report report = examined(postgres.port(), each.getFirst(), Optional.empty());
                Check stop =
                        report.hosts().getFirst().stop().orElseThrow(() -> new AssertionError(each + said(report)));
                all.assertThat(stop.step().word())
                        .as(each + "\n" + said(report))
                        .isEqualTo(each.get(1));
                all.assertThat(stop.advice()
                                .map(advice -> advice.cause() + " / " + advice.fix())
                                .orElse(""))
                        .as(each.toString())
                        .contains(each.get(2));
                all.assertThat(Messages.explain(stop.saw()))
                        .as("known: " + stop.saw())
                        .isNotEmpty();
            }
        }
        all.assertAll();
    }

    @Test
    void whatAPoolerRefusesIsNamedAndAPoolerInBetweenIsToo() throws Exception {
        assumeTrue(Files.isExecutable(BOUNCER), "no " + BOUNCER);
        Path folder = TestFolder.fresh("provoked-pgbouncer");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (TestPostgres postgres = start(PgVersion.V15)) {
            Files.writeString(folder.resolve("users"), "\"app\" \"plain-77\"\n");
            Path settings = Files.writeString(
                    folder.resolve("pgbouncer.ini"), """
                    [databases]
                    postgres = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    auth_type = scram-sha-256
                    auth_file = %s
                    unix_socket_dir =
                    pool_mode = transaction
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(postgres.port(), port, folder.resolve("users")));
            OrdinaryUser.give(folder);
            Process process = new ProcessBuilder(
                            OrdinaryUser.command(List.of(BOUNCER.toString(), "-q", settings.toString())))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                Eventually.until(Duration.ofSeconds(20), "PgBouncer listens", () -> listens(port));
                Report well = examined(port, "user=app sslmode=disable", Optional.of(DriverName.PGX));
                assertThat(well.healthy()).as(said(well)).isTrue();
                assertThat(said(well))
                        .contains("is in between", "prepared statements behind a pooler: pgx prepares every statement");
                Report tls = examined(port, "user=app sslmode=require", Optional.empty());
                assertThat(said(tls)).contains("offers no TLS", "a pooler without TLS answers");
                Report nowhere = examined(port, "user=app sslmode=disable dbname=nowhere", Optional.empty());
                assertThat(nowhere.healthy()).as(said(nowhere)).isFalse();
                assertThat(said(nowhere)).contains("no such database");
                Report bound = examined(port, "user=app sslmode=disable channel_binding=require", Optional.empty());
                assertThat(said(bound)).contains("without channel binding", "a pooler or proxy ends it");
            } finally {
                process.destroy();
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }
}
