package dev.postern.provision.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Drivers;
import dev.postern.provision.driver.Place;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.server.ServerTls;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One server whose certificate has its name in the CN only, seen by one driver after the other. */
@EnabledIfPostgres({PgVersion.V15, PgVersion.V18})
class ExaminationTest {
    private static final Path FOLDER = TestFolder.fresh("examination");

    private static final TestAuthority AUTHORITY = new TestAuthority("Examined servers");

    private static TestPostgres tls;
    private static TestPostgres old;
    private static X509Certificate shown;
    private static TestPostgres plain;

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = AUTHORITY;
        Credential.ClientCertificate server = authority.server("localhost");
        Files.writeString(FOLDER.resolve("server.crt"), Pem.write(server.leaf()));
        PrivateKeyFile.writePem(FOLDER.resolve("server.key"), server.key());
        Files.writeString(FOLDER.resolve("ca.crt"), Pem.write(authority.root()));
        Credential.ClientCertificate client = authority.client("app", "examined");
        Files.writeString(FOLDER.resolve("client.crt"), Pem.write(client.chain()));
        PrivateKeyFile.writePem(FOLDER.resolve("client.key"), client.key());
        Path open = FOLDER.resolve("open.key");
        Files.copy(FOLDER.resolve("client.key"), open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        tls = TestPostgres.builder(PgVersion.V18)
                .tls(new ServerTls(
                        FOLDER.resolve("server.crt"), FOLDER.resolve("server.key"), FOLDER.resolve("ca.crt")))
                .hba(
                        "hostssl all cert 127.0.0.1/32 cert map=app",
                        "host all md5 127.0.0.1/32 md5",
                        "host all all 127.0.0.1/32 scram-sha-256")
                .ident("app app cert")
                .start();
        tls.execute(
                "postgres",
                "CREATE ROLE cert LOGIN; CREATE ROLE app LOGIN PASSWORD 'secret word';"
                        + " SET password_encryption = 'md5'; CREATE ROLE md5 LOGIN PASSWORD 'secret word'");
        shown = server.leaf();
        old = TestPostgres.builder(PgVersion.V15)
                .tls(new ServerTls(
                        FOLDER.resolve("server.crt"), FOLDER.resolve("server.key"), FOLDER.resolve("ca.crt")))
                .hba("host all all 127.0.0.1/32 trust")
                .setting("default_transaction_read_only", "on")
                .start();
        plain = TestPostgres.builder(PgVersion.V18)
                .hba("host all all 127.0.0.1/32 scram-sha-256")
                .start();
        old.execute("postgres", "SET transaction_read_only = off; CREATE ROLE app LOGIN");
        plain.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'secret word'");
    }

