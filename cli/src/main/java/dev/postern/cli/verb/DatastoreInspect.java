package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.datastore.inspect.Finding;
import dev.postern.datastore.inspect.Inspection;
import dev.postern.datastore.inspect.Inspector;
import dev.postern.datastore.store.Limits;
import dev.postern.postgres.conninfo.Conninfo;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        header = "Show what is in SPIRE's store and what is wrong with it. Changes nothing.",
        description = {
            "Needs no SPIRE and no Postern, only a connection string, or the file of SQLite: also while SPIRE runs.",
            "What the string does not say is taken from PGHOST and the like, the password from PGPASSWORD or ~/.pgpass. SELECT on",
            "some of the tables is enough; what may not be read is said. Join tokens are never shown."
        })
final class DatastoreInspect implements Callable<Integer> {
    private static final int MOST_ROWS = 100_000;

    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            paramLabel = "CONNINFO",
            arity = "0..1",
            description = "a URI or key=value string, such as SPIRE's connection_string (default: the environment)")
    @Nullable
    String conninfo;

    @Option(names = "--sqlite", paramLabel = "FILE", description = "read this file instead; nothing is written to it")
    @Nullable
    Path sqlite;

    @Option(names = "--schema", paramLabel = "NAME", description = "where SPIRE's tables are (default: found)")
    @Nullable
    String schema;

    @Option(names = "--limit", paramLabel = "ROWS", description = "of each table, at most 100000 (default: 1000)")
    int limit = Limits.USUAL.rows();

    @Option(names = "--agents", description = "attested agents")
    boolean agents;

    @Option(names = "--entries", description = "registration entries")
    boolean entries;

    @Option(names = "--bundles", description = "trust bundles, decoded")
    boolean bundles;

    @Option(names = "--journal", description = "the authorities of each server, decoded")
    boolean journal;

    @Option(names = "--tokens", description = "join tokens, by a hash")
    boolean tokens;

    @Option(names = "--federation", description = "trust domains whose bundles are fetched")
    boolean federation;

    @Option(names = "--node-selectors", description = "what is known of each agent's node")
    boolean nodeSelectors;

    @Option(names = "--tables", description = "rows and size of each table")
    boolean tables;

    @Option(names = "--connections", description = "who is connected to the database")
    boolean connections;

    @Option(names = "--findings", description = "what somebody should look at")
    boolean findings;

    @Option(names = "--exit-code", description = "end with 1 when there is a problem or a warning")
    boolean exitCode;

    DatastoreInspect(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Inspection inspection = read();
        if (globals.json) {
            around.console().json(inspection);
        } else {
            around.console().print(new DatastoreText(inspection).render(sections()));
        }
        boolean wrong = inspection.findings().stream().anyMatch(finding -> finding.severity() != Finding.Severity.NOTE);
        return (exitCode && wrong ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private Inspection read() {
        if (limit < 1 || limit > MOST_ROWS) {
            throw new CliException(
                    CliCode.USAGE, "--limit " + limit + " is not from 1 to " + MOST_ROWS, "leave it out for 1000");
        }
        Inspector inspector = new Inspector(new Limits(limit, Limits.USUAL.statement()), around.clock());
        Path file = sqlite;
        if (file == null) {
            Conninfo whither = Conninfos.typed(Optional.ofNullable(conninfo).orElse(""));
            return inspector.postgres(Conninfos.logins(whither, around), Optional.ofNullable(schema));
        }
        if (conninfo != null || schema != null) {
            throw new CliException(
                    CliCode.USAGE,
                    "--sqlite is given and " + (schema == null ? "a connection string" : "--schema") + ", too",
                    "give one of them");
        }
        return inspector.sqlite(file);
    }

    private Set<DatastoreText.Part> sections() {
        Set<DatastoreText.Part> chosen = EnumSet.noneOf(DatastoreText.Part.class);
        add(chosen, agents, DatastoreText.Part.AGENTS);
        add(chosen, entries, DatastoreText.Part.ENTRIES);
        add(chosen, bundles, DatastoreText.Part.BUNDLES);
        add(chosen, journal, DatastoreText.Part.JOURNAL);
        add(chosen, tokens, DatastoreText.Part.TOKENS);
        add(chosen, federation, DatastoreText.Part.FEDERATION);
        add(chosen, nodeSelectors, DatastoreText.Part.NODE_SELECTORS);
        add(chosen, tables, DatastoreText.Part.TABLES);
        add(chosen, connections, DatastoreText.Part.CONNECTIONS);
        add(chosen, findings, DatastoreText.Part.FINDINGS);
        return chosen;
    }

    private static void add(Set<DatastoreText.Part> chosen, boolean said, DatastoreText.Part part) {
        if (said) {
            chosen.add(part);
        }
    }
}
