package dev.postern.cli.verb;

import dev.postern.api.Empty;
import dev.postern.api.Route;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The running process, asked as the operator of its home. */
final class Control {
    private final Path home;
    private final Surroundings around;

    Control(Path home, Surroundings around) {
        this.home = home;
        this.around = around;
    }

    <A> A ask(Route<Empty, A> route) {
        return client().call(route);
    }

    <Q, A> A ask(Route<Q, A> route, Q request) {
        return client().call(route, request);
    }

    private ApiClient client() {
        checkOpen();
        return new ApiClient(ApiConnection.read(home.resolve("operator")), around.clock());
    }

    // says which home it is and whose, before anything can only say "permission denied"
    private void checkOpen() {
        try {
            Files.getLastModifiedTime(home.resolve("operator").resolve("operator.key"));
            if (Files.isReadable(home.resolve("operator").resolve("operator.key"))) {
                return;
            }
            throw closed(null);
        } catch (AccessDeniedException denied) {
            throw closed(denied);
        } catch (NoSuchFileException missing) {
            throw new CliException(
                    CliCode.NOT_RUNNING,
                    "Postern has not been started with the home " + home,
                    "start it with: " + around.command() + " up" + elsewhere(),
                    missing);
        } catch (IOException failure) {
            throw new CliException(
                    CliCode.HOME_CLOSED,
                    "the home " + home + " cannot be read (" + failure.getMessage() + ")",
                    "repair it, or name another with --home",
                    failure);
        }
    }

    private CliException closed(java.lang.@org.jspecify.annotations.Nullable Throwable cause) {
        String what = "the home " + home + " belongs to " + owner() + " and is closed to " + around.user();
        String fix = "run this as " + owner() + " or root, or name your own home with --home";
        return cause == null
                ? new CliException(CliCode.HOME_CLOSED, what, fix)
                : new CliException(CliCode.HOME_CLOSED, what, fix, cause);
    }

    private String owner() {
        for (Path at = home; at != null; at = at.getParent()) {
            try {
                return Files.getOwner(at, LinkOption.NOFOLLOW_LINKS).getName();
            } catch (IOException _) {
                // not there or not ours to look at: its parent tells
            }
        }
        return "another user";
    }

    // root's home is another one than ours, and the likeliest mistake
    private String elsewhere() {
        Path system = Path.of(Globals.SYSTEM_HOME);
        return !around.root() && !home.equals(system) && Files.isDirectory(system)
                ? "; if root has started it, its home is " + system + " and root runs the verbs"
                : ", or name its home with --home";
    }
}
