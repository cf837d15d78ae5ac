package dev.postern.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ordinary user as whom PostgreSQL's programs run when this process is root, because they refuse root.
 *
 * @param group the user's group; the programs get no other
 */
public record RunAs(String user, String group) {
    /** A user of this machine with the primary group; empty if there is no such user. */
    public static Optional<RunAs> named(String user) {
        try {
            Program.Result result = Program.run(List.of("id", "-gn", "--", user), Optional.empty());
            return result.exit() == 0
                    ? Optional.of(new RunAs(user, result.output().strip()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The command that drops to this user, then becomes the given one: the same process id throughout. */
    List<String> wrap(List<String> command) {
        List<String> wrapped = new ArrayList<>(
                List.of("setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--no-new-privs", "--"));
        wrapped.addAll(command);
        return wrapped;
    }
}
