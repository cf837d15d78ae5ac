package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Roles. Those that exist are adopted: only what is declared is changed. */
final class RoleSteps {
    private final Draft draft;
    private final DesiredServer desired;
    private final Actual actual;
    private final AdminRights rights;
    private final RoleReach reach;

    RoleSteps(Draft draft, DesiredServer desired, Actual actual, AdminRights rights, RoleReach reach) {
        this.draft = draft;
        this.desired = desired;
        this.actual = actual;
        this.rights = rights;
        this.reach = reach;
    }

    void plan() {
        Set<String> withAlternates = new LinkedHashSet<>();
        desired.roles().forEach(role -> role.actsAs().ifPresent(withAlternates::add));
        for (DesiredRole role : desired.roles()) {
            Optional<ActualRole> seen = Optional.ofNullable(actual.roles().get(role.name()));
            if (seen.isPresent()) {
                adopt(role, seen.get());
            } else {
                create(role, withAlternates.contains(role.name()));
            }
            actAs(role, seen);
            seen.ifPresent(now -> actNoMore(role, now));
        }
        if (!actual.admin().superuser()) {
            actFor();
        }
    }

    /** Those of roles that log in already: whoever does has to know the new one first. */
    void passwords() {
        for (DesiredRole role : desired.roles()) {
            Optional.ofNullable(actual.roles().get(role.name())).ifPresent(seen -> {
                role.verifier().ifPresent(_ -> rights.change(seen));
                password(role);
            });
        }
    }

    private void password(DesiredRole role) {
        role.verifier()
                .ifPresent(verifier -> draft.password(
                        role.name(),
                        "ALTER ROLE " + identifier(role.name()) + " PASSWORD " + literal(verifier.text())));
    }

    private void create(DesiredRole role, boolean withAlternates) {
        rights.create(role.name());
        boolean login = role.mayLogIn() && (!withAlternates || role.login().orElse(false));
        List<String> options = new ArrayList<>();
        options.add(login ? "LOGIN" : "NOLOGIN");
        role.inherit().filter(inherit -> !inherit).ifPresent(_ -> options.add("NOINHERIT"));
        role.connectionLimit().filter(limit -> limit >= 0).ifPresent(limit -> options.add("CONNECTION LIMIT " + limit));
        role.validUntil().ifPresent(until -> options.add("VALID UNTIL " + literal(until.toString())));
        List<String> sql = new ArrayList<>();
        sql.add("CREATE ROLE " + identifier(role.name()) + " " + String.join(" ", options));
        role.comment().ifPresent(comment -> sql.add(comment(role, comment)));
        draft.onServer("create role " + role.name() + (login ? "" : " without login"), sql);
        password(role);
    }

    // an owner or group that can log in is a finding: it may be somebody's only way in
    private void adopt(DesiredRole role, ActualRole seen) {
        List<String> options = new ArrayList<>();
        role.login()
                .filter(login -> seen.attributes().login() != login)
                .ifPresent(login -> options.add(login ? "LOGIN" : "NOLOGIN"));
        role.inherit()
                .filter(inherit -> seen.attributes().inherit() != inherit)
                .ifPresent(inherit -> options.add(inherit ? "INHERIT" : "NOINHERIT"));
        role.connectionLimit()
                .filter(limit -> seen.connectionLimit() != limit)
                .ifPresent(limit -> options.add("CONNECTION LIMIT " + limit));
        role.validUntil()
                .filter(until -> !seen.validUntil().equals(Optional.of(until)))
                .ifPresent(until -> options.add("VALID UNTIL " + literal(until.toString())));
        List<String> sql = new ArrayList<>();
        if (!options.isEmpty()) {
            sql.add("ALTER ROLE " + identifier(role.name()) + " " + String.join(" ", options));
        }
        if (role.comment().isPresent() && !seen.comment().equals(nonEmpty(role.comment()))) {
            options.add("COMMENT");
            sql.add(comment(role, role.comment().get()));
        }
        if (!sql.isEmpty()) {
            rights.change(seen);
            draft.onServer("change role " + role.name() + ": " + String.join(" ", options), sql);
        }
    }

    private static String comment(DesiredRole role, String comment) {
        return "COMMENT ON ROLE " + identifier(role.name()) + " IS " + literal(comment);
    }

    /** PostgreSQL takes an empty comment away. */
    static Optional<String> nonEmpty(Optional<String> comment) {
        return comment.filter(text -> !text.isEmpty());
    }

    private void actAs(DesiredRole role, Optional<ActualRole> seen) {
        role.actsAs().ifPresent(real -> {
            List<String> sql = SettingSql.changes(
                    "ALTER ROLE " + identifier(role.name()),
                    Map.of("role", real),
                    seen.map(ActualRole::settings).orElse(Map.of()));
            if (!sql.isEmpty()) {
                seen.ifPresent(rights::change);
                draft.onServer("have " + role.name() + " act as " + real, sql);
            }
        });
    }

    // a migrator before, in whatever database
    private void actNoMore(DesiredRole role, ActualRole seen) {
        String as = seen.settings().getOrDefault("role", "");
        List<DesiredDatabase> owned = desired.databases().stream()
                .filter(database -> database.owner().equals(as))
                .toList();
        if (role.kind() == DesiredRole.Kind.DECLARED
                && !owned.isEmpty()
                && owned.stream()
                        .noneMatch(
                                database -> database.members(Profile.MIGRATOR).contains(role.name()))) {
            rights.change(seen);
            draft.onServer(
                    "have " + role.name() + " no longer act as " + as,
                    "ALTER ROLE " + identifier(role.name()) + " RESET role");
        }
    }

    // who may create roles does not yet have the rights of those it created
    private void actFor() {
        Set<String> needed = new LinkedHashSet<>();
        for (DesiredDatabase database : desired.databases()) {
            needed.addAll(database.creators());
        }
        needed.remove(actual.admin().name());
        needed.removeIf(reach::apart);
        List<String> lacking = new ArrayList<>();
        for (String role : needed) {
            ActualRole seen = actual.roles().get(role);
            if (seen == null || !seen.usableByAdmin() || !seen.settableByAdmin()) {
                if (seen != null) {
                    rights.grant(seen);
                }
                lacking.add(role);
            }
        }
        if (!lacking.isEmpty()) {
            draft.onServer(
                    "let the administrator " + actual.admin().name() + " act for " + String.join(", ", lacking),
                    "GRANT " + Missing.names(lacking) + " TO CURRENT_USER"
                            + (actual.major() >= 16 ? " WITH INHERIT TRUE, SET TRUE" : ""));
        }
    }
}
