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
        refuse(where, "grantTrigger", database.grantTrigger());
        refuse(where, "ensure: absent", database.ensure() == Ensure.ABSENT);
        for (DatabaseRole role : database.roles()) {
            refuse(where + ", role " + role.name(), "ensure: absent", role.ensure() == Ensure.ABSENT);
        }
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
