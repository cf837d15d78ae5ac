package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualDatabase;
import dev.postern.provision.observe.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The database itself: that it exists, whose it is, who may connect to it, and as whom migrators act in it. */
final class DatabaseSteps {
    private static final Set<String> PUBLIC_BY_DEFAULT = Set.of("CONNECT", "TEMPORARY");

    private final Draft draft;
    private final DesiredDatabase database;
    private final Optional<ActualDatabase> seen;

    DatabaseSteps(Draft draft, DesiredDatabase database, Actual actual) {
        this.draft = draft;
        this.database = database;
        this.seen = Optional.ofNullable(actual.databases().get(database.name()));
    }

    void plan() {
        String name = identifier(database.name());
        String owner = identifier(database.owner());
        if (seen.isEmpty()) {
            draft.alone(
                    "create database " + database.name(),
                    "CREATE DATABASE " + name + " OWNER " + owner + " TEMPLATE template0");
        } else if (!seen.get().owner().equals(database.owner())) {
            draft.onServer(
                    "give database " + database.name() + " to " + database.owner() + " (now "
                            + seen.get().owner() + "'s)",
                    "ALTER DATABASE " + name + " OWNER TO " + owner);
        }
        connect(name);
        revoke(name);
        database.members(Profile.MIGRATOR).forEach(migrator -> actAs(migrator, name, owner));
    }

    private void connect(String name) {
        List<String> lacking = database.members().stream()
                .map(DesiredDatabase.Member::role)
                .filter(role -> !grants().of(role).contains("CONNECT"))
                .toList();
        if (!lacking.isEmpty()) {
            draft.onServer(
                    "let " + String.join(", ", lacking) + " connect to " + database.name(),
                    "GRANT CONNECT ON DATABASE " + name + " TO " + Missing.names(lacking));
        }
    }

    private void revoke(String name) {
        Set<String> held = seen.isEmpty() ? PUBLIC_BY_DEFAULT : grants().of(Grants.PUBLIC);
        List<String> excess = new ArrayList<>(held.stream().sorted().toList());
        if (!excess.isEmpty()) {
            draft.onServer(
                    "let nobody else connect to " + database.name(),
                    "REVOKE " + String.join(", ", excess) + " ON DATABASE " + name + " FROM PUBLIC");
        }
    }

    // what a migrator creates then belongs to the owner, whichever migrator it was
    private void actAs(String migrator, String name, String owner) {
        Map<String, String> settings = seen.map(ActualDatabase::roles).orElse(Map.of());
        if (!database.owner().equals(settings.get(migrator))) {
            draft.onServer(
                    "have " + migrator + " act as " + database.owner() + " in " + database.name(),
                    "ALTER ROLE " + identifier(migrator) + " IN DATABASE " + name + " SET role TO " + owner);
        }
    }

    private Grants grants() {
        return seen.map(database -> database.owner().equals(this.database.owner())
                        ? database.grants()
                        : database.grants().withoutOwner(database.owner()))
                .orElse(Grants.NONE);
    }
}
