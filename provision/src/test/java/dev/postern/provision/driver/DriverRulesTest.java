package dev.postern.provision.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.OrdinaryUser;
import dev.postern.testing.PgVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of rules against the drivers themselves, each from its own registry. Fetches and compiles. */
@Tag("full")
@EnabledIfPostgres(PgVersion.V18)
class DriverRulesTest {
    private static final List<String> MODES =
            List.of("", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** Settings that the server has, so that it takes them. */
    private static final Set<String> KNOWN_TO_SERVER =
            Set.of("work_mem", "TimeZone", "search_path", "tcp_user_timeout");

    private static ProbeServers servers;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        servers = new ProbeServers();
    }

    private static Map<String, String> settings(String server) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("host", "localhost");
        settings.put("port", Integer.toString(servers.port(server)));
        settings.put("dbname", "postgres");
        settings.put("user", "app");
        settings.put("password", "secret");
        return settings;
    }

    @ParameterizedTest
    @EnumSource
    void everySslmodeVerifiesWhatTheTableSays(Probe probe) {
        Map<String, String> asked = new LinkedHashMap<>();
        Map<String, String> expected = new TreeMap<>();
        for (String mode : MODES) {
            for (String root : List.of("", "ca", "other", "missing", "system")) {
                for (String server : List.of("good", "cn", "wrong", "none")) {
                    Map<String, String> settings = settings(server);
                    if (!mode.isEmpty()) {
                        settings.put("sslmode", mode);
                    }
                    if (!root.isEmpty()) {
                        settings.put("sslrootcert", root.equals("system") ? root : servers.file(root + ".crt"));
                    }
                    String id = (mode.isEmpty() ? "not said" : mode) + "/" + root + "/" + server;
                    asked.put(id, probe.conninfo(settings));
                    expected.put(id, expected(probe, mode, root, server));
                }
            }
        }
        Map<String, Probe.Answer> answers = probe.login(asked, Map.of("PROBE_ROOT", servers.file("ca.crt")), home);
        Map<String, String> seen = new TreeMap<>();
        answers.forEach((id, answer) -> seen.put(id, answer.outcome()));
        assertThat(seen).isEqualTo(expected);
    }

    private static String expected(Probe probe, String said, String file, String server) {
        DriverRules rules = probe.rules();
        if (!file.isEmpty() && rules.fate("sslrootcert") == Fate.REFUSED) {
            return "refused";
        }
        RootFile root = root(probe, file);
        String mode = said.isEmpty() ? rules.usualMode(root) : said;
        boolean tls = !server.equals("none");
        boolean named = server.equals("good") || (server.equals("cn") && rules.takesCommonName());
        boolean trusted = file.equals("ca");
        return switch (rules.tls(mode, root)) {
            case CLEAR, CLEAR_FIRST -> "clear";
            case IF_OFFERED -> tls ? "tls" : "clear";
            case IF_OFFERED_OR_CLEAR -> tls && trusted ? "tls" : "clear";
            case ENCRYPTED -> tls ? "tls" : "refused";
            case AUTHORITY -> tls && trusted ? "tls" : "refused";
            case FULL -> tls && trusted && named ? "tls" : "refused";
            case PROGRAM_IF_OFFERED -> tls ? named ? "tls" : "refused" : "clear";
            case PROGRAM -> tls && named ? "tls" : "refused";
            case REFUSED -> "refused";
            case IF_OFFERED_CHECKED, ELSEWHERE -> throw new AssertionError(rules.tls(mode, root));
        };
    }

    private static RootFile root(Probe probe, String file) {
        boolean knowsSystem = probe.driver != DriverName.PGJDBC
                && probe.driver != DriverName.NODE_POSTGRES
                && (probe.driver != DriverName.LIBPQ || probe.libpq > 15);
        return switch (file) {
            case "" -> RootFile.NONE;
            case "missing" -> RootFile.MISSING;
            case "system" -> knowsSystem ? RootFile.SYSTEM : RootFile.MISSING;
            default -> RootFile.THERE;
        };
    }

    @ParameterizedTest
    @EnumSource
    void passwordsArriveExactlyWhereExplainSaysSo(Probe probe) {
        Map<String, String> asked = new LinkedHashMap<>();
        ProbeServers.PASSWORDS.forEach((name, password) -> {
            Map<String, String> settings = settings("good");
            settings.put("user", "pw_" + name);
            settings.put("password", password);
            settings.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "prefer");
            asked.put(name + " protected", probe.conninfo(settings));
            if (probe.driver != DriverName.PGJDBC) {
                asked.put(name + " encoded", Probe.uri(settings, Probe.encoded(password)));
                asked.put(name + " as it is", Probe.uri(settings, password));
            }
        });
        // libpq before 18 took blanks, and the table speaks of the newest
        if (probe.driver == DriverName.LIBPQ && probe.libpq < 18) {
            asked.remove("space as it is");
        }
        SoftAssertions softly = new SoftAssertions();
        Place place = new Place(Map.of(), home, Files::isRegularFile);
        probe.login(asked, Map.of("PROBE_ROOT", servers.file("ca.crt")), home).forEach((id, answer) -> {
            Explanation told = Drivers.explain(asked.getOrDefault(id, ""), probe.driver, place);
            softly.assertThat(answer.outcome().equals("refused"))
                    .as(id + ": " + answer.message() + told.findings())
                    .isEqualTo(told.broken());
        });
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void keywordsAreTakenIgnoredSentOrRefusedAsTheTableSays(Probe probe) {
        Map<String, String> tried = new LinkedHashMap<>();
        for (String pair : List.of(
                "foo=bar",
                "work_mem=8MB",
                "TimeZone=UTC",
                "search_path=public",
                "channel_binding=disable",
                "gssencmode=disable",
                "sslcrl=/nowhere",
                "keepalives=1",
                "keepalives_idle=10",
                "target_session_attrs=read-write",
                "require_auth=scram-sha-256",
                "load_balance_hosts=random",
                "connect_timeout=5",
                "application_name=x",
                "options=-c work_mem=8MB",
                "sslsni=0",
                "sslcertmode=disable",
                "ssl_min_protocol_version=TLSv1.3",
                "max_protocol_version=3.2",
                "requirepeer=x",
                "passfile=/nowhere",
                "sslinline=false",
                "ApplicationName=x",
                "tcp_user_timeout=1000",
                "krbsrvname=postgres",
                "sslcompression=0",
                "prepareThreshold=0",
                "default_query_exec_mode=exec",
                "channelBinding=require",
                "targetServerType=primary",
                "SSLCERT=x")) {
            int equals = pair.indexOf('=');
            tried.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        Map<String, String> asked = new LinkedHashMap<>();
        Map<String, String> expected = new TreeMap<>();
        tried.forEach((name, value) -> {
            Map<String, String> settings = settings("good");
            settings.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "require");
            settings.put(name, value);
            asked.put(name, probe.conninfo(settings));
            boolean tooOld = probe.driver == DriverName.LIBPQ && Keywords.since(name) > probe.libpq;
            boolean works = switch (probe.rules().fate(name)) {
                case TAKEN, IGNORED -> !tooOld;
                case SENT -> KNOWN_TO_SERVER.contains(name);
                case REFUSED -> false;
            };
            expected.put(name, works ? "works" : "refused");
        });
        Map<String, String> seen = new TreeMap<>();
        probe.login(asked, Map.of("PROBE_ROOT", servers.file("ca.crt")), home)
                .forEach((name, answer) -> seen.put(name, answer.outcome().equals("refused") ? "refused" : "works"));
        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void keysAreReadInTheFormatsAndModesOfTheTable(Probe probe) {
        assumeTrue(probe.driver != DriverName.TOKIO_POSTGRES, "tokio-postgres has no word for keys");
        Set<String> formats = switch (probe.driver) {
            case LIBPQ, PSYCOPG ->
                Set.of("pkcs8.pem", "sec1.pem", "pkcs8.der", "pkcs8.pk8", "sec1-locked.pem", "pkcs8-locked.pem");
            case PGX -> Set.of("pkcs8.pem", "sec1.pem", "sec1-locked.pem");
            case LIB_PQ, NODE_POSTGRES -> Set.of("pkcs8.pem", "sec1.pem");
            case PGJDBC -> Set.of("pkcs8.der", "pkcs8.pk8");
            case TOKIO_POSTGRES, PGBOUNCER, PGPOOL -> Set.of();
        };
        Map<String, String> asked = new LinkedHashMap<>();
        for (String key : List.of(
                "pkcs8.pem",
                "sec1.pem",
                "pkcs8.der",
                "sec1-locked.pem",
                "pkcs8-locked.pem",
                "open.pem",
                "open.der",
                "pkcs8.pk8",
                "open.pk8")) {
            Map<String, String> settings = settings("good");
            settings.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "require");
            settings.put("sslcert", servers.file("client.crt"));
            settings.put("sslkey", servers.file(key));
            if (key.contains("locked")) {
                settings.put("sslpassword", "pass");
            }
            asked.put(key, probe.conninfo(settings));
        }
        Map<String, Probe.Answer> answers = probe.login(asked, Map.of(), home);
        boolean open = probe.rules().readsKey(0644, OrdinaryUser.isRoot());
        boolean der = open || probe.driver == DriverName.PGJDBC;
        SoftAssertions softly = new SoftAssertions();
        answers.forEach((key, answer) -> {
            boolean readable = key.startsWith("open")
                    ? (key.endsWith(".der") ? der : open) && formats.contains(key.replace("open", "pkcs8"))
                    : formats.contains(key);
            softly.assertThat(answer.outcome())
                    .as(key + ": " + answer.message())
                    .isEqualTo(readable ? "tls" : "refused");
        });
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void filesOfTheHomeFolderCountForThoseThatLookThere(Probe probe) throws IOException {
        Path folder = Files.createDirectories(home.resolve(".postgresql"));
        Files.copy(Path.of(servers.file("other.crt")), folder.resolve("root.crt"));
        Map<String, String> settings = settings("good");
        settings.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "require");
        Map<String, String> asked = Map.of("require", probe.conninfo(settings));
        // libpq 14 and pgx ask the password database for the home
        boolean variable = probe != Probe.PSQL_14 && probe.driver != DriverName.PGX;
        boolean verifies = variable
                && Set.of(DriverName.LIBPQ, DriverName.PSYCOPG, DriverName.LIB_PQ)
                        .contains(probe.driver);

        assertThat(login(probe, asked, Map.of())).isEqualTo(verifies ? "refused" : "tls");

        Files.delete(folder.resolve("root.crt"));
        settings.remove("password");
        Path passwords = Files.writeString(home.resolve(".pgpass"), "localhost:*:*:app:secret\n");
        boolean reads = variable && probe.driver != DriverName.TOKIO_POSTGRES;
        asked = Map.of("pgpass", probe.conninfo(settings));
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        assertThat(login(probe, asked, Map.of())).as("mode 0600").isEqualTo(reads ? "tls" : "refused");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(login(probe, asked, Map.of()))
                .as("mode 0644")
                .isEqualTo(probe.driver == DriverName.PGJDBC ? "tls" : "refused");
    }

    @ParameterizedTest
    @EnumSource
    void variablesCountForThoseThatReadThem(Probe probe) {
        Map<String, String> settings = settings("good");
        settings.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "require");
        settings.remove("password");
        Map<String, String> asked = Map.of("variable", probe.conninfo(settings));
        boolean reads = probe.driver != DriverName.PGJDBC && probe.driver != DriverName.TOKIO_POSTGRES;

        assertThat(login(probe, asked, Map.of("PGPASSWORD", "secret"))).isEqualTo(reads ? "tls" : "refused");
        Map<String, String> binding = Map.of("PGPASSWORD", "secret", "PGCHANNELBINDING", "disable");
        assertThat(login(probe, asked, binding))
                .isEqualTo(reads && probe.driver != DriverName.LIB_PQ ? "tls" : "refused");

        settings.remove("sslmode");
        settings.put("port", Integer.toString(servers.port("none")));
        Map<String, String> full = Map.of("PGPASSWORD", "secret", "PGSSLMODE", "verify-full");
        assertThat(login(probe, Map.of("variable", probe.conninfo(settings)), full))
                .isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void severalHostsAndDirectTlsAndChannelBindingWorkWhereTheTableSaysSo(Probe probe) {
        Map<String, String> hosts = settings("good");
        hosts.put("host", "127.0.0.1,localhost");
        hosts.put("port", "1," + hosts.get("port"));
        hosts.put("sslmode", "prefer");
        Map<String, String> asked = new LinkedHashMap<>();
        String text = probe.driver == DriverName.PGJDBC || probe.driver == DriverName.NODE_POSTGRES
                ? probe.conninfo(hosts).replace("127.0.0.1,localhost:1,", "127.0.0.1:1,localhost:")
                : probe.conninfo(hosts);
        asked.put("hosts", text);
        Map<String, String> direct = settings("good");
        direct.put(Keywords.own(probe.driver, "sslnegotiation"), "direct");
        direct.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "require");
        asked.put("direct", probe.conninfo(direct));
        Map<String, String> bound = settings("good");
        bound.put(Keywords.own(probe.driver, "channel_binding"), "require");
        bound.put("sslmode", probe.driver == DriverName.NODE_POSTGRES ? "no-verify" : "require");
        asked.put("bound", probe.conninfo(bound));

        Map<String, Probe.Answer> answers = probe.login(asked, Map.of("PROBE_ROOT", servers.file("ca.crt")), home);

        assertThat(answer(answers, "hosts").outcome())
                .as(answer(answers, "hosts").message())
                .isEqualTo(probe.driver == DriverName.NODE_POSTGRES ? "refused" : "tls");
        boolean knowsDirect =
                (probe.driver != DriverName.LIBPQ || probe.libpq >= 17) && probe.driver != DriverName.LIB_PQ;
        assertThat(answer(answers, "direct").outcome())
                .as(answer(answers, "direct").message())
                .isEqualTo(knowsDirect ? "tls" : "refused");
        // rustls' connector does not tell the certificate's hash; node-postgres does not know the word
        boolean binds = probe.rules().bindsChannels() && probe.driver != DriverName.TOKIO_POSTGRES;
        assertThat(answer(answers, "bound").outcome())
                .as(answer(answers, "bound").message())
                .isEqualTo(binds || probe.driver == DriverName.NODE_POSTGRES ? "tls" : "refused");
    }

    private static Probe.Answer answer(Map<String, Probe.Answer> answers, String id) {
        return Objects.requireNonNull(answers.get(id));
    }

    private String login(Probe probe, Map<String, String> asked, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("PROBE_ROOT", servers.file("ca.crt"));
        return probe.login(asked, all, home).values().iterator().next().outcome();
    }
}
