package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Typed;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIfPostgres(PgVersion.V18)
final class DoctorVerbTest {
    private final TestPostgres server = TestServers.shared(PgVersion.V18);

    /** Whose password no form of a connection string trips over. */
    private void plainRole(String name) {
        try {
            server.execute(
                    "postgres",
                    "DROP ROLE IF EXISTS " + name + "; CREATE ROLE " + name + " LOGIN PASSWORD 'quite-plain-77'");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @TempDir
    Path userHome = Path.of("");

    @Test
    void aHealthyConnectionIsShownStepByStep() {
        Typed.Result result = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .run(
                        "doctor",
                        "host=127.0.0.1 port=" + server.port() + " dbname=postgres user=postgres sslmode=disable");

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "ok      dns",
                        "ok      tcp",
                        "ok      protocol",
                        "asks for SCRAM-SHA-256",
                        "logged in as postgres")
                .contains("PostgreSQL 18", "is a superuser", "It works")
                .doesNotContain(server.password());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dbname=postgres user=postgres sslmode=require      | tls            | offers no TLS                | ssl = on
            dbname=nowhere user=postgres sslmode=disable       | database       | 3D000                        | postern plan
            dbname=postgres user=nobody sslmode=disable        | authentication | 28P01                        | DETAIL
            dbname=postgres user=postgres sslmode=verify-ca sslrootcert=/nowhere/root.crt | | /nowhere/root.crt |
            """)
    void itSaysWhereItStopsAndWhatToDo(String settings, String step, String saw, String fix) {
        Typed.Result result = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .run("doctor", "host=127.0.0.1 port=" + server.port() + " " + settings);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out() + result.err())
                .contains(saw)
                .contains(step == null ? "" : "It stops at " + step)
                .contains(fix == null ? "" : fix)
                .doesNotContain(server.password());
    }

    @Test
    void noPasswordIsNotAWrongOne() {
        Typed.Result result = new Typed(userHome)
                .run(
                        "doctor",
                        "host=127.0.0.1 port=" + server.port() + " dbname=postgres user=postgres sslmode=disable");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("there is no password for postgres", "set PGPASSWORD");
    }

    @Test
    void aDriverIsToldWhatItWouldDo() {
        String where = "host=127.0.0.1 port=" + server.port() + " dbname=postgres user=postgres";
        Typed.Result go =
                new Typed(userHome).with("PGPASSWORD", server.password()).run("doctor", where, "--driver", "lib/pq");
        assertThat(go.code()).isEqualTo(1);
        assertThat(go.out()).contains("lib/pq 1.12.3: sslmode require (not said)", "offers no TLS", "It stops at tls");

        Typed.Result java = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .run("doctor", "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres");
        assertThat(java.out()).contains("pgjdbc 42", "prefer (not said)", "goes on in the clear", "It works");
        assertThat(java.code()).isZero();

        Typed.Result unknown = new Typed(userHome).run("doctor", where, "--driver", "odbc");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("there are no rules of a driver odbc", "node-postgres");
    }

    @Test
    void spiresConfigurationIsExaminedAsSpireReadsIt() throws IOException {
        plainRole("doctored");
        Path file = userHome.resolve("server.conf");
        Files.writeString(file, """
                plugins { DataStore "sql" { plugin_data {
                    database_type = "postgres"
                    connection_string = "host=127.0.0.1 port=PORT dbname=postgres user=doctored password=${PW}"
                    ro_connection_string = "host=127.0.0.1 port=PORT dbname=postgres user=doctored password= sslmode=disable"
                } } }
                """.replace("PORT", Integer.toString(server.port())));
        Typed.Result result = new Typed(userHome).with("PW", "quite-plain-77").run("doctor", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("SPIRE server, connection_string", "sslmode require (not said)", "offers no TLS")
                .contains("SPIRE server, ro_connection_string", "the password is empty, and the word after it")
                .doesNotContain("quite-plain-77");

        Files.writeString(
                file,
                Files.readString(file).replace("${PW}", "${PW} sslmode=disable").replaceAll("ro_conn.*", ""));
        Typed.Result mended = new Typed(userHome).with("PW", "quite-plain-77").run("doctor", file.toString(), "--json");
        assertThat(mended.out()).contains("\"healthy\" : true", "SPIRE server").doesNotContain("quite-plain-77");
        assertThat(mended.code()).isZero();
    }

    @Test
    void flightControlsUsersAreExaminedOneByOne() throws IOException {
        plainRole("doctored");
        Path file = userHome.resolve("config.yaml");
        Files.writeString(file, """
                database: {hostname: 127.0.0.1, port: PORT, name: postgres, user: doctored, migrationUser: nobody}
                """.replace("PORT", Integer.toString(server.port())));
        Typed.Result result = new Typed(userHome)
                .with("DB_PASSWORD", "quite-plain-77")
                .with("DB_MIGRATION_PASSWORD", "other")
                .run("doctor", file.toString());
        assertThat(result.out())
                .contains("Flight Control, application", "pgx 5", "goes on in the clear", "It works")
                .contains("Flight Control, migration", "28P01", "It stops at authentication")
                .doesNotContain("quite-plain-77");
        assertThat(result.code()).isEqualTo(1);
        Typed.Result missing =
                new Typed(userHome).run("doctor", userHome.resolve("gone.yaml").toString());
        assertThat(missing.err()).contains("gone.yaml cannot be read");
    }

    @Test
    void aJobThatRunsWhereAPodRunsIsPrintedAndHasNoPassword() {
        String where = "host=db.example dbname=app user=app sslmode=verify-full sslrootcert=/tls/ca.crt";
        Typed.Result job = new Typed(userHome)
                .run(
                        "doctor",
                        where,
                        "--from",
                        "pod/shop/web-1",
                        "--driver",
                        "pgx",
                        "--requires",
                        "version=16",
                        "--password-secret",
                        "app-db/password",
                        "--mount",
                        "secret/db-tls=/tls");
        assertThat(job.code()).as(job.err()).isZero();
        assertThat(job.out())
                .contains("kind: Job", "namespace: shop", "generateName: postern-doctor-web-1-", "- --driver", "- pgx")
                .contains("name: PGPASSWORD", "secretKeyRef", "key: password", "secretName: db-tls", "mountPath: /tls")
                .contains("restartPolicy: Never", "automountServiceAccountToken: false");
        assertThat(job.err()).contains("kubectl create -n shop", "Network policies choose by labels");

        for (String[] refused : new String[][] {
            {where + " password=word", "pod/web", "has a password"},
            {where, "deployment/web", "is no pod"},
            {"server.conf", "pod/web", "a file of this machine is not in the pod"}
        }) {
            Typed.Result result = new Typed(userHome).run("doctor", refused[0], "--from", refused[1]);
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains(refused[2]).doesNotContain("word\n");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void whatAProgramRequiresOfTheServerIsAskedAllAtOnce() {
        plainRole("doctored");
        String where = "host=127.0.0.1 port=" + server.port() + " dbname=postgres user=doctored sslmode=disable";
        Typed.Result result = new Typed(userHome)
                .with("PGPASSWORD", "quite-plain-77")
                .run(
                        "doctor",
                        where,
                        "--requires",
                        "version=99",
                        "--requires",
                        "connections=100000",
                        "--requires",
                        "wal_level=logical",
                        "--requires",
                        "extension=nowhere",
                        "--requires",
                        "no.such=1",
                        "--requires",
                        "max_wal_senders=1",
                        "--requires",
                        "extension=plpgsql");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "PostgreSQL >=99 is needed",
                        "up to 100000 connections",
                        "wal_level is replica, needed is logical")
                .contains("extension nowhere is needed", "the server has no setting no.such", "and restart the server")
                .contains("ok      session        max_wal_senders is", "ok      session        extension plpgsql")
                .contains("ssl is off at the server");
        Typed.Result wrong = new Typed(userHome).run("doctor", where, "--requires", "version");
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void whichOfSeveralHostsIsTakenIsShown() {
        String where = " dbname=postgres user=postgres sslmode=disable";
        Typed.Result two = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .run("doctor", "host=127.0.0.1,127.0.0.1 port=1," + server.port() + where);
        assertThat(two.out()).contains("is refused", "libpq takes postgres at 127.0.0.1:" + server.port());
        assertThat(two.code()).isZero();
        Typed.Result none = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .run("doctor", "host=127.0.0.1 target_session_attrs=standby port=" + server.port() + where);
        assertThat(none.out()).contains("target_session_attrs=standby asks for", "It stops at session");
        assertThat(none.code()).isEqualTo(1);
    }

    @Test
    void databaseUrlCountsWhenNothingIsSaid() {
        plainRole("doctored");
        String url = "postgresql://doctored:" + "quite-plain-77" + "@127.0.0.1:" + server.port()
                + "/postgres?sslmode=disable";
        Typed.Result result = new Typed(userHome).with("DATABASE_URL", url).run("doctor");
        assertThat(result.out()).contains("DATABASE_URL", "It works").doesNotContain("quite-plain-77");
        assertThat(result.code()).isZero();
        Typed.Result variables = new Typed(userHome)
                .with("PGHOST", "127.0.0.1")
                .with("PGPORT", Integer.toString(server.port()))
                .with("PGUSER", "doctored")
                .with("PGDATABASE", "postgres")
                .with("PGSSLMODE", "disable")
                .with("PGPASSWORD", "quite-plain-77")
                .run("doctor");
        assertThat(variables.out()).contains("It works");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 400 Bad Request\\r\\n\\r\\n       | an HTTP server
            SSH-2.0-OpenSSH_9.2p1 Debian\\r\\n         | an SSH server
            \\033[31mred                                | does not speak PostgreSQL
            N                                           | offers no TLS
            E                                           | hangs up
            """)
    void whateverAnswersIsNamedAndNeverReachesTheTerminalRaw(String answer, String told) throws IOException {
        String raw = answer.translateEscapes();
        try (ServerSocket odd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(odd, raw));
            Typed.Result result = new Typed(userHome)
                    .run(
                            "doctor",
                            "host=127.0.0.1 user=me sslmode=require port=" + odd.getLocalPort(),
                            "--timeout",
                            "3s");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains(told).doesNotContain("\u001b");
        }
    }