    private static Report examined(TestPostgres server, String settings, String driver, Map<String, String> more)
            throws InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of("PGPASSWORD", "secret word"));
        environment.putAll(more);
        Place place = new Place(environment, FOLDER.resolve("nobody"), Files::isRegularFile);
        String where = "host=localhost port=" + server.port() + " dbname=postgres " + settings;
        return new Examination(InstantSource.system(), place, "somebody")
                .of(
                        Subject.of(
                                where.replace("FOLDER", FOLDER.toString()),
                                Drivers.of(driver).map(DriverRules::driver)),
                        Duration.ofSeconds(10));
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
    @CsvSource(delimiter = '|', textBlock = """
            libpq          | true  | libpq takes that
            psycopg        | true  | psycopg takes that
            pgjdbc         | true  | pgjdbc takes that
            node-postgres  | true  | node-postgres takes that
            pgx            | false | pgx looks at subject alternative names only
            lib/pq         | false | lib/pq looks at subject alternative names only
            """)
    void aNameInTheCommonNameOnlyIsJudgedByTheDriver(String driver, boolean works, String told)
            throws InterruptedException {
        Report report = examined(tls, "user=app sslmode=verify-full sslrootcert=FOLDER/ca.crt", driver, Map.of());
        assertThat(report.healthy()).as(said(report)).isEqualTo(works);
        assertThat(said(report)).contains(told).doesNotContain("secret word");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            libpq   | false | libpq refuses a key that others may read
            lib/pq  | false | lib/pq refuses a key that others may read
            pgx     | true  | pgx does not mind
            """)
    void theModeOfTheKeyIsJudgedByTheDriver(String driver, boolean works, String told) throws InterruptedException {
        Report report = examined(
                tls, "user=cert sslmode=require sslcert=FOLDER/client.crt sslkey=FOLDER/open.key", driver, Map.of());
        assertThat(report.healthy()).as(said(report)).isEqualTo(works);
        assertThat(said(report)).contains("open.key has the mode 0644", told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            libpq          | the authority is verified        | true
            pgx            | the authority is verified        | true
            pgjdbc         | sslrootcert is not even read     | true
            node-postgres  | authority and host name          | true
            """)
    void requireWithARootMeansWhatItMeansToTheDriver(String driver, String told, boolean works)
            throws InterruptedException {
        Report report = examined(tls, "user=app sslmode=require sslrootcert=FOLDER/ca.crt", driver, Map.of());
        assertThat(said(report)).contains(told);
        assertThat(report.healthy()).as(said(report)).isEqualTo(works);
    }

    @Test
    void preferGoesOnInTheClearAndSaysSo() throws InterruptedException {
        for (String driver : new String[] {"", "libpq", "pgx"}) {
            Report report = examined(plain, "user=app", driver, Map.of());
            assertThat(report.healthy()).as(said(report)).isTrue();
            assertThat(said(report)).contains("offers no TLS", "goes on in the clear");
        }
        Report strict = examined(plain, "user=app", "lib/pq", Map.of());
        assertThat(strict.healthy()).as("lib/pq means require").isFalse();
        assertThat(strict.hosts().getFirst().stop().map(Check::step)).contains(Step.TLS);
    }

    @Test
    void aStringThatTheDriverCannotReadIsSaidAndReadForIt() throws InterruptedException {
        Report java = examined(tls, "user=app sslmode=require", "pgjdbc", Map.of());
        assertThat(java.healthy()).as(said(java)).isTrue();
        assertThat(said(java)).contains("pgjdbc does not read key=value", "write jdbc:postgresql://localhost");
        Report pool = examined(tls, "user=app sslmode=verify-full sslrootcert=FOLDER/ca.crt", "pgbouncer", Map.of());
        assertThat(pool.healthy()).as(said(pool)).isTrue();
    }

    @Test
    void channelBindingAndMethodsAreWhatTheClientInsistsOn() throws InterruptedException {
        Report clear = examined(tls, "user=app sslmode=disable channel_binding=require", "libpq", Map.of());
        assertThat(said(clear)).contains("without channel binding", "there is no TLS up to the server");
        assertThat(clear.healthy()).isFalse();
        Report bound = examined(tls, "user=app sslmode=require channel_binding=require", "", Map.of());
        assertThat(bound.healthy()).as(said(bound)).isTrue();
        Report method = examined(tls, "user=md5 sslmode=require", "", Map.of("PGREQUIREAUTH", "scram-sha-256"));
        assertThat(said(method)).contains("the server asks for md5, and require_auth=scram-sha-256 leaves that out");
        Report certificate = examined(
                tls,
                "user=cert sslmode=require channel_binding=require sslcert=FOLDER/client.crt sslkey=FOLDER/client.key",
                "",
                Map.of());
        assertThat(said(certificate)).contains("without asking for a password", "channel_binding=require");
    }

    @Test
    void anAddressBesideTheHostIsWhereItConnects() throws InterruptedException {
        String named = "hostaddr=127.0.0.1 user=app sslmode=verify-full sslrootcert=FOLDER/ca.crt";
        Place place = new Place(Map.of("PGPASSWORD", "secret word"), FOLDER, Files::isRegularFile);
        for (String host : new String[] {"localhost", "db.nowhere.invalid"}) {
            Report report = new Examination(InstantSource.system(), place, "somebody")
                    .of(
                            Subject.of(
                                    "host=" + host + " dbname=postgres port=" + tls.port() + " "
                                            + named.replace("FOLDER", FOLDER.toString()),
                                    Optional.empty()),
                            Duration.ofSeconds(10));
            assertThat(said(report)).contains("127.0.0.1 port " + tls.port() + " is open");
            assertThat(report.healthy()).as(said(report)).isEqualTo(host.equals("localhost"));
        }
    }

    @Test
    void aHealthyServerIsExaminedWithinASecond() throws InterruptedException {
        examined(tls, "user=app sslmode=require", "", Map.of());
        Report report = examined(tls, "user=app sslmode=verify-full sslrootcert=FOLDER/ca.crt", "libpq", Map.of());
        assertThat(report.healthy()).as(said(report)).isTrue();
        assertThat(report.hosts().getFirst().took()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatTheEnvironmentSaysCountsForDriversThatReadIt() throws IOException, InterruptedException {
        Map<String, String> strict = Map.of(
                "PGSSLMODE",
                "verify-full",
                "PGSSLROOTCERT",
                FOLDER.resolve("ca.crt").toString());
        assertThat(said(examined(tls, "user=app", "libpq", strict))).contains("verify-full (PGSSLMODE)");
        Report java = examined(tls, "user=app", "pgjdbc", strict);
        assertThat(said(java)).contains("PGSSLMODE is set and means nothing to pgjdbc", "prefer (not said)");
        assertThat(java.healthy()).as(said(java)).isTrue();
    }

    @Test
    void aListOfRevokedCertificatesCountsAsForLibpq() throws IOException, InterruptedException {
        TestAuthority authority = AUTHORITY;
        Instant later = Instant.now().plus(Duration.ofDays(1));
        Files.writeString(FOLDER.resolve("good.crl"), authority.revocations(later));
        Files.writeString(FOLDER.resolve("revoked.crl"), authority.revocations(later, shown));
        Files.writeString(
                FOLDER.resolve("old.crl"), authority.revocations(Instant.now().minusSeconds(60)));
        Files.writeString(FOLDER.resolve("other.crl"), new TestAuthority("Somebody").revocations(later));
        Files.createDirectories(FOLDER.resolve("unhashed"));
        Map<String, String> told = Map.of(
                "sslcrl=FOLDER/good.crl", "not revoked by",
                "sslcrl=FOLDER/revoked.crl", "is revoked by CN=Examined servers",
                "sslcrl=FOLDER/old.crl", "CRL has expired",
                "sslcrl=FOLDER/other.crl", "unable to get certificate CRL",
                "sslcrl=FOLDER/gone.crl", "libpq says nothing about a file that it cannot load",
                "sslcrldir=FOLDER/unhashed", "openssl rehash");
        for (Map.Entry<String, String> each : told.entrySet()) {
            Report report = examined(
                    tls, "user=app sslmode=verify-ca sslrootcert=FOLDER/ca.crt " + each.getKey(), "", Map.of());
            assertThat(said(report)).as(each.getKey()).contains(each.getValue());
            assertThat(report.healthy())
                    .as(said(report))
                    .isEqualTo(each.getKey().matches(".*(good|gone).*"));
            String where =
                    "host=localhost port=" + tls.port() + " dbname=postgres user=app sslmode=verify-ca sslrootcert="
                            + FOLDER.resolve("ca.crt") + " " + each.getKey().replace("FOLDER", FOLDER.toString());
            psql(where)
                    .ifPresent(port -> assertThat(port.isPresent())
                            .as("psql with " + each.getKey())
                            .isEqualTo(report.healthy()));
        }
        Report go = examined(
                tls, "user=app sslmode=verify-ca sslrootcert=FOLDER/ca.crt sslcrl=FOLDER/revoked.crl", "pgx", Map.of());
        assertThat(said(go)).as("pgx has no such setting").doesNotContain("is revoked by");
    }

    @Test
    void tlsWithTheFirstByteIsTriedAndExplained() throws InterruptedException {
        String direct = "user=app sslmode=verify-ca sslrootcert=FOLDER/ca.crt sslnegotiation=direct";
        Report now = examined(tls, direct, "", Map.of());
        assertThat(now.healthy()).as(said(now)).isTrue();
        Report before = examined(old, direct, "", Map.of());
        assertThat(said(before)).contains("does not take TLS with the first byte", "since 17");
        assertThat(before.healthy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            any            | old,tls     | old
            any            | closed,tls  | tls
            read-write     | old,tls     | tls
            read-only      | tls,old     | old
            primary        | old,tls     | old
            prefer-standby | tls,old     | tls
            standby        | tls,old     | none
            any            | refused,tls | stops
            """)
    void ofSeveralHostsTheOneThatLibpqTakesIsNamed(String attributes, String hosts, String taken)
            throws InterruptedException {
        Map<String, Integer> ports = Map.of("old", old.port(), "tls", tls.port(), "closed", 1, "refused", plain.port());
        String list = Stream.of(hosts.split(","))
                .map(host -> String.valueOf(ports.get(host)))
                .collect(Collectors.joining(","));
        Place place = new Place(Map.of("PGPASSWORD", "secret word"), FOLDER, Files::isRegularFile);
        Report report = new Examination(InstantSource.system(), place, "somebody")
                .of(
                        Subject.of(
                                "host=127.0.0.1,127.0.0.1 port=" + list + " dbname=postgres user=app sslmode=require"
                                        + " target_session_attrs=" + attributes,
                                Optional.empty()),
                        Duration.ofSeconds(10));
        assertThat(report.hosts()).hasSize(2);
        Check choice = report.choice().getFirst();
        switch (taken) {
            case "none" -> assertThat(choice.saw()).contains("no host is what target_session_attrs=standby asks for");
            case "stops" -> assertThat(choice.saw()).contains("libpq stops at", "before the host that works");
            default -> assertThat(choice.saw()).contains("libpq takes app at 127.0.0.1:" + ports.get(taken));
        }
        assertThat(report.healthy()).isEqualTo(ports.containsKey(taken));
        psql("host=127.0.0.1,127.0.0.1 port=" + list + " dbname=postgres user=app sslmode=require target_session_attrs="
                        + attributes)
                .ifPresent(port -> assertThat(port)
                        .as("where psql ends")
                        .isEqualTo(Optional.ofNullable(ports.get(taken)).map(number -> Integer.toString(number))));
    }

    /** The port that the real libpq ends at, none if it fails; empty where there is no psql. */
    private static Optional<Optional<String>> psql(String conninfo) {
        if (!Files.isExecutable(Path.of("/usr/bin/psql"))) {
            return Optional.empty();
        }
        CommandLine.Result result = CommandLine.run(
                List.of("/usr/bin/psql", "-XAtc", "SELECT pg_catalog.inet_server_port()", conninfo),
                Map.of("PGPASSWORD", "secret word", "HOME", FOLDER.toString()),
                "",
                Duration.ofSeconds(60));
        return Optional.of(result.exit() == 0 ? Optional.of(result.out().strip()) : Optional.empty());
    }
}
