package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualDatabase;
import dev.postern.provision.observe.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The database itself: that it exists, whose it is, who may connect to it, and how sessions in it begin. */
final class DatabaseSteps {
    private static final Set<String> PUBLIC_BY_DEFAULT = Set.of("CONNECT", "TEMPORARY");

    private final Draft draft;
    private final DesiredDatabase database;
    private final Actual actual;
    private final Optional<ActualDatabase> seen;
    private final AdminRights rights;

    DatabaseSteps(Draft draft, DesiredDatabase database, Actual actual, AdminRights rights) {
        this.draft = draft;
        this.database = database;
        this.actual = actual;
        this.seen = Optional.ofNullable(actual.databases().get(database.name()));
        this.rights = rights;
    }

    void plan() {
        String name = identifier(database.name());
        String owner = identifier(database.owner());
        if (seen.isEmpty()) {
            draft.alone(
                    "create database " + database.name(),
                    "CREATE DATABASE " + name + " OWNER " + owner + " TEMPLATE template0 CONNECTION LIMIT "
                            + ActualDatabase.OUR_MARK);
        } else if (!seen.get().owner().equals(database.owner())) {
            draft.onServer(
                    "give database " + database.name() + " to " + database.owner() + " (now "
                            + seen.get().owner() + "'s)",
                    "ALTER DATABASE " + name + " OWNER TO " + owner);
        }
        connect(name);
        nobodyElse(name);
        describe(name);
        for (DesiredDatabase.Member member : database.members()) {
            member.logins().forEach(login -> begin(login, member, name));
        }
    }

    private void connect(String name) {
        List<String> lacking = database.holders().stream()
                .filter(role -> !role.equals(database.owner()) || lostByOwner())
                .filter(role -> !grants().of(role).contains("CONNECT"))
                .toList();
        if (!lacking.isEmpty()) {
            draft.onServer(
                    "let " + Draft.some(lacking) + " connect to " + database.name(),
                    "GRANT CONNECT ON DATABASE " + name + " TO " + Missing.names(lacking));
        }
    }

    // an owner can connect unless somebody has revoked that, from it or from the one before
    private boolean lostByOwner() {
        return seen.isPresent()
                && (seen.get().owner().equals(database.owner())
                        || !seen.get().grants().of(seen.get().owner()).contains("CONNECT"));
    }

    private void nobodyElse(String name) {
        Set<String> held = seen.isEmpty() ? PUBLIC_BY_DEFAULT : grants().of(Grants.PUBLIC);
        List<String> excess = new ArrayList<>(held.stream().sorted().toList());
        if (excess.isEmpty()) {
            return;
        }
        String revoke = "REVOKE " + String.join(", ", excess) + " ON DATABASE " + name + " FROM PUBLIC";
        if (seen.isEmpty() || seen.get().ours()) {
            draft.onServer("let nobody else connect to " + database.name(), revoke);
        } else {
            draft.warning(
                    "PUBLIC, which is every role of the server, has " + String.join(" and ", excess) + " on database "
                            + database.name() + ", which was there before; somebody may live on it",
                    revoke);
        }
    }

    private void describe(String name) {
        List<String> sql = new ArrayList<>(SettingSql.changes(
                "ALTER DATABASE " + name,
                database.settings(),
                seen.map(ActualDatabase::settings).orElse(Map.of())));
        if (database.comment().isPresent()
                && !RoleSteps.nonEmpty(database.comment()).equals(seen.flatMap(ActualDatabase::comment))) {
            sql.add("COMMENT ON DATABASE " + name + " IS "
                    + literal(database.comment().get()));
        }
        if (!sql.isEmpty()) {
            draft.onServer("settings and comment of database " + database.name(), sql);
        }
    }

    // what a migrator creates then belongs to the owner, whichever migrator it was; a service finds its own schema
    // first
    private void begin(String login, DesiredDatabase.Member member, String name) {
        Map<String, String> now =
                seen.map(ActualDatabase::roleSettings).orElse(Map.of()).getOrDefault(login, Map.of());
        List<String> sql = new ArrayList<>(
                SettingSql.changes("ALTER ROLE " + identifier(login) + " IN DATABASE " + name, member.settings(), now));
        // it was a migrator before
        if (!member.settings().containsKey("role") && database.owner().equals(now.get("role"))) {
            sql.add("ALTER ROLE " + identifier(login) + " IN DATABASE " + name + " RESET role");
        }
        if (sql.isEmpty()) {
            return;
        }
        Optional.ofNullable(actual.roles().get(login)).ifPresent(rights::change);
        String owner = member.settings().get("role");
        draft.onServer(
                owner != null && member.settings().size() == 1
                        ? "have " + login + " act as " + owner + " in " + database.name()
                        : "settings of " + login + " in " + database.name(),
                sql);
    }

    private Grants grants() {
        return seen.map(database -> database.owner().equals(this.database.owner())
                        ? database.grants()
                        : database.grants().withoutOwner(database.owner()))
                .orElse(Grants.NONE);
    }
}
