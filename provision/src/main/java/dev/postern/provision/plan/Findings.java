package dev.postern.provision.plan;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualContents;
import dev.postern.provision.observe.ActualContents.ObjectSummary;
import dev.postern.provision.observe.ActualRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands in the way of what is declared, and what was found that weakens it. */
final class Findings {
    private static final int APPLIES_SINCE = 13;

    private static final int END_OF_LIFE = 14;

    private Findings() {}

    /** What may be looked at and printed, but not changed by us. */
    static void ofVersion(Draft draft, DesiredServer desired, Actual actual) {
        if (actual.major() < APPLIES_SINCE && draft.changes()) {
            draft.blocking(
                    "the cluster " + desired.cluster() + " runs PostgreSQL " + actual.major()
                            + ", and Postern applies to " + APPLIES_SINCE + " and newer, so apply does nothing there",
                    "have psql run what postern plan --sql prints, or upgrade the server");
        }
    }

    static void ofServer(Draft draft, DesiredServer desired, Actual actual) {
        if (actual.inRecovery()) {
            draft.blocking(
                    "the server of cluster " + desired.cluster() + " is in recovery: nothing can be changed on it",
                    "declare the primary as endpoints.primary");
        }
        if (actual.major() < END_OF_LIFE) {
            draft.warning(
                    "PostgreSQL " + actual.major() + " gets no security fixes any more",
                    "upgrade to a supported version");
        }
        for (DesiredRole role : desired.roles()) {
            Optional.ofNullable(actual.roles().get(role.name()))
                    .ifPresent(seen -> role(draft, role, seen, actual.admin().name()));
        }
        new TreeMap<>(actual.strangers())
                .forEach((group, strangers) -> draft.warning(
                        String.join(", ", strangers) + " may do what " + group + " may, and nobody has declared that",
                        "REVOKE " + Quote.identifier(group) + " FROM " + Missing.names(strangers)
                                + ", or declare them, with ensure: absent if nobody needs them any more"));
        missingDatabases(draft, desired, actual);
        for (DesiredDatabase database : desired.databases()) {
            if (database.owner().equals(actual.admin().name())) {
                draft.warning(
                        "the administrator " + database.owner() + " is declared as the owner of " + database.name()
                                + ", so its migrators act as the administrator and could forge postern.identity()",
                        "declare an owner that is nothing else");
            }
            members(draft, database, actual);
        }
    }

    private static void missingDatabases(Draft draft, DesiredServer desired, Actual actual) {
        List<String> missing = desired.databases().stream()
                .map(DesiredDatabase::name)
                .filter(name -> !actual.databases().containsKey(name))
                .toList();
        Actual.Admin admin = actual.admin();
        if (!missing.isEmpty() && !admin.superuser() && !admin.createDb()) {
            draft.blocking(
                    "the administrator " + admin.name() + " has no CREATEDB, so it may not create "
                            + (missing.size() == 1
                                    ? "the database " + missing.getFirst()
                                    : missing.size() + " databases (" + Listed.some(missing) + ")"),
                    "have a superuser run: ALTER ROLE " + Quote.identifier(admin.name())
                            + " CREATEDB, or have them created");
        }
    }

    private static void role(Draft draft, DesiredRole wanted, ActualRole role, String admin) {
        List<String> powers = new ArrayList<>();
        ActualRole.Attributes has = role.attributes();
        if (has.superuser()) {
            powers.add("SUPERUSER");
        }
        if (has.createRole()) {
            powers.add("CREATEROLE");
        }
        if (has.replication()) {
            powers.add("REPLICATION");
        }
        if (has.bypassRls()) {
            powers.add("BYPASSRLS");
        }
        // whoever gets a certificate or a password for it would have them, too
        if (!powers.isEmpty()) {
            String what =
                    "the role " + role.name() + " has " + String.join(", ", powers) + ", more than its profile says";
            if (role.name().equals(admin)) {
                draft.warning(what, "use another role");
            } else {
                draft.blocking(
                        what,
                        "ALTER ROLE " + Quote.identifier(role.name()) + " NO" + String.join(" NO", powers)
                                + ", or use another role");
            }
        }
        if (has.createDb()) {
            draft.warning(
                    "the role " + role.name() + " has CREATEDB, more than its profile says",
                    "ALTER ROLE " + Quote.identifier(role.name()) + " NOCREATEDB, or use another role");
        }
        List<String> powerful = role.powerful().stream().sorted().toList();
        if (!powerful.isEmpty() && !role.name().equals(admin)) {
            String what = "the role " + role.name() + " is a member of " + String.join(", ", powerful)
                    + ", with powers over the whole server, more than its profile says";
            if (wanted.inRoles().containsAll(powerful)) {
                draft.warning(what, "remove it from inRoles unless it is really meant");
            } else {
                draft.blocking(what, "REVOKE the membership, or use another role");
            }
        }
        switch (wanted.kind()) {
            case OWNER, GROUP -> {
                if (has.login()) {
                    draft.warning(
                            (wanted.kind() == DesiredRole.Kind.OWNER ? "the owner " : "the group ") + role.name()
                                    + " can log in; whoever does may "
                                    + (wanted.kind() == DesiredRole.Kind.OWNER
                                            ? "change every right"
                                            : "do what its members may"),
                            "ALTER ROLE " + Quote.identifier(role.name()) + " NOLOGIN once nobody needs it");
                }
            }
            case DECLARED, ALTERNATE -> {}
        }
    }

