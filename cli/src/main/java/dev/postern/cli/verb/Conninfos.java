package dev.postern.cli.verb;

import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.connect.ConninfoLogins;
import dev.postern.provision.connect.Login;
import java.util.List;

/** Connection strings as they are typed. */
final class Conninfos {
    private Conninfos() {}

    /** The logins to try, completed from the environment. */
    static List<Login> logins(Conninfo conninfo, Surroundings around) {
        return ConninfoLogins.of(conninfo, around.environment(), around.userHome(), around.user());
    }
}