    @Test
    void aServerThatSaysNothingTakesNoLongerThanItMay() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            Typed.Result result = new Typed(userHome)
                    .run("doctor", "host=127.0.0.1 user=me port=" + mute.getLocalPort(), "--timeout", "1s");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains("accepts the connection and says nothing");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void tenMegabytesOfErrorAreCut() throws IOException {
        String text = "SFATAL\0C28000\0M" + "x".repeat(10_000_000) + "\0\0";
        try (ServerSocket odd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(odd, "E" + "\0\u0098\u0096\u00a3" + text));
            Typed.Result result = new Typed(userHome)
                    .run(
                            "doctor",
                            "host=127.0.0.1 user=me sslmode=disable port=" + odd.getLocalPort(),
                            "--timeout",
                            "5s",
                            "--json");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).hasSizeLessThan(10_000).contains("FATAL 28000: xxx");
        }
    }

    @Test
    void aMessageIsExplainedWithoutConnecting() {
        Typed.Result known = new Typed(userHome)
                .run("doctor", "--message", "error=\"datastore-sql: pq: SSL is not enabled on the server\"");
        assertThat(known.code()).isZero();
        assertThat(known.out()).contains("from  SPIRE, at tls", "turn TLS on at the server");

        Typed.Result unknown = new Typed(userHome).run("doctor", "--message", "all is well");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("Nothing here is known");
    }

    private static void answerAll(ServerSocket server, String answer) {
        while (true) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().flush();
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException closed) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }
}