    private static void members(Draft draft, DesiredDatabase database, Actual actual) {
        for (DesiredDatabase.Member member : database.members()) {
            ActualRole role = actual.roles().get(member.role());
            if (role != null
                    && member.profile() != Profile.MIGRATOR
                    && role.reaches().contains(database.owner())
                    // a direct one is taken back
                    && !role.memberOf().containsKey(database.owner())
                    && !role.name().equals(actual.admin().name())) {
                draft.warning(
                        "the role " + member.role() + " is a member of the owner " + database.owner()
                                + " and so may do everything in " + database.name(),
                        "REVOKE the membership, or declare it as a migrator");
            }
        }
    }

    static void closed(Draft draft, DesiredDatabase database) {
        draft.blocking(
                "the database " + database.name() + " allows no connections, so nothing inside of it can be seen",
                "ALTER DATABASE … ALLOW_CONNECTIONS true");
    }

    static void ofContents(Draft draft, DesiredDatabase database, Actual actual, ActualContents contents) {
        unreachable(draft, database, actual, contents);
        contents.ownership().forEach((migrator, owned) -> {
            if (owned.here() > 0 && owned.shared() > 0) {
                draft.blocking(
                        migrator + " owns " + owned.here() + " objects in " + database.name() + " and " + owned.shared()
                                + " databases or tablespaces of the server; giving the ones away would give the others too",
                        "ALTER DATABASE or ALTER TABLESPACE … OWNER TO another role");
            }
        });
        for (String extension : database.extensions()) {
            extension(draft, database, actual, contents, extension);
        }
    }

    private static void unreachable(Draft draft, DesiredDatabase database, Actual actual, ActualContents contents) {
        long all = 0;
        Set<String> schemas = new TreeSet<>();
        for (ObjectSummary summary : contents.objects()) {
            all += summary.unreachable();
            if (summary.unreachable() > 0) {
                schemas.add(summary.schema());
            }
        }
        if (all > 0) {
            draft.warning(
                    all + " objects of " + (schemas.size() == 1 ? "schema " : "schemas ") + Listed.some(schemas)
                            + " in "
                            + database.name() + " belong to roles whose rights "
                            + actual.admin().name() + " does not have; their privileges stay as they are",
                    "give them to " + database.owner() + " as a superuser");
        }
    }

    private static void extension(
            Draft draft, DesiredDatabase database, Actual actual, ActualContents contents, String name) {
        if (contents.extensions().containsKey(name)) {
            return;
        }
        Actual.Extension extension = actual.extensions().get(name);
        if (extension == null) {
            draft.blocking(
                    "the extension " + name + " for " + database.name() + " is not installed on the server's host",
                    "install the package that has it");
        } else if (!extension.trusted() && !actual.admin().superuser()) {
            draft.blocking(
                    "the extension " + name + " for " + database.name() + " can only be installed by a superuser",
                    "have a superuser run CREATE EXTENSION " + name + " in " + database.name());
        } else if (extension.fixedSchema().isEmpty() && !contents.schemas().containsKey("public")) {
            draft.blocking(
                    "the extension " + name + " for " + database.name()
                            + " would go into the schema public, which is not there",
                    "run there CREATE SCHEMA public, or CREATE EXTENSION " + name
                            + " SCHEMA with the one it is to go into");
        }
    }
}
