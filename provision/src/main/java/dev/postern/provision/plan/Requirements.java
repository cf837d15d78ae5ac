package dev.postern.provision.plan;

import dev.postern.model.Database.Pool;
import dev.postern.postgres.quote.Quote;
import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualDatabase;
import dev.postern.provision.observe.ActualRole;
import dev.postern.provision.observe.Beyond;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the server is what the databases require: version, connections, settings that exist. */
final class Requirements {
    private final Draft draft;
    private final DesiredServer desired;
    private final Actual actual;
    private final Map<String, Boolean> possible = new HashMap<>();
    private final Set<Beyond.Value> told = new HashSet<>();

    private Requirements(Draft draft, DesiredServer desired, Actual actual) {
        this.draft = draft;
        this.desired = desired;
        this.actual = actual;
    }

    static void check(Draft draft, DesiredServer desired, Actual actual) {
        Requirements requirements = new Requirements(draft, desired, actual);
        for (DesiredDatabase database : desired.databases()) {
            requirements.version(database);
            database.pool().ifPresent(pool -> requirements.pool(database, pool));
            requirements.settings(database);
        }
        requirements.allPools();
    }

    private void version(DesiredDatabase database) {
        database.version()
                .filter(range -> !range.contains(actual.major()))
                .ifPresent(range -> draft.blocking(
                        "the database " + database.name() + " requires PostgreSQL " + range + ", and cluster "
                                + desired.cluster() + " runs " + actual.major(),
                        "declare it on another cluster, or upgrade this one"));
    }

    private int available() {
        return actual.connections().most() - actual.connections().reserved();
    }

    private String ofServer() {
        return "the " + available() + " that cluster " + desired.cluster() + " has for it (max_connections "
                + actual.connections().most() + " less " + actual.connections().reserved() + " reserved)";
    }

    private void pool(DesiredDatabase database, Pool pool) {
        String wanted = "the consumers of " + database.name() + " may open " + pool.connections() + " connections ("
                + pool.processes() + " × " + pool.maxOpenConns() + ")";
        if (pool.connections() > available()) {
            draft.blocking(
                    wanted + ", more than " + ofServer(),
                    "lower maxOpenConns to " + Math.max(1, available() / pool.processes())
                            + ", or raise max_connections");
        }
        int ofDatabase = Optional.ofNullable(actual.databases().get(database.name()))
                .map(ActualDatabase::connectionLimit)
                .orElse(-1);
        if (ofDatabase >= 0 && pool.connections() > ofDatabase) {
            draft.warning(
                    wanted + ", more than the database's connection limit " + ofDatabase,
                    "lower maxOpenConns, or raise the limit");
        }
        for (DesiredDatabase.Member member : database.members()) {
            int limit = limit(member.role());
            if (limit >= 0 && pool.connections() > limit) {
                draft.warning(
                        wanted + ", more than the connectionLimit " + limit + " of " + member.role(),
                        "lower maxOpenConns, or raise connectionLimit to " + pool.connections());
            }
        }
    }

    private int limit(String name) {
        Optional<Integer> declared = desired.roles().stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .flatMap(DesiredRole::connectionLimit);
        return declared.orElseGet(() -> Optional.ofNullable(actual.roles().get(name))
                .map(ActualRole::connectionLimit)
                .orElse(-1));
    }

    private void allPools() {
        List<DesiredDatabase> pooled = desired.databases().stream()
                .filter(database -> database.pool().isPresent())
                .toList();
        long together = pooled.stream()
                .mapToLong(database -> database.pool().orElseThrow().connections())
                .sum();
        if (pooled.size() > 1 && together > available()) {
            draft.warning(
                    "the consumers of " + pooled.size() + " databases may open " + together
                            + " connections together, more than " + ofServer(),
                    "lower their maxOpenConns, or raise max_connections");
        }
    }

    private void settings(DesiredDatabase database) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        database.settings().forEach((name, value) -> add(values, name, value));
        database.members().forEach(member -> member.settings().forEach((name, value) -> add(values, name, value)));
        values.remove("role");
        values.forEach((name, all) -> {
            if (!possible.computeIfAbsent(name, one -> mayBeSet(database, one))) {
                return;
            }
            for (String value : all) {
                Beyond.Value one = new Beyond.Value(name, value);
                Optional.ofNullable(actual.beyond().refused().get(one))
                        .ifPresent(refusal -> refused(database, one, refusal));
            }
        });
    }

    private static void add(Map<String, Set<String>> values, String name, String value) {
        values.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(value);
    }

    private void refused(DesiredDatabase database, Beyond.Value one, Beyond.Refusal refusal) {
        if (!told.add(one)) {
            return;
        }
        draft.blocking(
                "the setting " + one.name() + " = " + one.value() + " for " + database.name()
                        + " is refused by PostgreSQL " + actual.major() + ": " + refusal.sentence() + " ("
                        + refusal.sqlstate() + ")",
                refusal.sqlstate().equals(SqlState.INSUFFICIENT_PRIVILEGE)
                        ? "remove it, or have a superuser "
                                + (actual.major() < 15
                                        ? "set it"
                                        : "run: GRANT SET ON PARAMETER " + Quote.identifier(one.name()) + " TO "
                                                + Quote.identifier(
                                                        actual.admin().name()))
                        : "correct or remove it");
    }

    private boolean mayBeSet(DesiredDatabase database, String name) {
        String context = actual.settings().getOrDefault(name.toLowerCase(Locale.ROOT), "");
        boolean superuser = actual.admin().superuser();
        switch (context) {
            case "user", "superuser", "backend", "superuser-backend" -> {
                return true;
            }
            case "" -> {
                if (!name.contains(".")) {
                    draft.blocking(
                            "PostgreSQL " + actual.major() + " has no setting " + name + " that " + database.name()
                                    + " is to have",
                            "correct or remove it");
                    return false;
                } else if (!superuser) {
                    draft.blocking(
                            "the setting " + name + " for " + database.name()
                                    + " is unknown to the server, and only a superuser can set such a one",
                            "load its library, or have a superuser set it");
                    return false;
                }
                return true;
            }
            default -> {
                draft.blocking(
                        "the setting " + name + " for " + database.name() + " holds for the whole server (" + context
                                + ") and not for one database",
                        "remove it, and set it in postgresql.conf");
                return false;
            }
        }
    }
}
