package dev.postern.provision.plan;

import dev.postern.postgres.quote.Quote;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import java.util.HashSet;
import java.util.Set;

/** What the administrator may do to roles; each thing that it may not is found once. */
final class AdminRights {
    private final Draft draft;
    private final Actual actual;
    private final Set<String> told = new HashSet<>();

    AdminRights(Draft draft, Actual actual) {
        this.draft = draft;
        this.actual = actual;
    }

    /** Before a role is made. */
    void create(String role) {
        Actual.Admin admin = actual.admin();
        if (!admin.superuser() && !admin.createRole() && told.add("")) {
            draft.blocking(
                    "the administrator " + admin.name() + " may not create roles such as " + role,
                    "have a superuser run: ALTER ROLE " + Quote.identifier(admin.name()) + " CREATEROLE");
        }
    }

    /** Before a role is changed or somebody is made its member; roles that it makes are its own from 16 on. */
    void change(ActualRole role) {
        Actual.Admin admin = actual.admin();
        String name = role.name();
        if (admin.superuser() || may(role) || !told.add(name)) {
            return;
        }
        draft.blocking(
                "the administrator " + admin.name() + " may not change the role " + name + ", nor who is its member"
                        + (role.attributes().superuser()
                                ? ": it is a superuser"
                                : actual.major() < 16 ? ": it has no CREATEROLE" : ": it has no ADMIN OPTION on it"),
                role.attributes().superuser()
                        ? "use another role"
                        : actual.major() < 16
                                ? "have a superuser run: ALTER ROLE " + Quote.identifier(admin.name()) + " CREATEROLE"
                                : "have a superuser run: GRANT " + Quote.identifier(name) + " TO "
                                        + Quote.identifier(admin.name()) + " WITH ADMIN OPTION");
    }

    /** Before somebody is made a member of a role: its ADMIN OPTION is enough for that. */
    void grant(ActualRole role) {
        if (!role.administered()) {
            change(role);
        }
    }

    private boolean may(ActualRole role) {
        if (role.attributes().superuser() || !actual.admin().createRole()) {
            return false;
        }
        return actual.major() < 16 || role.administered();
    }
}
