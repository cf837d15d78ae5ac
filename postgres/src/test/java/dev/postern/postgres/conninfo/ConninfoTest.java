package dev.postern.postgres.conninfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;

class ConninfoTest {
    private static final List<String> VALUES = List.of(
            "",
            "a",
            "a b",
            " a",
            "a ",
            "'",
            "''",
            "\\",
            "a\\'b",
            "a=b",
            "%",
            "%20",
            "+",
            "a&b?c=d",
            "a/b",
            "a@b:c",
            "#",
            "ünï",
            "日本語",
            "😀",
            "tab\tnew\nline",
            "postgresql://x",
            "[x]",
            ",");

    static List<String> parsedByLibpq() throws IOException {
        try (InputStream in = ConninfoTest.class.getResourceAsStream("parsed-by-libpq-18.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("parsedByLibpq")
    void readsAsLibpqDoes(String line) {
        List<String> columns = Arrays.stream(line.split("\t", -1))
                .map(String::translateEscapes)
                .toList();
        String text = columns.getFirst();
        if (columns.size() == 2 && columns.getLast().equals("!")) {
            assertThatThrownBy(() -> Conninfo.parse(text)).isInstanceOf(ConninfoException.class);
            return;
        }
        Map<String, String> expected = new TreeMap<>();
        for (String pair : columns.subList(1, columns.size())) {
            expected.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        assertThat(everything(Conninfo.parse(text))).isEqualTo(expected);
    }

    @Test
    void whatIsWrittenReadsBackAsEqual() {
        for (long seed = 1; seed <= 3_000; seed++) {
            Random random = new Random(seed);
            Conninfo conninfo = Conninfo.empty();
            for (Keyword keyword : Keyword.all()) {
                if (!keyword.secret() && random.nextInt(6) == 0) {
                    conninfo = conninfo.with(keyword.name(), VALUES.get(random.nextInt(VALUES.size())));
                }
            }
            if (random.nextBoolean()) {
                conninfo = conninfo.with("host", random.nextBoolean() ? "::1,b" : "/run/x,,[c");
            }
            if (random.nextBoolean()) {
                conninfo = conninfo.with("port", random.nextBoolean() ? "1,2" : "5432");
            }
            assertThat(Conninfo.parse(conninfo.keyValue()))
                    .as("seed %d, %s", seed, conninfo.keyValue())
                    .isEqualTo(conninfo);
            assertThat(Conninfo.parse(conninfo.uri()))
                    .as("seed %d, %s", seed, conninfo.uri())
                    .isEqualTo(conninfo);
        }
    }

    @Test
    void secretsAreNotWritten() {
        Conninfo conninfo = Conninfo.parse("postgresql://ann:canary@h/db?sslpassword=canary&scram_client_key=canary");
        assertThat(conninfo.secret("password")).contains(Secret.ofText("canary"));
        assertThat(List.of(conninfo.toString(), conninfo.keyValue(), conninfo.uri(), conninfo.jdbcUrl()))
                .allSatisfy(text -> assertThat(text).doesNotContain("canary").contains("ann"));
        assertThat(conninfo.with("user", "bob").secret("sslpassword")).isPresent();
        assertThatThrownBy(() -> conninfo.get("password")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        password=my canary               | has a word without "=" at character 13
        password=my canary=x             | has a keyword that libpq does not know
        password='canary                 | has a quote at character 10 that is not closed
        hots=canary                      | the keyword hots that libpq does not know; did you mean "host"?
        Host=canary                      | did you mean "host"?
        sslMode=canary sslrotcert=canary | did you mean "sslrootcert"?
        user=a canary                    | has a word without "=" at character 8
        postgresql://u:can%4@h/ary       | has a % without two hexadecimal digits
        postgresql://u:canary%00@h       | has %00
        postgresql://[::1/canary         | has a [ without ]
        postgresql://h/?sslmode          | has a parameter without "="
        postgresql://h/?sslmode=a=b      | with a second "=" at character 17
        postgresql://h/?ssl_mode=canary  | did you mean "sslmode"?
        postgresql://h/%ff               | not UTF-8
        """)
    void refusalsSayWhereAndNeverRepeatValues(String text, String what) {
        ConninfoException refused = catchThrowableOfType(ConninfoException.class, () -> Conninfo.parse(text));
        assertThat(refused).hasMessageContaining(what);
        assertThat(refused.getMessage()).doesNotContain("canary").contains("fix: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sslmode=verify-ful            | sslmode is none of libpq's words; did you mean "verify-full"?
        sslmode=REQUIRE               | sslmode is none of libpq's words; did you mean "require"?
        host=a,b port=1,2,3           | 3 ports for 2 hosts
        host=a,b hostaddr=1.1.1.1     | 2 hosts for 1 hostaddrs
        port=70000                    | not a number from 1 to 65535
        port=x                        | not a number from 1 to 65535
        connect_timeout=soon          | connect_timeout is not a whole number
        sslnegotiation=direct         | does not go with the weak sslmode prefer
        target_session_attrs=master   | target_session_attrs is none of libpq's words
        """)
    void checkFindsWhatConnectingWouldRefuse(String text, String what) {
        assertThat(Conninfo.parse(text).check())
                .extracting(Problem::what)
                .singleElement()
                .asString()
                .contains(what);
    }

    @Test
    void hostsArePairedWithPorts() {
        assertThat(Conninfo.parse("host=a,b port=5433").hosts())
                .containsExactly(new Conninfo.Host("a", 5433), new Conninfo.Host("b", 5433));
        assertThat(Conninfo.parse("postgresql://a,b:2").hosts())
                .containsExactly(new Conninfo.Host("a", 5432), new Conninfo.Host("b", 2));
        assertThat(Conninfo.empty().hosts()).containsExactly(new Conninfo.Host("", 5432));
        assertThat(Conninfo.parse("host=a,b port=5433").check()).isEmpty();
    }

    @Test
    void pgjdbcReadsTheUrlAsMeant() {
        Conninfo conninfo = Conninfo.parse(
                "host=pg1.example.com,::1 port=5432,5433 dbname='a/b ?&ü' user='O''Brien @+%'".replace("''", "\\'")
                        + " sslmode=verify-full sslrootcert='/x y/ca.crt' sslcert=/c sslkey=/k application_name='a b'"
                        + " options='-c search_path=x,y' connect_timeout=5 target_session_attrs=read-write"
                        + " load_balance_hosts=random keepalives=1");
        Properties read = Objects.requireNonNull(Driver.parseURL(conninfo.jdbcUrl(), new Properties()));
        Map<String, String> all = new TreeMap<>();
        read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
        assertThat(all)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("PGHOST", "pg1.example.com,[::1]"),
                        Map.entry("PGPORT", "5432,5433"),
                        Map.entry("PGDBNAME", "a/b ?&ü"),
                        Map.entry("user", "O'Brien @+%"),
                        Map.entry("sslmode", "verify-full"),
                        Map.entry("sslrootcert", "/x y/ca.crt"),
                        Map.entry("sslcert", "/c"),
                        Map.entry("sslkey", "/k"),
                        Map.entry("ApplicationName", "a b"),
                        Map.entry("options", "-c search_path=x,y"),
                        Map.entry("connectTimeout", "5"),
                        Map.entry("targetServerType", "primary"),
                        Map.entry("loadBalanceHosts", "true"),
                        Map.entry("tcpKeepAlive", "true"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        host=/run/postgresql           | pgjdbc does not connect to sockets
        host=a passfile=/x             | no setting like libpq's passfile
        host=a sslcrl=/x hostaddr=1.1.1.1 | no setting like libpq's hostaddr
        host=a port=x                  | not a number
        """)
    void whatPgjdbcCannotSayIsRefused(String text, String what) {
        assertThatThrownBy(() -> Conninfo.parse(text).jdbcUrl()).hasMessageContaining(what);
    }

    @Test
    void nulIsRefused() {
        assertThatThrownBy(() -> Conninfo.empty().with("user", "a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> Conninfo.empty().with("usr", "a")).hasMessageContaining("did you mean \"user\"?");
    }

    private static Map<String, String> everything(Conninfo conninfo) {
        Map<String, String> all = new TreeMap<>();
        for (Keyword keyword : Keyword.all()) {
            (keyword.secret() ? conninfo.secret(keyword.name()).map(Secret::text) : conninfo.get(keyword.name()))
                    .ifPresent(value -> all.put(keyword.name(), value));
        }
        return all;
    }
}
