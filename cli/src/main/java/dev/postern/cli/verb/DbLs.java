package dev.postern.cli.verb;

import dev.postern.api.Databases;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.TextTable;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "ls", header = "List them, with the roles that a rule allows.")
final class DbLs implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    DbLs(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Databases answer = new Control(globals.home(around), around).ask(Route.DATABASES);
        if (globals.json) {
            around.console().json(answer);
            return ExitCode.DONE.number();
        }
        TextTable table = new TextTable("ENTRY", "CLUSTER", "DATABASE", "ROLES");
        for (Databases.Database database : answer.databases()) {
            table.row(
                    database.entry(),
                    database.cluster(),
                    database.database(),
                    database.roles().stream().map(Databases.Reach::role).collect(Collectors.joining(", ")));
        }
        around.console().print(answer.databases().isEmpty() ? "No rule lets you in anywhere" : table.render());
        return ExitCode.DONE.number();
    }
}
