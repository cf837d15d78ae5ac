package dev.postern.provision.plan;

import dev.postern.postgres.quote.Quote;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the administrator may do to roles. What it may not is collected, and told once for each cause. */
final class AdminRights {
    private final Draft draft;
    private final Actual actual;
    private final Set<String> created = new LinkedHashSet<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> notAdministered = new LinkedHashSet<>();
    private final Set<String> superusers = new LinkedHashSet<>();

    AdminRights(Draft draft, Actual actual) {
        this.draft = draft;
        this.actual = actual;
    }

    /** Before a role is made. */
    void create(String role) {
        Actual.Admin admin = actual.admin();
        if (!admin.superuser() && !admin.createRole()) {
            created.add(role);
        }
    }

    /** Before a role is changed or somebody is made its member; roles that it makes are its own from 16 on. */
    void change(ActualRole role) {
        need(changed, role.name(), role.attributes().superuser(), role.administered());
    }

    /** Before somebody is made a member of a role: its ADMIN OPTION is enough for that. */
    void grant(ActualRole role) {
        if (!role.administered()) {
            change(role);
        }
    }

    /** Before a role is dropped. */
    boolean drop(String role, boolean administered) {
        return need(dropped, role, false, administered);
    }

    private boolean need(Set<String> lacking, String role, boolean superuser, boolean administered) {
        Actual.Admin admin = actual.admin();
        if (admin.superuser()) {
            return true;
        }
        if (superuser) {
            superusers.add(role);
        } else if (!admin.createRole()) {
            lacking.add(role);
        } else if (actual.major() >= 16 && !administered) {
            notAdministered.add(role);
        } else {
            return true;
        }
        return false;
    }

    /** Once everything is planned. */
    void tell() {
        String admin = actual.admin().name();
        List<String> verbs = new ArrayList<>();
        verb(verbs, "create ", created);
        verb(verbs, "change ", changed);
        verb(verbs, "drop ", dropped);
        if (!verbs.isEmpty()) {
            draft.blocking(
                    "the administrator " + admin + " has no CREATEROLE, so it may not " + String.join(", nor ", verbs),
                    "have a superuser run: ALTER ROLE " + Quote.identifier(admin) + " CREATEROLE");
        }
        if (!notAdministered.isEmpty()) {
            draft.blocking(
                    "the administrator " + admin + " has no ADMIN OPTION on " + roles(notAdministered)
                            + ", so it may not change or drop them, nor who is their member",
                    "have a superuser run: GRANT " + Missing.names(notAdministered) + " TO " + Quote.identifier(admin)
                            + " WITH ADMIN OPTION");
        }
        if (!superusers.isEmpty()) {
            draft.blocking(
                    "the administrator " + admin + " may not change " + roles(superusers)
                            + ", nor who is their member: only superusers may change superusers",
                    "use other roles");
        }
    }

    private static void verb(List<String> verbs, String verb, Set<String> roles) {
        if (!roles.isEmpty()) {
            verbs.add(verb + roles(roles));
        }
    }

    private static String roles(Set<String> roles) {
        return roles.size() == 1
                ? "the role " + roles.iterator().next()
                : roles.size() + " roles (" + Listed.some(roles) + ")";
    }
}
