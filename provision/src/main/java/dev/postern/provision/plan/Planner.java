package dev.postern.provision.plan;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualContents;
import dev.postern.provision.observe.ActualDatabase;
import java.util.Optional;

/**
 * Compares what is declared with what there is. Roles come first, then each database, then what is inside of it: every
 * step finds what it needs, and an interruption leaves a state from which the next plan goes on.
 */
public final class Planner {
    private Planner() {}

    public static Plan plan(DesiredServer desired, Actual actual) {
        Draft draft = new Draft();
        Findings.ofServer(draft, desired, actual);
        new LeftFindings(draft, actual).plan();
        Requirements.check(draft, desired, actual);
        AdminRights rights = new AdminRights(draft, actual);
        RoleReach reach = new RoleReach(draft, desired, actual);
        reach.plan();
        RoleSteps roles = new RoleSteps(draft, desired, actual, rights, reach);
        roles.plan();
        new MemberSteps(draft, desired, actual, rights).plan();
        AbsentSteps absent = new AbsentSteps(draft, desired, actual, rights);
        absent.begin();
        for (DesiredDatabase database : desired.databases()) {
            plan(draft, database, actual, rights, reach, absent, desired.callers());
        }
        roles.passwords();
        absent.drop();
        rights.tell();
        Findings.ofVersion(draft, desired, actual);
        return draft.plan();
    }

    private static void plan(
            Draft draft,
            DesiredDatabase database,
            Actual actual,
            AdminRights rights,
            RoleReach reach,
            AbsentSteps absent,
            boolean callers) {
        Optional<ActualDatabase> seen = Optional.ofNullable(actual.databases().get(database.name()));
        new DatabaseSteps(draft, database, actual, rights).plan();
        ActualContents contents;
        if (seen.isEmpty()) {
            contents = ActualContents.fresh(actual.version(), actual.admin().superuser());
        } else if (seen.get().contents().isPresent()) {
            contents = seen.get().contents().get();
        } else {
            Findings.closed(draft, database);
            return;
        }
        Findings.ofContents(draft, database, actual, contents);
        new ExcessFindings(draft, database, seen, contents.excess(), actual.major()).plan();
        // before a migrator's objects go to the owner: its schema must not go with them
        new IdentityFunction(draft, database, actual, contents).plan(callers);
        absent.leave(database.name());
        boolean ours = seen.isEmpty() || seen.get().ours();
        new ContentSteps(draft, database, actual, contents, ours, reach).plan();
        new GrantTrigger(draft, database, actual, contents).plan();
    }
}
