package dev.postern.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Golden;
import dev.postern.cli.fixture.TlsPostgres;
import dev.postern.cli.fixture.Trust;
import dev.postern.cli.login.ConnectionValues;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfPostgres(PgVersion.V18)
final class SqlClientTest {
    private static final TlsPostgres POSTGRES = new TlsPostgres(new Trust());
    private static final ConnectionValues VALUES = POSTGRES.login(TestFolder.fresh("login"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 40 + 2 as answer",
                "select 1 as a, 'text' as b, null as c, 2.50::numeric as d",
                "select 'left' as l, 'longer cell' as \"Odd Name\" union all select 'x', 'y'",
                "select n, repeat('x', n) as x from generate_series(0, 12) n",
                "select 1 where false",
                "select E'two\\nlines' as t, 7 as n",
                "select 7 as n, E'two\\nlines' as t",
                "select 'ünï' as u, '漢字' as cjk, 'e' as e union all select 'a', 'b', 'c'",
                "select true as b, now() - now() as i, '2026-01-02'::date as d, '{1,2}'::int[] as a",
                "values (1, 'a'), (2, 'b')",
                "select E'\\x1b[31mred' as c",
            })
    void drawsWhatPsqlDraws(String sql) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "no psql to compare with");
        String theirs = CommandLine.run(
                        "psql", "-X", "-P", "pager=off", POSTGRES.server().conninfo(POSTGRES.database()), "-c", sql)
                .orFail()
                .out();
        assertThat(client("", false).commands(List.of(sql))).isZero();
        assertThat(text(out)).isEqualTo(theirs);
    }

    @Test
    void tellsWhatACommandDid() {
        int code = client("", false)
                .commands(List.of(
                        "create temp table t (n int); insert into t select generate_series(1, 3)",
                        "update t set n = n + 1 where n > 1; delete from t where n = 4; drop table t",
                        "begin; select 1 as one; commit"));
        assertThat(code).isZero();
        assertThat(text(out)).isEqualTo("""
                        CREATE TABLE
                        INSERT 0 3
                        UPDATE 2
                        DELETE 1
                        DROP TABLE
                        BEGIN
                         one\s
                        -----
                           1
                        (1 row)

                        COMMIT
                        """);
    }

    @Test
    void anErrorHasItsSqlstateAndPlaceAndHintAndEndsACommand() {
        int code = client("", false).commands(List.of("select 1;\nselect *\n  from nowhere", "select 'not reached'"));
        assertThat(code).isEqualTo(SqlClient.STATEMENT_FAILED);
        assertThat(text(err)).isEqualTo("""
                        ERROR:  42P01: relation "nowhere" does not exist
                        LINE 2:   from nowhere
                                       ^
                        """);
        assertThat(text(out)).doesNotContain("not reached");
        client("", false).commands(List.of("select lenght('a')"));
        assertThat(text(err)).contains("HINT:");
    }

    @Test
    void aScriptGoesOnAfterAnError() {
        int code =
                client("select 1/0; select 'reached' as r; select 'open", false).script();
        assertThat(code).isEqualTo(SqlClient.STATEMENT_FAILED);
        assertThat(text(err)).contains("22012").contains("not closed");
        assertThat(text(out)).contains("reached");
    }

    @Test
    void aTransactionOfTheUsersIsTheirs() throws SQLException {
        POSTGRES.server().execute(POSTGRES.database(), "create table mine (n int)");
        client("begin; insert into mine values (1); select * from mine; select 1/0; select 2; rollback;", false)
                .script();
        assertThat(text(err)).contains("22012").contains("25P02");
        client("begin; insert into mine values (2); select * from mine; commit; vacuum mine;", false)
                .script();
        client("", false).commands(List.of("select array_agg(n) as all_of_them from mine"));
        assertThat(text(out)).contains("{2}");
        assertThat(text(err)).doesNotContain("25001");
    }

    @Test
    void aLargeResultIsNeverHeldWhole() {
        // about 800 MB as rows, in a JVM of 512
        try (SqlSession session =
                new SqlSession(SqlSession.connect(VALUES), new ByteArrayInputStream(new byte[0]), sink(), sink())) {
            Counting counting = new Counting();
            session.run("select repeat('x', 100000) from generate_series(1, 8000)", counting, 0);
            assertThat(counting.bytes).isEqualTo(800_000_000L);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void copiesBothWays() throws SQLException {
        POSTGRES.server().execute(POSTGRES.database(), "create table copied (n int, t text)");
        assertThat(client("1\ta\n2\tb\n", false).commands(List.of("copy copied from stdin")))
                .isZero();
        assertThat(client("", false).commands(List.of("copy copied to stdout"))).isZero();
        assertThat(text(out)).isEqualTo("COPY 2\n1\ta\n2\tb\n");
    }

    @Test
    void noticesAreShownBesideTheAnswer() {
        client("", false).commands(List.of("do $$ begin raise notice 'hello'; end $$"));
        assertThat(text(err))
                .isEqualTo("NOTICE:  hello\nCONTEXT:  PL/pgSQL function inline_code_block line 1 at RAISE\n");
        assertThat(text(out)).isEqualTo("DO\n");
    }

    @Test
    void jsonKeepsItsNames() {
        int code = client("", true)
                .commands(
                        List.of(
                                "select 1 as n, 'te\u009bxt' as t, null as nothing, 1.50::numeric as d; create temp table j (n int)"));
        assertThat(code).describedAs(text(err)).isZero();
        Golden.check("connect-json.txt", text(out));
    }

    @Test
    void jsonIsWholeEvenAfterAnError() {
        assertThat(client("", true).commands(List.of("select 1 as n; select 1/0")))
                .isEqualTo(1);
        assertThat(text(out).strip()).startsWith("[").endsWith("]");
    }

    @Test
    void noConnectionIsPsqlsTwo() {
        ConnectionValues nowhere = new ConnectionValues(
                "x", "127.0.0.1", 1, "d", "u", Path.of("/x"), Path.of("/x"), Path.of("/x"), Path.of("/x"));
        SqlClient client = new SqlClient(
                nowhere,
                new ByteArrayInputStream(new byte[0]),
                sink(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        assertThat(client.commands(List.of("select 1"))).isEqualTo(SqlClient.NO_CONNECTION);
        assertThat(text(err)).contains("08001");
    }

    private SqlClient client(String input, boolean json) {
        return new SqlClient(
                VALUES,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                json);
    }

    private static PrintStream sink() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static final class Counting implements Sink {
        private long bytes;

        @Override
        public void columns(List<Column> columns) {
            assertThat(columns).hasSize(1);
        }

        @Override
        public void row(List<@org.jspecify.annotations.Nullable String> values) {
            String value = values.getFirst();
            bytes += value == null ? 0 : value.length();
        }

        @Override
        public void rowsEnd(long rows, boolean cut) {
            assertThat(cut).isFalse();
        }

        @Override
        public void command(String tag) {
            throw new AssertionError(tag);
        }
    }
}
