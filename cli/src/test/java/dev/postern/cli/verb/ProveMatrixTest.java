package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Typed;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prove CONNINFO --roles}. */
@EnabledIfPostgres(PgVersion.V18)
final class ProveMatrixTest {
    private final TestPostgres server = TestServers.shared(PgVersion.V18);

    @TempDir
    Path userHome = Path.of("");

    @Test
    void aServerIsProvenWithoutADeclarationAndTheAuditorGetsAPage() throws Exception {
        String database = prepared("mtxv", "<b onload=\"x\">\u001b[31m");
        Path page = userHome.resolve("page.html");
        Path junit = userHome.resolve("junit.xml");

        Typed.Result result = run(database, "--roles", "mtxv", "--html", page.toString(), "--junit", junit.toString());

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("right password", "refused 42501", "\\x1B[31m", " as expected")
                .doesNotContain("\u001b", "role-77", server.password());
        assertThat(Files.readString(page))
                .contains(
                        "Everything that could be compared is as the server says",
                        "&lt;b onload=&quot;&quot;x&quot;&quot;&gt;")
                .doesNotContain("<b onload", "\u001b", "role-77", "http://", "https://", "<script");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(junit.toFile())
                        .getDocumentElement()
                        .getAttribute("failures"))
                .isEqualTo("0");
    }

    @Test
    void unknownHasAnExitCodeOfItsOwnAndIsAnErrorForJunit() throws Exception {
        String database = prepared("mtxw", "t");
        Files.delete(userHome.resolve(".pgpass"));
        Path junit = userHome.resolve("junit.xml");

        Typed.Result result = run(database, "--roles", "mtxw", "--json", "--junit", junit.toString());

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(6);
        assertThat(result.out()).contains("\"passed\" : false").contains("no line of ~/.pgpass");
        assertThat(Files.readString(junit)).contains("<error message=").doesNotContain("errors=\"0\"");
    }

    @Test
    void whoeverIsNotNamedIsAskedForAndTheRightsOfOthersAreNotGuessed() throws Exception {
        String database = prepared("mtxu", "t");
        assertThat(run(database).code()).isEqualTo(2);
        assertThat(run(database).err()).contains("--roles");
        assertThat(run(database, "--roles", "nobody_at_all").err()).contains("there is no role nobody_at_all");
    }

    private Typed.Result run(String database, String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "prove";
        words[1] = "host=127.0.0.1 port=" + server.port() + " dbname=" + database + " user=postgres";
        System.arraycopy(more, 0, words, 2, more.length);
        return new Typed(userHome).with("PGPASSWORD", server.password()).run(words);
    }

    private String prepared(String role, String table) throws Exception {
        String database = server.createDatabase();
        server.execute(
                "postgres", "DROP ROLE IF EXISTS " + role + "; CREATE ROLE " + role + " LOGIN PASSWORD 'role-77'");
        server.execute(database, "CREATE TABLE \"" + table.replace("\"", "\"\"") + "\" (id int)");
        Path file = userHome.resolve(".pgpass");
        Files.writeString(file, "*:*:*:" + role + ":role-77\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return database;
    }
}
