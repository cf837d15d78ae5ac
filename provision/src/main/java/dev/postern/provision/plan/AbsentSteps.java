package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualAbsent;
import dev.postern.provision.observe.Going;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to go. What a role owns goes to the owner of the database that it lies in, what it was given is revoked, in
 * every database; where that cannot be, only its login is taken.
 */
final class AbsentSteps {
    private static final int OWNERS = 5;
    private static final long MEGABYTE = 1 << 20;

    private final Draft draft;
    private final Actual actual;
    private final AdminRights rights;
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> dropped = new HashSet<>();
    private final List<ActualAbsent.Role> leaving = new ArrayList<>();

    AbsentSteps(Draft draft, DesiredServer desired, Actual actual, AdminRights rights) {
        this.draft = draft;
        this.actual = actual;
        this.rights = rights;
        for (DesiredDatabase database : desired.databases()) {
            owners.put(database.name(), database.owner());
        }
    }

    /** Before anything: nobody works as one of them any more. */
    void begin() {
        actual.absent().databases().forEach(database -> dropped.add(database.name()));
        actual.absent().roles().stream().filter(this::mayGo).forEach(this::leave);
    }

    /** After what must not become the owner's is somebody else's, before the groups' rights on what is there. */
    void leave(String database) {
        for (ActualAbsent.Role role : leaving) {
            role.places().stream()
                    .filter(place -> place.database().equals(database))
                    .forEach(place -> leave(role, place));
        }
    }

    /** When nothing of it is anybody's any more. */
    void drop() {
        actual.absent().databases().forEach(this::database);
        for (ActualAbsent.Role role : leaving) {
            role.places().stream()
                    .filter(place -> !owners.containsKey(place.database()) && !dropped.contains(place.database()))
                    .forEach(place -> leave(role, place));
        }
        for (ActualAbsent.Role role : leaving) {
            String name = identifier(role.name());
            draft.destroy(
                    "drop role " + role.name(),
                    List.of(
                            // what somebody made with its rights since we looked is not to go with it
                            "REASSIGN OWNED BY " + name + " TO CURRENT_USER",
                            "DROP OWNED BY " + name,
                            "DROP ROLE " + name));
        }
    }

    private void database(ActualAbsent.Database database) {
        String admin = actual.admin().name();
        if (database.current()) {
            draft.blocking(
                    "the database " + database.name() + " is to go, but the administrator " + admin + " works from it",
                    "declare another database in admin.database");
            return;
        }
        if (!actual.admin().superuser() && !database.usable()) {
            draft.blocking(
                    "the administrator " + admin + " may not drop the database " + database.name() + " of "
                            + database.owner(),
                    "have a superuser run: GRANT " + identifier(database.owner()) + " TO " + identifier(admin));
        }
        goes(database);
        draft.destroyAlone("drop database " + database.name(), "DROP DATABASE " + identifier(database.name()));
    }

    private void goes(ActualAbsent.Database database) {
        Going going = database.going();
        List<String> with = new ArrayList<>();
        going.bytes().ifPresent(bytes -> with.add(size(bytes)));
        with.add(going.objects()
                .map(AbsentSteps::objects)
                .orElse("objects that the administrator cannot see: it may not connect to it"));
        with.add(going.sessions() + (going.sessions() == 1 ? " session" : " sessions"));
        List<String> staying = going.logins().stream()
                .filter(login -> !actual.absent().leaving().contains(login))
                .toList();
        draft.warning(
                "the database " + database.name() + " goes with " + String.join(", ", with)
                        + (staying.isEmpty()
                                ? ""
                                : "; these may log in to the server afterwards as before: "
                                        + String.join(", ", staying)),
                "dump it first if anything of it is wanted"
                        + (going.sessions() == 0 ? "" : "; end the sessions: it is not dropped while it is in use")
                        + (staying.isEmpty() ? "" : "; say ensure: absent for the roles that nobody needs any more"));
    }

    private static String objects(List<Map.Entry<String, Long>> byOwner) {
        long all = byOwner.stream().mapToLong(Map.Entry::getValue).sum();
        if (all == 0) {
            return "no objects";
        }
        List<String> owners = byOwner.stream()
                .limit(OWNERS)
                .map(owned -> owned.getValue() + " of " + owned.getKey())
                .toList();
        return all + (all == 1 ? " object" : " objects") + " (" + String.join(", ", owners)
                + (byOwner.size() > OWNERS ? " and " + (byOwner.size() - OWNERS) + " more owners" : "") + ")";
    }

    private static String size(long bytes) {
        return bytes < MEGABYTE ? Math.ceilDiv(bytes, 1024) + " kB" : bytes / MEGABYTE + " MB";
    }

    private boolean mayGo(ActualAbsent.Role role) {
        String admin = actual.admin().name();
        if (role.superuser() || role.name().equals(admin)) {
            draft.blocking(
                    "the role " + role.name() + " is to go, but it is "
                            + (role.superuser() ? "a superuser" : "the administrator"),
                    "drop it by hand, or do not declare it absent");
            return false;
        }
        if (!rights.drop(role.name(), role.administered())) {
            return false;
        }
        if (!role.obstacles().isEmpty()) {
            keep(role);
        }
        return role.obstacles().isEmpty();
    }

    private void leave(ActualAbsent.Role role) {
        leaving.add(role);
        String name = identifier(role.name());
        List<String> sql = new ArrayList<>();
        sql.add("ALTER ROLE " + name + " NOLOGIN");
        // what it may use through one that is dropped before, it may not use then
        if (!actual.admin().superuser() && (!role.usable() || leaving.size() > 1)) {
            sql.add("GRANT " + name + " TO CURRENT_USER"
                    + (actual.major() >= 16 ? " WITH INHERIT TRUE, SET TRUE" : ""));
        }
        sql.add(endSessions(role));
        draft.destroy("end the logins of " + role.name(), sql);
    }

    // whoever is connected as it would go on
    private static String endSessions(ActualAbsent.Role role) {
        return "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = "
                + literal(role.name()) + " AND pid <> pg_backend_pid()";
    }

    private void leave(ActualAbsent.Role role, ActualAbsent.Place place) {
        String name = identifier(role.name());
        String heir = owners.getOrDefault(place.database(), place.owner());
        draft.destroyInside(
                place.database(),
                "give what " + role.name() + " owns in " + place.database() + " to " + heir + ", and take its rights",
                List.of("REASSIGN OWNED BY " + name + " TO " + identifier(heir), "DROP OWNED BY " + name));
    }

    private void keep(ActualAbsent.Role role) {
        if (role.login()) {
            draft.destroy(
                    "disable the login of " + role.name() + ", which cannot be dropped",
                    List.of("ALTER ROLE " + identifier(role.name()) + " NOLOGIN"));
            if (actual.admin().superuser() || role.usable()) {
                draft.destroy("end the sessions of " + role.name(), List.of(endSessions(role)));
            } else {
                draft.warning(
                        "whoever is connected as " + role.name() + " stays connected: the administrator "
                                + actual.admin().name()
                                + " may not end sessions of a role whose rights it does not have",
                        "have a superuser run: " + endSessions(role));
            }
        }
        draft.warning(
                "the role " + role.name() + " cannot be dropped, only its login is disabled: "
                        + String.join("; ", role.obstacles()),
                "give what it owns to others and take its rights as a superuser, then plan again");
    }
}
