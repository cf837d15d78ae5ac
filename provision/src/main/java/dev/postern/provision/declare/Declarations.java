package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.Ensure;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads declared databases, collecting every problem. */
final class Declarations {
    private static final Set<String> TEMPLATES = Set.of("template0", "template1");
    private static final Set<String> NOT_ROLES = Set.of("public", "none");

    private final String cluster;
    private final Logins logins;
    private final List<Problem> problems = new ArrayList<>();
    /** Owners and groups, with what they are for. */
    private final Map<String, String> reserved = new LinkedHashMap<>();

    private final Map<String, DesiredRole> owners = new LinkedHashMap<>();
    private final Map<String, DesiredRole> groups = new LinkedHashMap<>();
    private final DeclaredRoles declared;
    private final Map<String, DesiredDatabase> databases = new LinkedHashMap<>();
    private final Set<String> absentDatabases = new LinkedHashSet<>();
    private final Set<String> absentRoles = new LinkedHashSet<>();
    private final Set<String> absentGroups = new LinkedHashSet<>();

    Declarations(String cluster, Logins logins) {
        this.cluster = cluster;
        this.logins = logins;
        this.declared = new DeclaredRoles(problems);
    }

    DesiredServer read(List<Database> all) {
        List<Database> present = all.stream()
                .filter(database -> database.ensure() == Ensure.PRESENT)
                .toList();
        all.forEach(this::once);
        present.forEach(this::owner);
        present.forEach(this::groups);
        present.forEach(this::database);
        all.stream().filter(database -> database.ensure() == Ensure.ABSENT).forEach(this::absent);
        List<DesiredRole> roles = new ArrayList<>(owners.values());
        roles.addAll(groups.values());
        roles.addAll(new LoginRoles(logins, problems).with(declared.roles()));
        roles.stream()
                .filter(role -> role.kind() == DesiredRole.Kind.ALTERNATE)
                .forEach(role -> name("cluster " + cluster, "role", role.name()));
        absentRoles.forEach(role -> notBoth(role, roles));
        new Cycles(problems).check(roles, databases.values());
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems.stream().distinct().toList());
        }
        return new DesiredServer(
                cluster,
                roles,
                List.copyOf(databases.values()),
                new Absent(
                        List.copyOf(absentDatabases),
                        List.copyOf(absentRoles),
                        List.copyOf(absentGroups),
                        logins.idle().stream().sorted().toList()),
                true);
    }

    private void once(Database database) {
        String where = describe(database);
        name(where, "database", database.name());
        if (TEMPLATES.contains(database.name())) {
            conflict(where + " is one of PostgreSQL's templates", "choose another name");
        }
        if (!absentDatabases.add(database.name())) {
            conflict(
                    where + ": the database " + database.name() + " is declared twice for cluster " + cluster,
                    "keep one of the two");
        }
    }

    private void owner(Database database) {
        absentDatabases.remove(database.name());
        roleName(describe(database), database.owner());
        reserved.putIfAbsent(database.owner(), "the owner of " + describe(database));
        owners.putIfAbsent(database.owner(), DesiredRole.without(database.owner(), DesiredRole.Kind.OWNER));
    }

    // whoever is in it would have the rights of a profile in the other's database, too
    private void groups(Database database) {
        used(database).forEach((profile, group) -> {
            roleName(describe(database), group);
            String what =
                    "the " + profile.name().toLowerCase(java.util.Locale.ROOT) + " group of " + describe(database);
            String other = reserved.putIfAbsent(group, what);
            if (other != null) {
                conflict(group + " is " + what + " and " + other, "name another one in groups");
            }
            groups.putIfAbsent(group, DesiredRole.without(group, DesiredRole.Kind.GROUP));
        });
    }

    /** The groups of the profiles that somebody has. */
    private static Map<Profile, String> used(Database database) {
        Map<Profile, String> used = new EnumMap<>(Profile.class);
        for (DatabaseRole role : database.roles()) {
            if (role.ensure() == Ensure.PRESENT && role.profile() == Profile.APPLICATION) {
                used.put(Profile.APPLICATION, database.groups().application());
            }
            if (role.ensure() == Ensure.PRESENT && role.profile() == Profile.READER) {
                used.put(Profile.READER, database.groups().reader());
            }
        }
        if (database.grantTrigger()) {
            used.put(Profile.APPLICATION, database.groups().application());
        }
        return used;
    }

    private void database(Database database) {
        String where = describe(database);
        database.requires().extensions().forEach(extension -> name(where, "extension", extension));
        Set<String> here = new HashSet<>();
        for (DatabaseRole role : database.roles()) {
            role(where, role);
            if (!here.add(role.name())) {
                conflict(where + ": the role " + role.name() + " is listed twice", "keep one of the two");
            }
        }
        DeclaredSchemas schemas = new DeclaredSchemas(where, database, problems);
        schemas.names().forEach(schema -> name(where, "schema", schema));
        databases.put(
                database.name(),
                new DesiredDatabase(
                        database.name(),
                        database.owner(),
                        used(database),
                        Map.of(
                                Profile.APPLICATION, database.groups().application(),
                                Profile.READER, database.groups().reader()),
                        database.requires().version(),
                        database.requires().pool(),
                        database.requires().extensions().stream().distinct().toList(),
                        schemas.read(),
                        database.settings(),
                        database.comment(),
                        database.grantTrigger(),
                        database.roles().stream()
                                .filter(role -> role.ensure() == Ensure.PRESENT)
                                .map(role -> member(database, role))
                                .toList()));
    }

    private DesiredDatabase.Member member(Database database, DatabaseRole role) {
        Map<String, String> settings = new LinkedHashMap<>();
        switch (role.profile()) {
            case MIGRATOR -> settings.put("role", database.owner());
            case SERVICE -> settings.put("search_path", quoted(role.schema().orElse(role.name())) + ", public");
            case APPLICATION, READER -> {}
        }
        settings.putAll(role.settings());
        List<String> names = new ArrayList<>(List.of(role.name()));
        if (logins.alternates().contains(role.name())) {
            names.add(Logins.Turn.A.of(role.name()));
            names.add(Logins.Turn.B.of(role.name()));
        }
        return new DesiredDatabase.Member(role.name(), role.profile(), settings, names);
    }

    private static String quoted(String schema) {
        return '"' + schema.replace("\"", "\"\"") + '"';
    }

    private void role(String where, DatabaseRole role) {
        roleName(where, role.name());
        if (role.connectionLimit().orElse(-1) < -1) {
            problems.add(Problem.of(
                    ProvisionCode.NOT_ENFORCEABLE,
                    where + ": the connectionLimit " + role.connectionLimit().get() + " of " + role.name()
                            + " is no number of connections",
                    "-1 is unlimited"));
        }
        String other = reserved.get(role.name());
        if (other != null) {
            conflict(
                    where + ": " + role.name() + " is a role here and " + other
                            + "; whoever logs in as it could do more than its profile says",
                    "give the database an owner and groups that nobody logs in as");
            return;
        }
        if (role.ensure() == Ensure.ABSENT) {
            absentRoles.add(role.name());
        } else {
            declared.add(where, role);
        }
    }

    private void absent(Database database) {
        database.roles().stream()
                .filter(role -> role.ensure() == Ensure.ABSENT)
                .forEach(role -> role(describe(database), role));
        Set<String> used = new HashSet<>(reserved.keySet());
        declared.roles().forEach(role -> used.add(role.name()));
        for (String group :
                List.of(database.groups().application(), database.groups().reader())) {
            if (!used.contains(group)) {
                absentGroups.add(group);
            }
        }
    }

    private void notBoth(String role, List<DesiredRole> roles) {
        if (roles.stream().anyMatch(other -> other.name().equals(role))) {
            conflict(
                    "the role " + role + " is declared absent in one Database of cluster " + cluster
                            + " and used in another; it is one role of the server",
                    "declare it the same in both");
        }
    }

    private void roleName(String where, String name) {
        name(where, "role", name);
        if (name.startsWith("pg_") || NOT_ROLES.contains(name)) {
            problems.add(Problem.of(
                    ProvisionCode.NAME_INVALID,
                    where + ": the role name " + name + " is reserved by PostgreSQL",
                    "choose another name"));
        }
    }

    private void name(String where, String kind, String name) {
        try {
            Quote.identifier(name);
        } catch (ProblemException refused) {
            problems.add(Problem.of(
                    ProvisionCode.NAME_INVALID,
                    where + ": the " + kind + " name cannot be used: "
                            + refused.first().what(),
                    refused.first().fix()));
        }
    }

    private void conflict(String what, String fix) {
        problems.add(Problem.of(ProvisionCode.DECLARATION_CONFLICT, what, fix));
    }

    private static String describe(Database database) {
        return "Database " + database.metadata().name();
    }
}
