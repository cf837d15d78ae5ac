package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.kernel.problem.Problem;
import dev.postern.provision.wait.Migrated;
import dev.postern.provision.wait.Reached;
import dev.postern.provision.wait.Stage;
import dev.postern.provision.wait.Waiter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        header = "Wait until a database can be used: reachable, tls, authenticated, database, migrated.",
        description = {
            "Needs no Postern, only a connection string: what it does not say is taken from PGHOST and the",
            "like, the password from PGPASSWORD or ~/.pgpass, certificates from ~/.postgresql, as psql would."
        })
final class WaitVerb implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofSeconds(60);

    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            paramLabel = "CONNINFO",
            arity = "0..1",
            description = "a URI or key=value string (default: all of it from the environment)")
    String conninfo = "";

    @Option(
            names = "--until",
            paramLabel = "STAGE",
            description = "how far (default: migrated when it is said how that is seen, else database)")
    @Nullable
    Stage until;

    @Option(
            names = "--timeout",
            paramLabel = "[STAGE=]TIME",
            description = "how long each stage, or this one, may take after the one before, such as 90s or tls=5s"
                    + " (default: 60s); may be repeated")
    List<String> timeouts = List.of();

    @Option(
            names = "--migrated-table",
            paramLabel = "TABLE",
            description = "migrated is when this table is there, such as public.devices")
    @Nullable
    String table;

    @Option(
            names = "--migrated-query",
            paramLabel = "SQL",
            description = "migrated is when this query's first value is true")
    @Nullable
    String query;

    WaitVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(boolean reached, String stage, String why, String fix) {}

    @Override
    public Integer call() throws InterruptedException {
        Optional<Migrated> migrated = migrated();
        Stage stage = Optional.ofNullable(until).orElse(migrated.isPresent() ? Stage.MIGRATED : Stage.DATABASE);
        if (stage == Stage.MIGRATED && migrated.isEmpty()) {
            throw usage(
                    "nothing says how it is seen that the migration has been done",
                    "add --migrated-table or --migrated-query");
        }
        Waiter waiter = new Waiter(
                Conninfos.logins(Conninfos.typed(conninfo), around), migrated, around.clock(), WaitVerb::pause);
        Reached reached = waiter.await(stage, limits(), notYet -> {
            if (!globals.json) {
                around.console().note("waiting for " + notYet.missing().word() + ": " + notYet.why());
            }
        });
        return switch (reached) {
            case Reached.Everything _ -> {
                answer(new Answer(true, stage.word(), "", ""), stage.word() + ": reached");
                yield ExitCode.DONE.number();
            }
            case Reached.NotYet notYet -> {
                if (globals.json) {
                    around.console().json(new Answer(false, notYet.missing().word(), notYet.why(), notYet.fix()));
                } else {
                    around.console()
                            .problems(
                                    List.of(Problem.of(
                                            CliCode.NOT_REACHED,
                                            "not " + notYet.missing().word() + " in time: " + notYet.why(),
                                            notYet.fix())),
                                    false);
                }
                yield ExitCode.FAILED.number();
            }
        };
    }

    // nothing ever counts down: only time passes
    private static void pause(Duration time) throws InterruptedException {
        boolean early = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        if (early) {
            throw new IllegalStateException("a latch that nobody has was counted down");
        }
    }

    private void answer(Answer answer, String text) {
        if (globals.json) {
            around.console().json(answer);
        } else {
            around.console().print(text);
        }
    }

    private Optional<Migrated> migrated() {
        String named = table;
        String asked = query;
        if (named != null && asked != null) {
            throw usage("both --migrated-table and --migrated-query are given", "give one of them");
        }
        return Optional.ofNullable(named)
                .<Migrated>map(Migrated.Table::new)
                .or(() -> Optional.ofNullable(asked).map(Migrated.Query::new));
    }

    private Map<Stage, Duration> limits() {
        Map<Stage, Duration> limits = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            limits.put(stage, USUAL);
        }
        for (String said : timeouts) {
            int equals = said.indexOf('=');
            Duration time = time(said.substring(equals + 1));
            if (equals < 0) {
                limits.replaceAll((_, _) -> time);
            }
        }
        for (String said : timeouts) {
            int equals = said.indexOf('=');
            if (equals >= 0) {
                limits.put(stage(said.substring(0, equals)), time(said.substring(equals + 1)));
            }
        }
        return limits;
    }

    private static Stage stage(String word) {
        try {
            return Stage.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw usage(
                    "there is no stage " + word, "name reachable, tls, authenticated, database or migrated", unknown);
        }
    }

    static Duration time(String text) {
        try {
            Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (time.isPositive() && time.compareTo(Duration.ofDays(7)) <= 0) {
                return time;
            }
        } catch (DateTimeParseException _) {
            // said below, together with what is out of range
        }
        throw usage("\"" + text + "\" is not a time up to 7 days", "write it as 90s, 10m or 1h30m");
    }

    private static CliException usage(String what, String fix) {
        return new CliException(CliCode.USAGE, what, fix);
    }

    private static CliException usage(String what, String fix, Throwable cause) {
        return new CliException(CliCode.USAGE, what, fix, cause);
    }
}
