package dev.postern.datastore.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.datastore.store.Limits;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.connect.ConninfoLogins;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

    private final Inspector inspector = new Inspector(Limits.USUAL, () -> NOW);

    @TempDir
    Path folder = Path.of("");

    @Test
    @Tag("server")
    @EnabledIfPostgres(PgVersion.V18)
    void storeInPostgresIsReadWithWhatIsWrongInIt() throws SQLException {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        String database = server.createDatabase();
        server.execute(database, "CREATE SCHEMA spire; CREATE TABLE public.registered_entries (id integer)");
        server.execute(database, String.join(";", SpireTables.statements("spire.")));

        Inspection found = postgres(server, database, server.superuser(), server.password(), Optional.empty());

        requireFound(found);
        assertThat(found.store().schema()).isEqualTo("spire");
        assertThat(codes(found)).contains("TABLES_ELSEWHERE", "SEARCH_PATH");
    }

    @Test
    @Tag("server")
    @EnabledIfPostgres(PgVersion.V18)
    void aSchemaThatIsNewerThanWhatIsKnownIsSaid() throws SQLException {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        String database = server.createDatabase();
        server.execute(database, "CREATE SCHEMA spire");
        server.execute(database, String.join(";", SpireTables.statements("spire.")));
        assertThat(codes(postgres(server, database, server.superuser(), server.password(), Optional.empty())))
                .doesNotContain("SCHEMA_NEWER");
        server.execute(database, "UPDATE spire.migrations SET version = 99");
        assertThat(codes(postgres(server, database, server.superuser(), server.password(), Optional.empty())))
                .contains("SCHEMA_NEWER");
    }

    @Test
    @Tag("server")
    @EnabledIfPostgres(PgVersion.V18)
    void roleThatMayReadALittleIsToldWhatIsMissing() throws SQLException {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        String database = server.createDatabase();
        String role = "looker_" + database;
        server.execute(database, "CREATE SCHEMA spire");
        server.execute(database, String.join(";", SpireTables.statements("spire.")));
        server.execute(database, "CREATE ROLE " + role + " LOGIN PASSWORD 'looks'");

        assertThatThrownBy(() -> postgres(server, database, role, "looks", Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(role + " may not look into the schema spire");

        server.execute(
                database,
                "GRANT USAGE ON SCHEMA spire TO " + role + "; GRANT SELECT ON spire.registered_entries TO " + role
                        + "; GRANT SELECT (id, expiry) ON spire.join_tokens TO " + role);
        Inspection found = postgres(server, database, role, "looks", Optional.of("spire"));

        assertThat(found.entries().rows()).extracting(Entry::parent).containsExactly("unknown", "unknown", "unknown");
        assertThat(found.joinTokens().total()).isEqualTo(1);
        assertThat(found.agents().unreadable())
                .contains(role + " may not read attested_node_entries; GRANT SELECT ON spire.attested_node_entries TO "
                        + role + " would let it");
        assertThat(found.toString()).doesNotContain(SpireTables.TOKEN);
    }

    @Test
    void fileThatNobodyHasOpenStaysAlone() throws SQLException, IOException {
        Path file = folder.resolve("at rest %23?.sqlite3");
        make(file).close();
        Map<String, String> before = content(folder);
        assertThat(before).hasSize(1);

        requireFound(inspector.sqlite(file));

        assertThat(content(folder)).isEqualTo(before);
    }

    @Test
    void fileThatIsWrittenToIsReadAsItIsNowAndNotTouched() throws IOException {
        Path file = folder.resolve("live.sqlite3");
        Process writer = writer(file);
        try (BufferedReader said = writer.inputReader();
                Writer orders = writer.outputWriter()) {
            assertThat(said.readLine()).isEqualTo("ready");
            Map<String, String> before = content(folder);
            assertThat(before).hasSize(3);

            requireFound(inspector.sqlite(file));

            assertThat(content(folder)).isEqualTo(before);
            orders.write("DELETE FROM dns_names\n");
            orders.flush();
            assertThat(said.readLine()).isEqualTo("done");
            assertThat(inspector.sqlite(file).entries().rows().getFirst().dnsNames())
                    .isEmpty();
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void copyWithoutItsThirdFileIsReadAndNothingOfItIsLeft() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Process writer = writer(folder.resolve("live.sqlite3"));
        try (BufferedReader said = writer.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            Files.copy(folder.resolve("live.sqlite3"), copy.resolve("live.sqlite3"));
            Files.copy(folder.resolve("live.sqlite3-wal"), copy.resolve("live.sqlite3-wal"));
        } finally {
            writer.destroyForcibly();
        }
        Map<String, String> before = content(copy);

        requireFound(inspector.sqlite(copy.resolve("live.sqlite3")));

        assertThat(content(copy)).isEqualTo(before);
        byte[] log = Files.readAllBytes(copy.resolve("live.sqlite3-wal"));
        assertThat(leftovers()).noneMatch(left -> Arrays.equals(left, log));
    }

    private static Process writer(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WriterMain.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void whatIsNoStoreIsRefused() throws SQLException, IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path other = folder.resolve("other.sqlite3");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE cats (id integer)");
        }

        assertThatThrownBy(() -> inspector.sqlite(empty)).hasMessageContaining("is not a file of SQLite");
        assertThatThrownBy(() -> inspector.sqlite(folder)).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> inspector.sqlite(folder.resolve("none"))).hasMessageContaining("is not there");
        assertThatThrownBy(() -> inspector.sqlite(other)).hasMessageContaining("none of SPIRE's tables");
        Files.writeString(folder.resolve("other.sqlite3-journal"), "interrupted");
        assertThatThrownBy(() -> inspector.sqlite(other)).hasMessageContaining("-journal lies beside it");
    }

    private static void requireFound(Inspection found) {
        assertThat(found.schema().number()).contains(25L);
        assertThat(found.trustDomain()).contains("story.test");
        assertThat(found.agents().rows())
                .extracting(Agent::spiffeId, Agent::expired, Agent::banned)
                .containsExactly(
                        tuple("spiffe://story.test/agent", true, false),
                        tuple("spiffe://story.test/banned", false, true));
        assertThat(found.agents().rows().getFirst().expiresAt()).contains(Instant.parse("2020-01-02T03:04:05Z"));
        assertThat(found.agents().rows().getLast().expiresAt()).contains(Instant.parse("2099-01-02T01:04:05Z"));
        assertThat(found.entries().rows()).extracting(Entry::parent).containsExactly("agent", "missing", "token");
        Entry first = found.entries().rows().getFirst();
        assertThat(first.selectors()).containsExactly("unix:uid:0");
        assertThat(first.dnsNames()).containsExactly("web.story.test");
        assertThat(first.hint()).contains("main");
        assertThat(first.admin()).isTrue();
        assertThat(first.x509TtlSeconds()).isEqualTo(600);
        assertThat(found.joinTokens().rows()).hasSize(1);
        assertThat(found.toString()).doesNotContain(SpireTables.TOKEN);
        assertThat(codes(found))
                .contains(
                        "PARENT_MISSING",
                        "AGENTS_EXPIRED",
                        "AGENTS_BANNED",
                        "ORPHANS",
                        "ENTRIES_EXPIRED",
                        "ENTRIES_WITHOUT_SELECTORS",
                        "BUNDLE_UNREADABLE")
                .doesNotContain("NOT_CHECKED");
    }

    private static List<String> codes(Inspection found) {
        return found.findings().stream().map(Finding::code).toList();
    }

    private Inspection postgres(
            TestPostgres server, String database, String user, String password, Optional<String> schema) {
        Conninfo conninfo = Conninfo.parse("host=" + server.host() + " port=" + server.port() + " dbname=" + database
                + " user=" + user + " sslmode=disable");
        return inspector.postgres(
                ConninfoLogins.of(conninfo, Map.of("PGPASSWORD", password), folder, "nobody"), schema);
    }

    /** Made as SPIRE does, and still open. */
    static Connection make(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:file:"
                + file.toString().replace("%", "%25").replace("?", "%3F").replace(" ", "%20"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            for (String sql : SpireTables.statements("")) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        String.valueOf(file.getFileName()), HexFormat.of().formatHex(sha256(Files.readAllBytes(file))));
            }
        }
        return content;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<byte[]> leftovers() throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path each : folders.filter(
                            path -> String.valueOf(path.getFileName()).startsWith("postern-datastore-"))
                    .toList()) {
                Path log = each.resolve("datastore.sqlite3-wal");
                if (Files.isRegularFile(log)) {
                    found.add(Files.readAllBytes(log));
                }
            }
        }
        return found;
    }
}
