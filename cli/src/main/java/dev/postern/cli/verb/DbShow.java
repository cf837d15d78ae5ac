package dev.postern.cli.verb;

import dev.postern.api.Databases;
import dev.postern.api.Route;
import dev.postern.cli.login.StoredLogin;
import dev.postern.cli.terminal.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", header = "Show one: its roles, the rules that allow them, how to connect.")
final class DbShow implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Parameters(paramLabel = "NAME", description = "an entry or a database, as db ls lists them, or ENTRY/DATABASE")
    String name = "";

    DbShow(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /**
     * As JSON.
     *
     * @param connection null until you are logged in to it
     */
    record Answer(
            String entry,
            String cluster,
            String database,
            List<Databases.Reach> roles,
            Optional<LoginVerb.Entry> connection) {}

    @Override
    public Integer call() {
        Databases all = new Control(globals.home(around), around).ask(Route.DATABASES);
        Databases.Database found = Reachable.find(all, name);
        Logins logins = new Logins(globals.home(around), around);
        Optional<StoredLogin> login = logins.find(found.service())
                .filter(it -> it.isValid(around.clock().instant()));
        if (globals.json) {
            around.console()
                    .json(new Answer(
                            found.entry(),
                            found.cluster(),
                            found.database(),
                            found.roles(),
                            login.map(it -> LoginVerb.Entry.of(it, logins.values(it)))));
            return ExitCode.DONE.number();
        }
        around.console().print("entry     " + found.entry());
        around.console().print("cluster   " + found.cluster());
        around.console().print("database  " + found.database());
        for (Databases.Reach reach : found.roles()) {
            around.console().print("role      " + reach.role() + ", by rule " + reach.rule());
        }
        around.console()
                .print(login.map(it -> Connections.describe(it, logins.values(it)))
                        .orElse("not logged in; see: " + globals.command(around) + " login"));
        return ExitCode.DONE.number();
    }
}
