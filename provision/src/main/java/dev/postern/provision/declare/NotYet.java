package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.Ensure;
import dev.postern.provision.problem.ProvisionCode;
import java.util.List;

/** What may be declared and is refused by name, because a plan would leave it out. */
record NotYet(List<Problem> problems) {
    void check(String where, Database database) {
        refuse(where, "requires.version", database.requires().version().isPresent());
        refuse(where, "requires.pool", database.requires().pool().isPresent());
        refuse(where, "schemas", !database.schemas().isEmpty());
        refuse(where, "settings", !database.settings().isEmpty());
        refuse(where, "comment", database.comment().isPresent());
        refuse(where, "grantTrigger", database.grantTrigger());
        refuse(where, "ensure: absent", database.ensure() == Ensure.ABSENT);
        for (DatabaseRole role : database.roles()) {
            String its = where + ", role " + role.name();
            refuse(its, "profile: service", role.profile() == DatabaseRole.Profile.SERVICE);
            refuse(its, "inRoles", !role.inRoles().isEmpty());
            refuse(its, "inherit", role.inherit().isPresent());
            refuse(its, "validUntil", role.validUntil().isPresent());
            refuse(its, "settings", !role.settings().isEmpty());
            refuse(its, "comment", role.comment().isPresent());
            refuse(its, "ensure: absent", role.ensure() == Ensure.ABSENT);
        }
    }

    void check(Logins logins) {
        refuse("logins", "verifiers", !logins.verifiers().isEmpty());
        refuse("logins", "alternates", !logins.alternates().isEmpty());
    }

    private void refuse(String where, String what, boolean declared) {
        if (declared) {
            problems.add(Problem.of(
                    ProvisionCode.NOT_ENFORCEABLE,
                    where + ": this build does not enforce " + what,
                    "remove it, and do it by hand"));
        }
    }
}
