package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Roles and who is whose member. Roles that exist are adopted: only what is declared is changed. None gets a password;
 * they log in by certificate.
 */
final class RoleSteps {
    private final Draft draft;
    private final DesiredServer desired;
    private final Actual actual;

    RoleSteps(Draft draft, DesiredServer desired, Actual actual) {
        this.draft = draft;
        this.desired = desired;
        this.actual = actual;
    }

    void plan() {
        Set<String> owners = new LinkedHashSet<>();
        desired.databases().forEach(database -> owners.add(database.owner()));
        for (DesiredRole role : desired.roles()) {
            Optional.ofNullable(actual.roles().get(role.name()))
                    .ifPresentOrElse(seen -> adopt(role, seen, owners.contains(role.name())), () -> create(role));
        }
        if (!actual.admin().superuser()) {
            actFor();
        }
        for (DesiredDatabase database : desired.databases()) {
            database.members(Profile.MIGRATOR).forEach(migrator -> join(migrator, database.owner()));
        }
    }

    private void create(DesiredRole role) {
        String limit = role.connectionLimit() < 0 ? "" : " CONNECTION LIMIT " + role.connectionLimit();
        draft.onServer(
                "create role " + role.name() + (role.login() ? "" : " without login"),
                "CREATE ROLE " + identifier(role.name()) + (role.login() ? " LOGIN" : " NOLOGIN") + limit);
    }

    // an owner that can log in is a finding: it may be somebody's only way in
    private void adopt(DesiredRole role, ActualRole seen, boolean owner) {
        List<String> options = new ArrayList<>();
        if (!owner && seen.attributes().login() != role.login()) {
            options.add(role.login() ? "LOGIN" : "NOLOGIN");
        }
        if (!owner && seen.connectionLimit() != role.connectionLimit()) {
            options.add("CONNECTION LIMIT " + role.connectionLimit());
        }
        if (!options.isEmpty()) {
            String change = String.join(" ", options);
            draft.onServer(
                    "change role " + role.name() + ": " + change,
                    "ALTER ROLE " + identifier(role.name()) + " " + change);
        }
    }

    // who may create roles does not yet have the rights of those it created
    private void actFor() {
        Set<String> needed = new LinkedHashSet<>();
        for (DesiredDatabase database : desired.databases()) {
            needed.add(database.owner());
            needed.addAll(database.members(Profile.MIGRATOR));
        }
        needed.remove(actual.admin().name());
        for (String role : needed) {
            ActualRole seen = actual.roles().get(role);
            if (seen == null || !seen.usableByAdmin() || !seen.settableByAdmin()) {
                draft.onServer(
                        "let the administrator " + actual.admin().name() + " act for " + role,
                        "GRANT " + identifier(role) + " TO CURRENT_USER" + options());
            }
        }
    }

    private void join(String migrator, String owner) {
        Optional<ActualRole> seen = Optional.ofNullable(actual.roles().get(migrator));
        Optional<ActualRole.Membership> membership =
                seen.flatMap(role -> Optional.ofNullable(role.memberOf().get(owner)));
        if (membership.isEmpty()
                || (actual.major() >= 16
                        && !(membership.get().inherit() && membership.get().set()))) {
            draft.onServer(
                    "let " + migrator + " act for " + owner,
                    "GRANT " + identifier(owner) + " TO " + identifier(migrator) + options());
        }
        if (actual.major() < 16 && seen.isPresent() && !seen.get().attributes().inherit()) {
            draft.onServer(
                    "let " + migrator + " inherit the rights of " + owner,
                    "ALTER ROLE " + identifier(migrator) + " INHERIT");
        }
    }

    private String options() {
        return actual.major() >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "";
    }
}
