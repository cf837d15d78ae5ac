package dev.postern.provision.doctor.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
    private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)}");

    static List<Known> everyMessage() {
        return Messages.all();
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void isRecognisedFirstWhereverItStandsAndNamesWhatDiffers(Known known) {
        String shown = HOLE.matcher(known.text()).replaceAll("v$1");
        List<Explained> found = Messages.explain("2026-11-23 07:12:44 UTC [31] FATAL:  " + shown + "\n\tmore");

        assertThat(found).as(shown).isNotEmpty();
        Explained first = found.getFirst();
        assertThat(first.known()).as(shown).isEqualTo(known);
        assertThat(first.cause() + first.fix()).as("everything is filled in").doesNotContainPattern(HOLE);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void saysWhatItMeansAndWhatToDo(Known known) {
        Set<String> holes = holes(known.text());
        assertThat(holes).containsAll(holes(known.cause())).containsAll(holes(known.fix()));
        assertThat(known.cause()).isNotBlank().doesNotEndWith(".");
        assertThat(known.fix()).isNotBlank().doesNotEndWith(".");
        assertThat(known.text().strip()).isEqualTo(known.text());
    }

    @Test
    void noTwoAreTheSame() {
        Set<String> seen = new HashSet<>();
        assertThat(Messages.all())
                .allSatisfy(known -> assertThat(seen.add(known.text().toLowerCase(Locale.ROOT)))
                        .as(known.text())
                        .isTrue());
        assertThat(Messages.all()).hasSizeGreaterThan(80);
    }

    /** As they stand in logs, with what programs put around them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            time="2025-10-30T12:25:51Z" level=error msg="Fatal run error" error="datastore-sql: pq: SSL is not enabled on the server" | TLS | sslmode=require
            desc = \\"transport: authentication handshake failed: x509svid: could not verify leaf certificate: x509: certificate signed by unknown authority\\"" | AUTHENTICATION | data store
            psql: error: connection to server at "pg1" (10.0.0.7), port 5432 failed: FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "orders_app", database "orders", no encryption | HBA | TLS
            psql: error: connection to server at "pg1" (10.0.0.7), port 5432 failed: FATAL:  password authentication failed for user "flightctl_app" | AUTHENTICATION | flightctl_app
            org.postgresql.util.PSQLException: FATAL: unsupported startup parameter: extra_float_digits | SETTINGS | extra_float_digits
            failed to connect to `user=app database=orders`: hostname resolving error: lookup pg1 on 10.96.0.10:53: no such host | DNS | 10.96.0.10:53
            failed to connect to `host=pg1 user=app`: tls error: tls: failed to verify certificate: x509: certificate is valid for localhost, not pg1 | TLS | pg1
            Error: error performing TLS handshake: server does not support TLS | TLS | ssl = off
            ERROR:  function user_search(unknown) does not exist at character 1 | AUTHENTICATION | auth_query
            PGPASSWORD=x psql -h db -c "SELECT ssl_is_used();" --set=sslmode=verify-ca --set=sslrootcert=/ca.pem | TLS | proves nothing
            2026-11-23 07:00:00.000 UTC [99] LOG:  no match in usermap "orders" for user "orders_app" authenticated as "CN=orders" | HBA | pg_ident.conf
            """)
    void isFoundInWhatProgramsReallyPrint(String printed, Step step, String cause) {
        assertThat(Messages.explain(printed)).first().satisfies(explained -> {
            assertThat(explained.known().step()).isEqualTo(step);
            assertThat(explained.cause()).contains(cause);
        });
    }

    @Test
    void whatIsUnknownIsNotExplained() {
        assertThat(Messages.explain("")).isEmpty();
        assertThat(Messages.explain("everything is fine\u001b[31m")).isEmpty();
    }

    @Test
    void longAndHostileTextIsReadInLinearTime() {
        long start = System.nanoTime();
        Messages.explain("no pg_hba.conf entry for host \"".repeat(300_000));
        Messages.explain("no pg_hba.conf entry for host \"a\", user \"b\", database \"".repeat(100_000));
        Messages.explain("server login has been failing, cached error: ".repeat(100_000));
        Messages.explain("x509: certificate is valid for , not ".repeat(100_000));
        Messages.explain("\u0000\u001b]0;x\u0007 lookup a b c ".repeat(100_000));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whatIsFoundHasNoControlCharacters() {
        assertThat(Messages.explain("FATAL: role \"a\u001b[31mb\" does not exist"))
                .first()
                .satisfies(explained ->
                        assertThat(explained.found() + explained.cause()).doesNotContainPattern("\\p{Cntrl}"));
    }

    private static Set<String> holes(String text) {
        return HOLE.matcher(text)
                .results()
                .map((MatchResult one) -> one.group(1))
                .collect(Collectors.toSet());
    }
}
