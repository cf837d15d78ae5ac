package dev.postern.cli.verb;

import dev.postern.cli.login.ConnectionValues;
import dev.postern.cli.login.StoredLogin;
import dev.postern.cli.terminal.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        header = "Get a certificate of a few hours, and the service-file entries that use it.",
        description = "The private key is made here and stays here. A section of the service file that Postern did"
                + " not write is never touched.")
final class LoginVerb implements Callable<Integer> {
    private static final Pattern HOURS_OR_MINUTES = Pattern.compile("(\\d{1,6})([hm])");

    private final Globals globals;
    private final Surroundings around;

    @Option(names = "--ttl", paramLabel = "TIME", description = "how long it lasts, such as 4h or 30m")
    @Nullable
    String ttl;

    LoginVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(
            String caller,
            String serial,
            Instant notAfter,
            String serviceFile,
            Optional<String> export,
            List<Entry> entries) {}

    /**
     * One connection.
     *
     * @param sslkey PEM, for libpq
     * @param sslkeyDer DER, for pgjdbc
     */
    record Entry(
            String entry,
            String service,
            String host,
            int port,
            String database,
            String user,
            String sslmode,
            String sslcert,
            String sslkey,
            String sslkeyDer,
            String sslrootcert,
            String psql,
            String jdbcUrl) {
        static Entry of(StoredLogin login, ConnectionValues values) {
            return new Entry(
                    login.entry(),
                    values.service(),
                    values.host(),
                    values.port(),
                    values.database(),
                    values.user(),
                    ConnectionValues.SSLMODE,
                    values.sslcert().toString(),
                    values.sslkey().toString(),
                    values.sslkeyDer().toString(),
                    values.sslrootcert().toString(),
                    values.psql(),
                    values.jdbcUrl());
        }
    }

    @Override
    public Integer call() {
        Logins logins = new Logins(globals.home(around), around);
        Logins.Made made = logins.login(duration(ttl));
        if (globals.json) {
            around.console().json(answer(made, logins));
        } else {
            print(made, logins);
        }
        return ExitCode.DONE.number();
    }

    private Answer answer(Logins.Made made, Logins logins) {
        return new Answer(
                made.caller(),
                made.serial(),
                made.notAfter(),
                logins.serviceFile().toString(),
                logins.export(),
                made.logins().stream()
                        .map(login -> Entry.of(login, logins.values(login)))
                        .toList());
    }

    private void print(Logins.Made made, Logins logins) {
        line("Logged in as " + made.caller() + " until "
                + Times.until(made.notAfter(), around.clock().instant()));
        for (StoredLogin login : made.logins()) {
            if (!login.service().equals(login.entry())) {
                line("The section [" + login.entry() + "] in " + logins.serviceFile()
                        + " is your own and stays as it is; Postern's is [" + login.service() + "]");
            }
        }
        logins.export()
                .ifPresent(export ->
                        line("HOME is not your home in the password database: for psql, first type\n  " + export));
        for (StoredLogin login : made.logins()) {
            line("");
            line(Connections.describe(login, logins.values(login)));
        }
        if (made.logins().isEmpty()) {
            line("No rule lets you in anywhere yet; see: " + globals.command(around) + " db ls");
        }
    }

    private void line(String text) {
        around.console().print(text);
    }

    private static Optional<Duration> duration(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher matcher = HOURS_OR_MINUTES.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return Optional.of(matcher.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofMinutes(count));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException notOne) {
            throw new CliException(
                    CliCode.USAGE, "--ttl is \"" + text + "\", which is no time", "write it as 4h or 30m", notOne);
        }
    }
}
