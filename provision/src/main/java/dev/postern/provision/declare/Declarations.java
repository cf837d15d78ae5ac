package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final Map<String, DesiredRole> roles = new LinkedHashMap<>();
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final Map<String, String> members = new LinkedHashMap<>();
    private final Map<String, DesiredDatabase> databases = new LinkedHashMap<>();

    Declarations(String cluster, Logins logins) {
        this.cluster = cluster;
        this.logins = logins;
    }

    DesiredServer read(List<Database> declared) {
        NotYet notYet = new NotYet(problems);
        notYet.check(logins);
        declared.forEach(database -> notYet.check(describe(database), database));
        declared.forEach(this::owner);
        declared.forEach(this::database);
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        return new DesiredServer(cluster, List.copyOf(roles.values()), List.copyOf(databases.values()));
    }

    private void owner(Database database) {
        String where = describe(database);
        roleName(where, database.owner());
        owners.putIfAbsent(database.owner(), where);
        roles.putIfAbsent(database.owner(), new DesiredRole(database.owner(), false, -1));
    }

    private void database(Database database) {
        String where = describe(database);
        name(where, "database", database.name());
        if (TEMPLATES.contains(database.name())) {
            conflict(where + " is one of PostgreSQL's templates", "choose another name");
        }
        if (databases.containsKey(database.name())) {
            conflict(
                    where + ": the database " + database.name() + " is declared twice for cluster " + cluster,
                    "keep one of the two");
        }
        database.requires().extensions().forEach(extension -> name(where, "extension", extension));
        Set<String> here = new HashSet<>();
        for (DatabaseRole role : database.roles()) {
            role(where, role);
            if (!here.add(role.name())) {
                conflict(where + ": the role " + role.name() + " is listed twice", "keep one of the two");
            }
        }
        databases.put(
                database.name(),
                new DesiredDatabase(
                        database.name(),
                        database.owner(),
                        database.requires().extensions().stream().distinct().toList(),
                        database.roles().stream()
                                .map(role -> new DesiredDatabase.Member(role.name(), role.profile()))
                                .toList()));
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
        String owned = owners.get(role.name());
        if (owned != null) {
            conflict(
                    where + ": " + role.name() + " is a role here and the owner of " + owned
                            + "; whoever logs in as it could change every right",
                    "give the database an owner that nobody logs in as");
            return;
        }
        DesiredRole wanted = new DesiredRole(
                role.name(), role.mayLogIn(), role.connectionLimit().orElse(-1));
        DesiredRole known = roles.putIfAbsent(role.name(), wanted);
        String first = members.putIfAbsent(role.name(), where);
        if (known != null && !known.equals(wanted)) {
            conflict(
                    where + ": the role " + role.name() + " has login " + role.mayLogIn() + " and connectionLimit "
                            + role.connectionLimit().orElse(-1) + ", but in " + first + " login " + known.login()
                            + " and connectionLimit " + known.connectionLimit() + "; it is one role of the server",
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
