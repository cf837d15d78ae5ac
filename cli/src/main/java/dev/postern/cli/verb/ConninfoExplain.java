package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.TextTable;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Drivers;
import dev.postern.provision.driver.Explanation;
import dev.postern.provision.driver.Finding;
import dev.postern.provision.driver.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        header = "Say what is verified, which files are looked for, what is ignored or refused.",
        description = {
            "Connects to nothing. Without --driver: a table of all drivers. Exit code 1 when the driver that is named",
            "cannot log in with it. Never prints a password and needs none: leave it out, or write - and pipe it in."
        })
final class ConninfoExplain implements Callable<Integer> {
    private static final int MOST_BYTES = 1 << 20;

    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            paramLabel = "CONNINFO",
            arity = "0..1",
            description = "key=value, a URI or a JDBC URL; - reads it from standard input (default: all of it from the"
                    + " environment)")
    String conninfo = "";

    @Option(
            names = "--driver",
            paramLabel = "NAME",
            description = "libpq (psql), psycopg, pgx, lib/pq, pgjdbc, node-postgres, tokio-postgres, pgbouncer or"
                    + " pgpool")
    @Nullable
    String driver;

    ConninfoExplain(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(
            String driver,
            String version,
            boolean reads,
            String sslmode,
            String tls,
            String meaning,
            boolean verified,
            List<String> files,
            List<Told> findings) {
        static Answer of(Explanation told) {
            return new Answer(
                    told.driver().word(),
                    told.driver().version(),
                    told.reads(),
                    told.sslmode(),
                    word(told.tls()),
                    told.tls().sentence(),
                    told.tls().safe(),
                    told.files(),
                    told.findings().stream()
                            .map(each -> new Told(word(each.weight()), each.what(), each.fix()))
                            .toList());
        }
    }

    /** One finding as JSON. */
    record Told(String weight, String what, String fix) {}

    @Override
    public Integer call() {
        Optional<DriverName> only = Optional.ofNullable(driver).map(ConninfoExplain::named);
        Place place = new Place(around.environment(), home(), Files::isRegularFile);
        String text = text();
        List<Explanation> all = only.map(List::of).orElse(List.of(DriverName.values())).stream()
                .map(each -> Drivers.explain(text, each, place))
                .toList();
        if (globals.json) {
            around.console().json(all.stream().map(Answer::of).toList());
        } else if (only.isPresent()) {
            around.console().print(one(all.getFirst()));
        } else {
            around.console().print(table(all));
        }
        boolean broken = only.isPresent() && all.getFirst().broken();
        return (broken ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    /** By the name that was typed. */
    static DriverName named(String name) {
        return Drivers.of(name)
                .map(DriverRules::driver)
                .orElseThrow(() -> new CliException(
                        CliCode.USAGE,
                        "there are no rules of a driver " + name,
                        "name one of "
                                + Drivers.all().stream()
                                        .map(each -> each.driver().word())
                                        .collect(Collectors.joining(", "))));
    }

    // HOME is what most drivers go by
    private Path home() {
        String said = around.environment().getOrDefault("HOME", "");
        return said.isEmpty() ? around.userHome() : Path.of(said);
    }

    private String text() {
        if (!conninfo.equals("-")) {
            return conninfo.strip();
        }
        try {
            return new String(around.input().readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new CliException(
                    CliCode.FILE_UNREADABLE, "standard input cannot be read", "pipe a connection string in", failure);
        }
    }

    private static String one(Explanation told) {
        StringBuilder text =
                new StringBuilder(told.driver().word() + " " + told.driver().version());
        if (told.reads()) {
            line(text, "sslmode", told.sslmode().isEmpty() ? "not said here" : told.sslmode());
            line(text, "server", told.tls().sentence());
        }
        told.files().forEach(file -> line(text, "looks for", file));
        for (Finding finding : told.findings()) {
            line(text, word(finding.weight()), finding.what());
            if (!finding.fix().isEmpty()) {
                line(text, "", "fix: " + finding.fix());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String what) {
        text.append("\n  ").append(name).append(" ".repeat(11 - name.length())).append(what);
    }

    private static String table(List<Explanation> all) {
        TextTable table = new TextTable("DRIVER", "SSLMODE", "VERIFIED", "WHAT IT MEANS");
        for (Explanation told : all) {
            table.row(
                    told.driver().word(),
                    told.sslmode(),
                    told.broken() ? "refused" : told.tls().safe() ? "yes" : "no",
                    told.broken() ? first(told) : told.tls().sentence());
        }
        StringBuilder text = new StringBuilder(table.render());
        for (Explanation told : all) {
            for (Finding finding : told.findings()) {
                if (finding.weight() != Finding.Weight.NOTE) {
                    text.append("\n\n")
                            .append(told.driver().word())
                            .append(": ")
                            .append(finding.what())
                            .append("\n  fix: ")
                            .append(finding.fix());
                }
            }
        }
        return text.toString();
    }

    private static String first(Explanation told) {
        return told.findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.BROKEN)
                .findFirst()
                .map(Finding::what)
                .orElse("");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
