package dev.postern.cli.verb;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.Keyword;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.migrate.Inventory;
import dev.postern.provision.migrate.Turn;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "migrate",
        header = "Run a migration: one runner at a time on all machines, and see whose objects it made.",
        customSynopsis = "postern migrate [OPTIONS] [--conninfo=CONNINFO] -- COMMAND...",
        description = {
            "The command gets PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD and PGSSL… and runs while a",
            "session of its own holds the right to migrate this database. When that session dies, the command",
            "is ended, because another runner may have begun. Needs no Postern."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and everything new belongs to the role that must own it",
            "1:refused, the right was lost, or something new belongs to somebody else",
            "2:wrong usage",
            "other:the command's own"
        })
final class MigrateVerb implements Callable<Integer> {
    private static final int MOST_PROBLEMS = 20;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Globals globals;
    private final Surroundings around;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "what migrates, with its arguments, after --")
    List<String> command = List.of();

    @Option(
            names = "--conninfo",
            paramLabel = "CONNINFO",
            description = "a URI or key=value string (default: from PGHOST and the like)")
    String conninfo = "";

    @Option(names = "--as", paramLabel = "ROLE", description = "the migrator (default: the connection string's user)")
    @Nullable
    String role;

    @Option(
            names = "--owner",
            paramLabel = "ROLE",
            description = "who must own what is made (default: the role that the migrator acts as)")
    @Nullable
    String owner;

    @Option(
            names = "--turn",
            paramLabel = "TIME",
            description = "how long to wait for another runner to end (default: 10m)")
    String turn = "10m";

    MigrateVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(int exit, List<Inventory.Made> made, List<Inventory.Made> ownedByOthers) {}

    @Override
    public Integer call() throws InterruptedException {
        Conninfo said = Conninfos.typed(conninfo);
        Conninfo complete =
                Optional.ofNullable(role).map(name -> said.with("user", name)).orElse(said);
        try (Turn mine = take(Conninfos.logins(complete, around), WaitVerb.time(turn))) {
            Inventory before = mine.inventory();
            String expected = owner == null ? mine.actsAs() : owner;
            GuardedCommand running = GuardedCommand.start(command, variables(complete, mine.login()));
            Optional<Problem> lost = guard(mine, running);
            if (lost.isPresent()) {
                around.console().problems(List.of(lost.get()), globals.json);
                return 1;
            }
            return judge(running.exit(), mine.inventory().since(before), expected);
        } catch (SQLException failure) {
            throw new ProvisionException(
                    ProvisionCode.OBSERVE_FAILED,
                    "what the migration made cannot be looked at: " + SqlProblems.sentence(failure) + " ("
                            + SqlProblems.sqlstate(failure) + ")",
                    "look at the database; the command itself has ended",
                    failure);
        }
    }

    private Turn take(List<Login> logins, Duration longest) {
        for (Login login : logins.subList(0, logins.size() - 1)) {
            try {
                return Turn.take(login, longest, this::waiting);
            } catch (ProvisionException failure) {
                if (failure.first().code() != ProvisionCode.SERVER_AWAY) {
                    throw failure;
                }
            }
        }
        return Turn.take(logins.getLast(), longest, this::waiting);
    }

    private void waiting(String runs) {
        around.console().note(runs + "; waiting for up to " + turn + " until it ends");
    }

    private static Optional<Problem> guard(Turn mine, GuardedCommand running) throws InterruptedException {
        while (!running.ended(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                mine.check(PATIENCE);
            } catch (SQLException failure) {
                running.kill();
                return Optional.of(Problem.of(
                        CliCode.COMMAND_ENDED,
                        "the session that holds the right to migrate is lost (" + SqlProblems.sentence(failure)
                                + "), so the command was ended",
                        "see what it has done, then start it again"));
            }
        }
        return Optional.empty();
    }

    private int judge(int exit, List<Inventory.Made> made, String expected) {
        List<Inventory.Made> others =
                made.stream().filter(each -> !each.owner().equals(expected)).toList();
        if (globals.json) {
            around.console().json(new Answer(exit, made, others));
        } else if (exit == 0) {
            around.console()
                    .print(
                            made.isEmpty()
                                    ? "nothing new in the database"
                                    : made.size() + " new objects, " + (made.size() - others.size()) + " of them "
                                            + expected + "'s");
        } else {
            around.console().note("the command ended with " + exit);
        }
        List<Problem> problems = exit == 0
                ? Stream.concat(
                                others.stream().map(each -> ownedByOthers(each, expected)),
                                made.stream()
                                        .filter(each -> !each.lacking().isEmpty())
                                        .map(MigrateVerb::rightsMissing))
                        .limit(MOST_PROBLEMS)
                        .toList()
                : List.of();
        if (problems.isEmpty()) {
            return exit;
        }
        around.console().problems(problems, globals.json);
        return 1;
    }

    private static Problem ownedByOthers(Inventory.Made made, String expected) {
        return Problem.of(
                CliCode.OWNED_BY_OTHERS,
                "the " + made.kind() + " " + made.name() + " belongs to " + made.owner() + ", not to " + expected
                        + ", so the next migration cannot change it",
                "migrate as a role that acts as " + expected + ", or have a superuser run ALTER " + made.kind()
                        + " … OWNER TO " + expected);
    }

    private static Problem rightsMissing(Inventory.Made made) {
        return Problem.of(
                CliCode.RIGHTS_MISSING,
                "the new " + made.kind() + " " + made.name() + " lacks what " + made.owner()
                        + "'s default privileges give: " + made.lacking(),
                "the migration took it away; GRANT it again, or postern apply");
    }

    /** What libpq and most drivers read. */
    private Map<String, String> variables(Conninfo complete, Login login) {
        Map<String, String> variables = new HashMap<>();
        for (Keyword keyword : Keyword.all()) {
            if (!keyword.secret() && !keyword.environment().isEmpty()) {
                complete.get(keyword.name()).ifPresent(value -> variables.put(keyword.environment(), value));
            }
        }
        variables.put("PGHOST", login.server().host());
        variables.put("PGPORT", Integer.toString(login.server().port()));
        variables.put("PGDATABASE", login.database());
        variables.put("PGUSER", login.user());
        switch (login.credential()) {
            case Credential.Password password ->
                variables.put("PGPASSWORD", password.password().text());
            case Credential.Both both ->
                variables.put("PGPASSWORD", both.password().text());
            case Credential.ClientCertificate _, Credential.None _ -> {}
        }
        return variables;
    }
}
