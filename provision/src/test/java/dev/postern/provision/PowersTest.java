package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.Ensure;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.DeclaredDatabase;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Finding.Severity;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What roles, and the administrator, would get beyond what their profiles say; and each cause told once. */
@Tag("server")
class PowersTest {
    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void powersOverTheServerAreToldBeforeTheyAreGranted(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        for (String power : List.of("pg_write_server_files", "pg_execute_server_program", "pg_read_server_files")) {
            DesiredServer desired = Declared.server(Declared.database(
                    "pow_srv", "pow_srv_owner", List.of(), in(Profile.MIGRATOR, "pow_srv_migrator", power)));
            assertThat(of(Severity.BLOCKING, Converge.plan(server.superuser(), desired)))
                    .singleElement()
                    .asString()
                    .contains("pow_srv_migrator would be in " + power);
        }
        // whoever has it already by a superuser's hand is warned of only
        server.postgres.execute("postgres", "CREATE ROLE pow_had LOGIN; GRANT pg_write_server_files TO pow_had");
        Plan plan = Converge.fully(
                server.superuser(),
                Declared.server(Declared.database(
                        "pow_had",
                        "pow_had_owner",
                        List.of(),
                        in(Profile.READER, "pow_had", "pg_write_server_files"))));
        assertThat(of(Severity.WARNING, plan)).anyMatch(what -> what.contains("pg_write_server_files"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void administratorNeverGetsWhatAMigratorIsGiven(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute(
                "postgres",
                "CREATE ROLE pow_admin LOGIN CREATEROLE CREATEDB;"
                        + (version.major() < 16
                                ? ""
                                : " GRANT pg_read_all_data TO pow_admin WITH ADMIN TRUE,"
                                        + " INHERIT FALSE, SET FALSE"));
        DatabaseConnector admin = server.admin("pow_admin");
        DesiredServer plain =
                Declared.server(Declared.database("pow", "pow_owner", List.of(), in(Profile.MIGRATOR, "pow_migrator")));
        Converge.fully(admin, plain);
        DesiredServer more = Declared.server(Declared.database(
                "pow", "pow_owner", List.of(), in(Profile.MIGRATOR, "pow_migrator", "pg_read_all_data")));
        if (version.major() >= 16) {
            // who may give it may have it: nothing is gained, so nothing is kept apart
            server.postgres.execute("postgres", "GRANT pg_read_all_data TO pow_migrator");
            server.postgres.execute("postgres", "REVOKE pg_read_all_data FROM pow_admin");
        }
        Plan plan = Converge.fully(admin, more);
        assertThat(of(Severity.WARNING, plan))
                .anyMatch(what -> what.contains("every table of every database"))
                .anyMatch(what -> what.contains("the administrator pow_admin would get pg_read_all_data"));
        assertThat(one(server, "SELECT pg_has_role('pow_migrator', 'pg_read_all_data', 'USAGE')"))
                .isEqualTo("t");
        assertThat(one(server, "SELECT pg_has_role('pow_admin', 'pg_read_all_data', 'USAGE')"))
                .isEqualTo("f");
        DesiredServer fresh = Declared.server(Declared.database(
                "pow_new", "pow_new_owner", List.of(), in(Profile.MIGRATOR, "pow_migrator", "pg_read_all_data")));
        Converge.fully(admin, fresh);
        assertThat(one(server, "SELECT pg_has_role('pow_admin', 'pg_read_all_data', 'USAGE')"))
                .isEqualTo("f");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void membershipsThatNobodyHasDeclaredStayAndAreToldOnce(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute(
                "postgres", "CREATE ROLE pow_team; CREATE ROLE pow_oth_admin LOGIN CREATEROLE CREATEDB");
        DatabaseConnector managed = server.admin("pow_oth_admin");
        for (DatabaseConnector admin : List.of(server.superuser(), managed)) {
            String name = admin == managed ? "pow_oth" : "pow_sup";
            DesiredServer desired = Declared.server(Declared.usual(name));
            Converge.fully(admin, desired);
            server.postgres.execute("postgres", "GRANT pow_team TO " + name + "_app, " + name + "_read");
            Plan plan = Converge.plan(admin, desired);
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.findings())
                    .filteredOn(finding -> finding.what().contains("pow_team"))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.what()).startsWith(name + "_app, " + name + "_read are in pow_team");
                        assertThat(finding.fix())
                                .startsWith("REVOKE pow_team FROM " + name + "_app, " + name + "_read");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void settingsAreTriedWhilePlanning(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE pow_set_admin LOGIN CREATEROLE CREATEDB");
        DesiredServer desired = Declared.server(new DeclaredDatabase(Declared.usual("pow_set"))
                .settings(Map.of(
                        "work_mem", "9 bananas",
                        "log_min_duration_statement", "5s",
                        "shared_buffers", "1GB",
                        "log_connections", "on",
                        "nonsense", "1",
                        "DateStyle", "ISO, DMY",
                        "lock_timeout", "3s"))
                .get());
        String permission = "permission denied to set parameter \"log_min_duration_statement\"";
        assertThat(of(Severity.BLOCKING, Converge.plan(server.superuser(), desired)))
                .anyMatch(what -> what.contains("invalid value for parameter \"work_mem\": \"9 bananas\""))
                .anyMatch(what -> what.contains("shared_buffers") && what.contains("whole server"))
                .anyMatch(what -> what.contains("\"log_connections\" cannot be set after connection start"))
                .anyMatch(what -> what.contains("no setting nonsense"))
                .hasSize(4);
        assertThat(of(Severity.BLOCKING, Converge.plan(server.admin("pow_set_admin"), desired)))
                .anyMatch(what -> what.contains(permission))
                .anyMatch(what -> what.contains("9 bananas"))
                .anyMatch(what -> what.contains("log_connections"))
                .hasSize(5);
        if (version.major() >= 15) {
            server.postgres.execute("postgres", "GRANT SET ON PARAMETER log_min_duration_statement TO pow_set_admin");
            assertThat(of(Severity.BLOCKING, Converge.plan(server.admin("pow_set_admin"), desired)))
                    .noneMatch(what -> what.contains(permission));
            server.postgres.execute(
                    "postgres", "REVOKE SET ON PARAMETER log_min_duration_statement FROM pow_set_admin");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void theSameCauseIsToldOnce(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE pow_once LOGIN CREATEROLE CREATEDB");
        DesiredServer before = Declared.server(Declared.usual("pow_once0"), Declared.usual("pow_once1"));
        Converge.fully(server.admin("pow_once"), before);
        server.postgres.execute("postgres", "ALTER ROLE pow_once NOCREATEROLE NOCREATEDB");
        DesiredServer desired = Declared.server(IntStream.range(0, 20)
                .mapToObj(i -> changed(Declared.usual("pow_once" + i)))
                .toArray(Database[]::new));
        assertThat(of(Severity.BLOCKING, Converge.plan(server.admin("pow_once"), desired)))
                .satisfiesExactlyInAnyOrder(
                        what -> assertThat(what)
                                .contains("has no CREATEDB, so it may not create 18 databases (pow_once2,"),
                        what -> assertThat(what)
                                .contains("has no CREATEROLE, so it may not create 108 roles (")
                                .contains("nor change "));
        server.postgres.execute("postgres", "ALTER ROLE pow_once CREATEROLE CREATEDB");
        if (version.major() >= 16) {
            server.postgres.execute("postgres", "CREATE ROLE pow_once_other LOGIN CREATEROLE CREATEDB");
            DesiredServer others = Declared.server(changed(Declared.database(
                    "pow_oncex",
                    "pow_once0_owner",
                    List.of(),
                    before.databases().stream()
                            .flatMap(database -> database.members().stream())
                            .map(member -> DatabaseRole.of(member.role(), member.profile()))
                            .toArray(DatabaseRole[]::new))));
            assertThat(of(Severity.BLOCKING, Converge.plan(server.admin("pow_once_other"), others)))
                    .filteredOn(what -> what.contains("ADMIN OPTION"))
                    .singleElement()
                    .asString()
                    .contains("on 7 roles (")
                    .contains(" and 4 more)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whoeverIsNoMigratorAnyMoreActsAsNobodyElse(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE pow_act_admin LOGIN CREATEROLE CREATEDB");
        DatabaseConnector managed = server.admin("pow_act_admin");
        for (DatabaseConnector admin : List.of(server.superuser(), managed)) {
            String name = admin == managed ? "pow_act" : "pow_acts";
            DatabaseRole role = in(Profile.MIGRATOR, name + "_role");
            Converge.fully(admin, Declared.server(Declared.database(name, name + "_owner", List.of(), role)));
            server.postgres.execute("postgres", "ALTER ROLE " + name + "_role SET role = " + name + "_owner");
            DesiredServer less = Declared.server(
                    Declared.database(name, name + "_owner", List.of(), DeclaredDatabase.as(role, Profile.READER)));
            Plan plan = Converge.fully(admin, less);
            assertThat(plan.steps())
                    .flatExtracting(Step::sql)
                    .anyMatch(sql -> sql.startsWith("REVOKE " + name + "_owner FROM " + name + "_role"))
                    .contains(
                            "ALTER ROLE " + name + "_role RESET role",
                            "ALTER ROLE " + name + "_role IN DATABASE " + name + " RESET role");
            assertThat(plan.steps()).noneMatch(Step::destructive);
            assertThat(one(
                            server,
                            "SELECT count(*) FROM pg_db_role_setting WHERE setrole = '" + name + "_role'::regrole"))
                    .isEqualTo("0");
            assertThat(one(server, "SELECT pg_has_role('" + name + "_role', '" + name + "_owner', 'MEMBER')"))
                    .isEqualTo("f");
        }
    }

    private static Database changed(Database database) {
        return new DeclaredDatabase(database)
                .roles(database.roles().stream()
                        .map(role -> new DatabaseRole(
                                role.name(),
                                role.profile(),
                                role.login(),
                                Optional.of(7),
                                role.inRoles(),
                                role.inherit(),
                                role.validUntil(),
                                role.settings(),
                                role.comment(),
                                role.schema(),
                                role.ensure()))
                        .toList())
                .get();
    }

    private static DatabaseRole in(Profile profile, String name, String... roles) {
        return new DatabaseRole(
                name,
                profile,
                Optional.empty(),
                Optional.empty(),
                List.of(roles),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Ensure.PRESENT);
    }

    private static List<String> of(Severity severity, Plan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::what)
                .toList();
    }

    private static String one(CertServer server, String sql) throws SQLException {
        try (Connection connection = server.superuser().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
