package dev.postern.cli.verb;

import dev.postern.api.Logout;
import dev.postern.api.Route;
import dev.postern.cli.login.StoredLogin;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.kernel.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "logout",
        header = "Have the certificate refused from now on, and remove it with its service-file entries.",
        description = "What was got with the certificate is refused with it, and sessions that stand end. Where Postern"
                + " cannot be asked, the key is removed all the same, and the exit code says so.")
final class LogoutVerb implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Option(
            names = "--all",
            description = "every certificate that was ever issued to you, wherever it lies; the operator's own is"
                    + " replaced")
    boolean all;

    LogoutVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /**
     * As JSON.
     *
     * @param refused serials that the gateway refuses from now on
     * @param removed entries whose files and section are gone
     */
    record Answer(List<String> refused, List<String> removed) {}

    @Override
    public Integer call() {
        Logins logins = new Logins(globals.home(around), around);
        String home = globals.home(around).toString();
        List<StoredLogin> mine =
                logins.all().stream().filter(login -> login.home().equals(home)).toList();
        Set<Logout.Request> requests = new LinkedHashSet<>();
        if (all) {
            requests.add(new Logout.Request(Optional.empty()));
        } else {
            mine.stream()
                    .filter(login -> login.isValid(around.clock().instant()))
                    .forEach(login -> requests.add(new Logout.Request(Optional.of(login.serial()))));
        }
        Set<String> refused = new LinkedHashSet<>();
        Optional<ProblemException> failure = Optional.empty();
        for (Logout.Request request : requests) {
            try {
                refused.addAll(new Control(globals.home(around), around)
                        .ask(Route.LOGOUT, request)
                        .serials());
            } catch (ProblemException unasked) {
                failure = Optional.of(unasked);
            }
        }
        mine.forEach(logins::remove);
        print(new Answer(
                List.copyOf(refused), mine.stream().map(StoredLogin::entry).toList()));
        if (failure.isPresent()) {
            around.console().problems(failure.get().problems(), globals.json);
            return ExitCode.of(failure.get().first().code()).number();
        }
        return ExitCode.DONE.number();
    }

    private void print(Answer answer) {
        if (globals.json) {
            around.console().json(answer);
        } else if (answer.removed().isEmpty() && !answer.refused().isEmpty()) {
            around.console().print("The gateway refuses serial " + String.join(", ", answer.refused()));
        } else if (answer.removed().isEmpty()) {
            around.console().print("You are not logged in");
        } else {
            around.console()
                    .print("Removed key, certificate and service-file entry of " + String.join(", ", answer.removed())
                            + (answer.refused().isEmpty()
                                    ? ""
                                    : "; the gateway refuses serial " + String.join(", ", answer.refused())));
        }
    }
}
