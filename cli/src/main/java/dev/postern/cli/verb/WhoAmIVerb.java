package dev.postern.cli.verb;

import dev.postern.api.Route;
import dev.postern.api.WhoAmI;
import dev.postern.cli.login.StoredLogin;
import dev.postern.cli.terminal.ExitCode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "whoami", header = "Who Postern takes you for, and what you are logged in to.")
final class WhoAmIVerb implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    WhoAmIVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(
            String name, String subject, boolean operator, String serial, Instant notAfter, List<StoredLogin> logins) {}

    @Override
    public Integer call() {
        WhoAmI me = new Control(globals.home(around), around).ask(Route.WHOAMI);
        List<StoredLogin> logins = new Logins(globals.home(around), around).all();
        if (globals.json) {
            around.console()
                    .json(new Answer(me.name(), me.subject(), me.operator(), me.serial(), me.notAfter(), logins));
            return ExitCode.DONE.number();
        }
        Instant now = around.clock().instant();
        around.console()
                .print(me.name() + (me.operator() && !me.name().equals("operator") ? ", the operator" : "") + " ("
                        + me.subject() + "), certificate " + me.serial() + " until " + Times.until(me.notAfter(), now));
        for (StoredLogin login : logins) {
            around.console()
                    .print("logged in to " + login.entry() + " as " + login.caller() + " until "
                            + Times.until(login.notAfter(), now) + ": psql service=" + login.service());
        }
        if (logins.isEmpty()) {
            around.console().print("not logged in to any database; see: " + globals.command(around) + " login");
        }
        return ExitCode.DONE.number();
    }
}
