package dev.postern.cli.verb;

import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.ConninfoException;
import dev.postern.provision.connect.ConninfoLogins;
import dev.postern.provision.connect.Login;
import java.util.List;

/** Connection strings as they are typed. */
final class Conninfos {
    private Conninfos() {}

    /** @throws MistypedException with everything that libpq would refuse to read */
    static Conninfo typed(String text) {
        try {
            return Conninfo.parse(text);
        } catch (ConninfoException refused) {
            throw new MistypedException(refused);
        }
    }

    /** The logins to try, completed from the environment. */
    static List<Login> logins(Conninfo conninfo, Surroundings around) {
        return ConninfoLogins.of(conninfo, around.environment(), around.userHome(), around.user());
    }
}
