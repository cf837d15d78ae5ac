package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConninfoExplainTest {
    private static final String SECRET = "Tr0ub4dor";

    @TempDir
    Path userHome = Path.of("");

    private Typed.Result explain(String conninfo, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "conninfo";
        words[1] = "explain";
        words[2] = conninfo;
        System.arraycopy(options, 0, words, 3, options.length);
        return new Typed(userHome).run(words);
    }

    @Test
    void sslmodeRequireWithARootCertificateMeansSomethingElseToPgjdbcThanToLibpq() throws IOException {
        Path root = Files.createFile(userHome.resolve("ca.crt"));
        String where = "pg1.example.com/orders?sslmode=require&sslrootcert=" + root;

        assertThat(explain("postgresql://" + where, "--driver", "psql").out())
                .contains("the authority is verified, the host name is not");
        assertThat(explain("jdbc:postgresql://" + where, "--driver", "pgjdbc").out())
                .contains("nothing is verified")
                .contains("sslrootcert is not even read");
        assertThat(explain("postgresql://" + where, "--driver", "node-postgres").out())
                .contains("authority and host name are verified");
    }

    @Test
    void aTableTellsOfEveryDriver() {
        Typed.Result result = explain("host=pg1.example.com sslmode=verify-full sslrootcert=/nowhere/ca.crt");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines().limit(10).toList())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("DRIVER"),
                        line -> assertThat(line).startsWith("libpq").contains("refused"),
                        line -> assertThat(line).startsWith("psycopg"),
                        line -> assertThat(line).startsWith("pgx"),
                        line -> assertThat(line).startsWith("lib/pq"),
                        line -> assertThat(line).startsWith("pgjdbc"),
                        line -> assertThat(line).startsWith("node-postgres"),
                        line -> assertThat(line).startsWith("tokio-postgres"),
                        line -> assertThat(line).startsWith("PgBouncer"),
                        line -> assertThat(line).startsWith("Pgpool-II"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=h password=" + SECRET,
                "host=h password='" + SECRET + " " + SECRET + "' sslpassword=" + SECRET,
                "host=h password=a " + SECRET,
                "host=h password= " + SECRET + "=1",
                "host=h password=' " + SECRET,
                "postgresql://u:" + SECRET + "@h/d",
                "postgresql://u:" + SECRET + "@/" + SECRET + "@h/d",
                "postgresql://u:a?" + SECRET + "@h/d",
                "postgresql://u@h/d?password=" + SECRET + "&passwd=" + SECRET,
                "jdbc:postgresql://u:" + SECRET + "@h/d?password=" + SECRET,
                "jdbc:postgresql://h/d?password=a&" + SECRET + "=1",
                "jdbc:postgresql://u:" + SECRET + "?b=@h/d",
                "postgresql://u:" + SECRET + "?b=c@h/d",
            })
    void noPasswordIsEverPrinted(String conninfo) {
        for (String driver : new String[] {"libpq", "pgx", "lib/pq", "pgjdbc", "node-postgres", "tokio-postgres"}) {
            Typed.Result text = explain(conninfo, "--driver", driver);
            Typed.Result json = explain(conninfo, "--driver", driver, "--json");
            assertThat(text.out() + text.err() + json.out() + json.err()).doesNotContain(SECRET);
        }
        Typed.Result all = explain(conninfo);
        assertThat(all.out() + all.err()).doesNotContain(SECRET);
    }

    @Test
    void theStringCanBePipedInAndTheExitCodeTellsThatItCannotWork() {
        Typed.Result result = new Typed(userHome)
                .input("jdbc:postgresql://app:" + SECRET + "@h/d\n")
                .run("conninfo", "explain", "-", "--driver", "pgjdbc");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("a part of the host's name").doesNotContain(SECRET);
    }

    @Test
    void theEnvironmentCountsForThoseWhoReadIt() {
        Typed typed = new Typed(userHome).with("PGSSLMODE", "verify-full").with("PGCHANNELBINDING", "require");

        assertThat(typed.run("conninfo", "explain", "--driver", "psql").out()).contains("verify-full (PGSSLMODE)");
        assertThat(typed.run("conninfo", "explain", "--driver", "lib/pq").out())
                .contains("refuses to work while PGCHANNELBINDING is set");
        assertThat(typed.run("conninfo", "explain", "--driver", "tokio-postgres")
                        .out())
                .contains("PGSSLMODE is set and means nothing to tokio-postgres");
    }

    @Test
    void anUnknownDriverIsToldWithThoseThatThereAre() {
        Typed.Result result = explain("host=h", "--driver", "odbc");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("odbc").contains("node-postgres");
    }

    @Test
    void escapeSequencesDoNotReachTheTerminal() {
        Typed.Result result = explain("host=\u001b[31mh sslmode=\u001b[31m \u001b[1m=x sslrootcert=/\u001b[31m");

        assertThat(result.out() + result.err()).doesNotContain("\u001b");
    }
}
