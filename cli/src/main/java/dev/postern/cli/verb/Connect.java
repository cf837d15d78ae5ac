package dev.postern.cli.verb;

import dev.postern.api.Databases;
import dev.postern.api.Route;
import dev.postern.cli.login.ConnectionValues;
import dev.postern.cli.login.StoredLogin;
import dev.postern.cli.sql.PsqlProgram;
import dev.postern.cli.sql.SqlClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "connect",
        header = "SQL to one of them; logs in first when that is needed.",
        description =
                "Interactive with psql when there is one, else with a shell of its own. With -c, or when something"
                        + " is piped in, no psql is needed.",
        exitCodeListHeading = "%nExit codes, as psql's once there is something to connect to:%n",
        exitCodeList = {"0:done", "1:a statement failed", "2:no connection, or it broke; wrong usage"})
final class Connect implements Callable<Integer> {
    // shorter than that is not worth connecting with
    private static final Duration LEFT = Duration.ofMinutes(1);

    private final Globals globals;
    private final Surroundings around;

    @Parameters(paramLabel = "NAME", description = "an entry or a database, as db ls lists them, or ENTRY/DATABASE")
    String name = "";

    @Option(
            names = {"-c", "--command"},
            paramLabel = "SQL",
            description = "run it and leave; may be repeated")
    List<String> commands = List.of();

    @Option(names = "--db-user", paramLabel = "ROLE", description = "the PostgreSQL role (default: the first allowed)")
    @Nullable
    String dbUser;

    @Option(names = "--db-name", paramLabel = "DATABASE", description = "the database (default: the entry's)")
    @Nullable
    String dbName;

    @Option(names = "--no-psql", description = "use the built-in shell even where psql is installed")
    boolean noPsql;

    Connect(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logins logins = new Logins(globals.home(around), around);
        StoredLogin login = loggedIn(logins);
        ConnectionValues values = logins.values(login)
                .with(
                        Optional.ofNullable(dbUser).orElse(login.user()),
                        Optional.ofNullable(dbName).orElse(login.database()));
        SqlClient client = new SqlClient(
                values, around.input(), around.console().out(), around.console().err(), globals.json);
        if (!commands.isEmpty()) {
            return client.commands(commands);
        }
        if (!around.interactive()) {
            return client.script();
        }
        Optional<PsqlProgram> psql = noPsql
                ? Optional.empty()
                : PsqlProgram.find(around.environment().getOrDefault("PATH", ""));
        if (psql.isPresent()) {
            return psql.get()
                    .run(
                            values.serviceConninfo(),
                            Map.of("PGSERVICEFILE", logins.serviceFile().toString()));
        }
        return client.shell(logins.folder().resolve("history"));
    }

    /** The login that is here and still good, or a new one. */
    private StoredLogin loggedIn(Logins logins) {
        Instant soon = around.clock().instant().plus(LEFT);
        String home = globals.home(around).toString();
        Optional<StoredLogin> stored =
                logins.find(name).filter(it -> it.isValid(soon) && it.home().equals(home));
        if (stored.isPresent()) {
            return stored.get();
        }
        Databases.Database wanted =
                Reachable.find(new Control(globals.home(around), around).ask(Route.DATABASES), name);
        Optional<StoredLogin> other = logins.find(wanted.service())
                .filter(it -> it.isValid(soon) && it.home().equals(home));
        if (other.isPresent()) {
            return other.get();
        }
        Logins.Made made = logins.login(Optional.empty());
        around.console()
                .note("Logged in as " + made.caller() + " until "
                        + Times.until(made.notAfter(), around.clock().instant()));
        return made.logins().stream()
                .filter(login -> login.entry().equals(wanted.service()))
                .findFirst()
                .orElseThrow(() -> new CliException(
                        CliCode.NOT_LOGGED_IN,
                        "the login gave no connection to database \"" + wanted.database() + "\" of " + wanted.entry(),
                        "see which roles a rule allows: " + globals.command(around) + " db show " + wanted.service()));
    }
}
