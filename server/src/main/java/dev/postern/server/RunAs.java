package dev.postern.server;

import java.util.ArrayList;
import java.util.List;

/**
 * The ordinary user as whom PostgreSQL's programs run when this process is root, because they refuse root.
 *
 * @param group the user's group; the programs get no other
 */
public record RunAs(String user, String group) {
    /** The command that drops to this user, then becomes the given one: the same process id throughout. */
    List<String> wrap(List<String> command) {
        List<String> wrapped = new ArrayList<>(
                List.of("setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--no-new-privs", "--"));
        wrapped.addAll(command);
        return wrapped;
    }
}
