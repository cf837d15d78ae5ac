package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.Printable;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.connect.Login;
import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.Diagnosis;
import dev.postern.provision.doctor.Doctor;
import dev.postern.provision.doctor.message.Explained;
import dev.postern.provision.doctor.message.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        header = "Find out why a connection fails: name, network, TLS, certificates, rules, credential, rights.",
        description = {
            "Needs no Postern and no database client, only a connection string: what it does not say is taken",
            "from PGHOST and the like, the password from PGPASSWORD or ~/.pgpass, as psql would. Changes nothing.",
            "Exit code 0: it works; 1: it does not, or nothing is known about the message."
        })
final class DoctorVerb implements Callable<Integer> {
    private static final int MOST_MESSAGE = 100_000;

    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            paramLabel = "CONNINFO",
            arity = "0..1",
            description = "a URI, JDBC URL or key=value string (default: all of it from the environment)")
    String conninfo = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "all of one host's examination, such as 3s (default: 10s)")
    String timeout = "10s";

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "explain this message of a program, or with - what is piped in; nothing is connected to")
    @Nullable
    String message;

    DoctorVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(boolean healthy, List<Examined> examined) {}

    /** One login. */
    record Examined(String login, boolean healthy, List<Seen> checks, long millis) {}

    /** One check. */
    record Seen(String step, String outcome, String saw, String cause, String fix) {}

    /** One message that is known. */
    record Meaning(String message, String from, String step, String cause, String fix) {}

    @Override
    public Integer call() throws InterruptedException {
        String said = message;
        if (said != null) {
            return explain(said.equals("-") ? piped() : said);
        }
        Duration most = WaitVerb.time(timeout);
        String text = conninfo.startsWith("jdbc:") ? conninfo.substring("jdbc:".length()) : conninfo;
        List<Diagnosis> all = new ArrayList<>();
        for (Login login : firstWays(Conninfos.logins(Conninfo.parse(text), around))) {
            all.add(new Doctor(around.clock()).examine(login, most));
        }
        boolean healthy = all.stream().anyMatch(Diagnosis::healthy);
        if (globals.json) {
            around.console()
                    .json(new Answer(healthy, all.stream().map(DoctorVerb::json).toList()));
        } else {
            all.forEach(this::print);
        }
        return (healthy ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    /** Of each host the way that its sslmode tries first. */
    private static List<Login> firstWays(List<Login> logins) {
        List<Login> first = new ArrayList<>();
        for (Login login : logins) {
            if (first.stream().noneMatch(other -> other.server().equals(login.server()))) {
                first.add(login);
            }
        }
        return first;
    }

    private void print(Diagnosis diagnosis) {
        StringBuilder text = new StringBuilder(diagnosis.login()).append('\n');
        for (Check check : diagnosis.checks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-8s%-15s%s",
                    word(check.outcome()),
                    check.step().word(),
                    Printable.line(check.saw())));
            if (check.outcome() == Check.Outcome.WARNING) {
                check.advice().ifPresent(advice -> text.append(indented("", advice.cause() + "; " + advice.fix())));
            }
        }
        diagnosis
                .stop()
                .ifPresentOrElse(
                        stop -> {
                            text.append("\n\nIt stops at ")
                                    .append(stop.step().word())
                                    .append('.');
                            stop.advice()
                                    .ifPresent(advice -> text.append("\n  why   ")
                                            .append(Printable.line(advice.cause()))
                                            .append("\n  do    ")
                                            .append(Printable.line(advice.fix())));
                        },
                        () -> text.append("\n\nIt works (")
                                .append(Times.brief(diagnosis.took()))
                                .append(")."));
        around.console().print(text.append('\n').toString());
    }

    private static String indented(String head, String line) {
        return "\n" + " ".repeat(23) + head + Printable.line(line);
    }

    private static String word(Check.Outcome outcome) {
        return switch (outcome) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED -> "FAILED";
        };
    }

    private static Examined json(Diagnosis diagnosis) {
        return new Examined(
                diagnosis.login(),
                diagnosis.healthy(),
                diagnosis.checks().stream()
                        .map(check -> new Seen(
                                check.step().word(),
                                check.outcome().name().toLowerCase(Locale.ROOT),
                                check.saw(),
                                check.advice().map(Check.Advice::cause).orElse(""),
                                check.advice().map(Check.Advice::fix).orElse("")))
                        .toList(),
                diagnosis.took().toMillis());
    }

    private int explain(String text) {
        List<Explained> found = Messages.explain(text);
        if (globals.json) {
            around.console()
                    .json(found.stream()
                            .map(one -> new Meaning(
                                    one.found(),
                                    one.known().origin().words(),
                                    one.known().step().word(),
                                    one.cause(),
                                    one.fix()))
                            .toList());
        } else if (found.isEmpty()) {
            around.console()
                    .note(
                            "Nothing here is known. postern doctor CONNINFO finds the cause by trying; docs/errors.md lists"
                                    + " what is known.");
        } else {
            found.forEach(one -> around.console()
                    .print(Printable.line(one.found()) + "\n  from  "
                            + one.known().origin().words() + ", at "
                            + one.known().step().word() + "\n  why   " + Printable.line(one.cause()) + "\n  do    "
                            + Printable.line(one.fix()) + "\n"));
        }
        return (found.isEmpty() ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private String piped() {
        try {
            return new String(around.input().readNBytes(MOST_MESSAGE), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
