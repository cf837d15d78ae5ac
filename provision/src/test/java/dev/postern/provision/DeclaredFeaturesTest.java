package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.Ensure;
import dev.postern.postgres.scram.ScramVerifier;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.declare.Logins;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.DeclaredDatabase;
import dev.postern.provision.fixture.Rights;
import dev.postern.provision.observe.Observer;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Planner;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What else may be declared, tried as the roles themselves. */
@Tag("server")
class DeclaredFeaturesTest {
    private static final String DENIED = "42501";
    private static final String ALLOWED = "allowed";

    @ParameterizedTest
    @EnumSource(names = "V18")
    void settingsAreKnownWhereTheLettersOfPostgresAreNotLowered(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute(
                "postgres",
                "CREATE DATABASE turkish_admin TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'tr' ENCODING 'UTF8'"
                        + " LOCALE 'C'");
        DesiredServer desired = Declared.server(
                new DeclaredDatabase(Declared.database("turkish", "turkish_owner", List.of(), new DatabaseRole[0]))
                        .settings(Map.of("intervalstyle", "iso_8601"))
                        .get());
        assertThat(Planner.plan(desired, Observer.observe(server.quick(), "turkish_admin", desired))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V18"})
    void serviceOwnsItsSchemaAndMigratesByItself(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE svc_admin LOGIN CREATEROLE CREATEDB");
        Database database = Declared.database(
                "svc",
                "svc_owner",
                List.of(),
                DatabaseRole.of("spire", Profile.SERVICE),
                Declared.role("svc_migrator", Profile.MIGRATOR),
                Declared.role("svc_app", Profile.APPLICATION),
                Declared.role("svc_read", Profile.READER));
        Converge.fully(server.admin("svc_admin"), Declared.server(database));
        Rights service = new Rights(server, "svc", "spire");
        assertThat(service.trying("CREATE TABLE bundle (id serial); INSERT INTO spire.bundle DEFAULT VALUES;"
                        + " ALTER TABLE bundle ADD x int; CREATE SCHEMA AUTHORIZATION spire"))
                .isEqualTo(DENIED);
        assertThat(service.trying("CREATE TABLE bundle (id serial); INSERT INTO spire.bundle DEFAULT VALUES;"
                        + " ALTER TABLE bundle ADD x int"))
                .isEqualTo(ALLOWED);
        assertThat(new Rights(server, "svc", "svc_migrator").trying("CREATE TABLE public.other ()"))
                .isEqualTo(ALLOWED);
        assertThat(service.trying("CREATE TABLE public.mine ()")).isEqualTo(DENIED);
        assertThat(service.trying("TABLE public.other")).isEqualTo(DENIED);
        assertThat(service.trying("SET ROLE svc_owner")).isEqualTo(DENIED);
        assertThat(new Rights(server, "svc", "svc_app").trying("INSERT INTO spire.bundle DEFAULT VALUES"))
                .isEqualTo(ALLOWED);
        Rights reader = new Rights(server, "svc", "svc_read");
        assertThat(reader.trying("TABLE spire.bundle")).isEqualTo(ALLOWED);
        assertThat(reader.trying("DELETE FROM spire.bundle")).isEqualTo(DENIED);
        assertThat(Converge.plan(server.admin("svc_admin"), Declared.server(database))
                        .steps())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatIsDeclaredIsSetAndTheRestOfARoleIsLeft(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute(
                "postgres",
                "CREATE ROLE kept_app NOLOGIN CONNECTION LIMIT 3 VALID UNTIL '2031-01-01Z' PASSWORD 'kept';"
                        + " ALTER ROLE kept_app SET work_mem = '5MB'; COMMENT ON ROLE kept_app IS 'kept';"
                        + " CREATE ROLE kept_extra");
        String before = row(server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'kept_app'");
        DatabaseRole full = new DatabaseRole(
                "kept_all",
                Profile.READER,
                Optional.of(true),
                Optional.of(4),
                List.of("kept_extra", "pg_monitor"),
                Optional.empty(),
                Optional.of(Instant.parse("2030-05-06T07:08:09Z")),
                Map.of("statement_timeout", "5s", "search_path", "\"S 1\", public", "datestyle", "ISO, DMY"),
                Optional.of("it's \\ read"),
                Optional.empty(),
                Ensure.PRESENT);
        Database database = new DeclaredDatabase(Declared.database(
                        "kept", "kept_owner", List.of(), Declared.role("kept_app", Profile.APPLICATION), full))
                .schemas(new Database.Schema("S 1", Optional.empty(), Optional.of("first")))
                .settings(Map.of("lock_timeout", "3s"))
                .comment("orders' \"database\"")
                .get();
        Converge.fully(server.superuser(), Declared.server(database));
        assertThat(row(
                        server,
                        "SELECT rolcanlogin, rolconnlimit, rolvaliduntil = '2031-01-01Z', rolpassword,"
                                + " shobj_description(oid, 'pg_authid') FROM pg_authid WHERE rolname = 'kept_app'"))
                .isEqualTo("f|3|t|" + before + "|kept");
        assertThat(row(
                        server,
                        "SELECT rolcanlogin, rolconnlimit, rolvaliduntil = '2030-05-06T07:08:09Z',"
                                + " shobj_description(oid, 'pg_authid') FROM pg_authid WHERE rolname = 'kept_all'"))
                .isEqualTo("t|4|t|it's \\ read");
        assertThat(row(server, "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'kept'"))
                .isEqualTo("orders' \"database\"");
        assertThat(new Rights(server, "kept", "kept_all")
                        .trying("SELECT 1/(CASE WHEN"
                                + " current_setting('statement_timeout') = '5s' AND current_setting('lock_timeout') = '3s'"
                                + " AND current_setting('search_path') = '\"S 1\", public'"
                                + " AND pg_has_role('kept_extra', 'USAGE') THEN 1 ELSE 0 END)"))
                .isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"V15, true", "V16, false", "V18, false", "V18, true"})
    void whoeverIsLessThanBeforeLosesTheRest(PgVersion version, boolean superuser) throws SQLException {
        CertServer server = CertServer.shared(version);
        String name = superuser ? "lessened" : "reduced";
        server.postgres.execute("postgres", "CREATE ROLE " + name + "_admin LOGIN CREATEROLE CREATEDB");
        DatabaseConnector admin = superuser ? server.superuser() : server.admin(name + "_admin");
        Converge.fully(admin, Declared.server(Declared.usual(name)));
        assertThat(new Rights(server, name, name + "_migrator").trying("CREATE TABLE public.t (id int)"))
                .isEqualTo(ALLOWED);

        Database now = Declared.database(
                name,
                name + "_owner",
                List.of(),
                Declared.role(name + "_migrator", Profile.READER),
                Declared.role(name + "_app", Profile.READER),
                Declared.role(name + "_read", Profile.READER));
        Converge.fully(admin, Declared.server(now));

        for (String role : List.of("_migrator", "_app", "_read")) {
            Rights rights = new Rights(server, name, name + role);
            assertThat(rights.trying("TABLE public.t")).as(role).isEqualTo(ALLOWED);
            assertThat(rights.trying("INSERT INTO public.t VALUES (1)"))
                    .as(role)
                    .isEqualTo(DENIED);
            assertThat(rights.trying("CREATE TABLE public.u (id int)")).as(role).isEqualTo(DENIED);
            assertThat(rights.trying("SET ROLE " + name + "_owner")).as(role).isEqualTo(DENIED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void alternatesActAsTheRoleTheyLogInFor(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Database database = Declared.usual("turns");
        ScramVerifier verifier = ScramVerifier.of(Secret.ofText("one"), new byte[16], ScramVerifier.ITERATIONS);
        DesiredServer with = DesiredServer.of(
                Declared.cluster(),
                List.of(database),
                new Logins(
                        Map.of("turns_migrator_a", verifier, "turns_app_b", verifier),
                        Set.of("turns_migrator", "turns_app")));
        DesiredServer without = DesiredServer.of(
                Declared.cluster(), List.of(database), new Logins(Map.of(), Set.of("turns_migrator", "turns_app")));
        Plan plan = Converge.apply(server.superuser(), with);
        assertThat(plan.steps())
                .filteredOn(Step::secret)
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.toString()).doesNotContain("SCRAM"));
        assertThat(Converge.plan(server.superuser(), without).steps()).isEmpty();
        assertThat(row(server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'turns_app_b'"))
                .isEqualTo(verifier.text());
        assertThat(new Rights(server, "turns", "turns_migrator_b").trying("CREATE TABLE t (id serial)"))
                .isEqualTo(ALLOWED);
        assertThat(row(server, "turns", "SELECT tableowner FROM pg_tables WHERE tablename = 't'"))
                .isEqualTo("turns_owner");
        assertThat(new Rights(server, "turns", "turns_app_a")
                        .trying("INSERT INTO t DEFAULT VALUES; SELECT 1/(current_user = 'turns_app')::int"))
                .isEqualTo(ALLOWED);
        assertThat(new Rights(server, "turns", "turns_app_a").trying("CREATE TABLE u ()"))
                .isEqualTo(DENIED);
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void tablesOfOthersAreGrantedByTheTrigger(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Database database =
                new DeclaredDatabase(Declared.usual("trig")).grantTrigger().get();
        DesiredServer desired = Declared.server(database);
        server.postgres.execute("postgres", "CREATE ROLE trig_admin LOGIN CREATEROLE CREATEDB");
        assertThatThrownBy(() -> Converge.apply(server.admin("trig_admin"), desired))
                .hasMessageContaining("grantTrigger");
        Converge.fully(server.superuser(), desired);
        server.postgres.execute("trig", "CREATE TABLE public.\"by Stranger\" (id serial); CREATE TABLE early ()");
        Rights app = new Rights(server, "trig", "trig_app");
        assertThat(app.trying("INSERT INTO \"by Stranger\" DEFAULT VALUES")).isEqualTo(ALLOWED);
        assertThat(new Rights(server, "trig", "trig_migrator")
                        .trying("SELECT grant_app_permissions_on_existing_tables()"))
                .isEqualTo(ALLOWED);
        server.postgres.execute(
                "trig",
                "ALTER FUNCTION grant_app_permissions() RESET ALL;"
                        + " ALTER EVENT TRIGGER grant_app_permissions_trigger DISABLE");
        assertThat(Converge.fully(server.superuser(), desired).steps()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V18"})
    void absentRolesGoAndWhatTheyOwnedStays(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE gone_admin LOGIN CREATEROLE CREATEDB");
        server.postgres.execute("postgres", "CREATE DATABASE gone_other");
        DatabaseConnector admin = server.admin("gone_admin");
        Converge.fully(admin, Declared.server(Declared.usual("gone"), Declared.usual("gone2")));
        DesiredServer desired = Declared.server(
                absent(Declared.usual("gone"), "gone_app"),
                new DeclaredDatabase(Declared.usual("gone2")).absent().get());
        server.postgres.execute(
                "gone",
                "CREATE TABLE by_app (id serial); ALTER TABLE by_app OWNER TO gone_app;"
                        + " CREATE SCHEMA s AUTHORIZATION gone_app; ALTER DEFAULT PRIVILEGES FOR ROLE gone_app GRANT ALL ON"
                        + " TABLES TO PUBLIC");
        server.postgres.execute("gone_other", "CREATE TABLE here (); GRANT SELECT ON here TO gone_app");
        assertThatThrownBy(() -> Converge.apply(admin, desired)).hasMessageContaining("--allow-destroy");

        // the managed administrator may do nothing in somebody else's database
        Plan kept;
        try (Connection session = server.admin("gone_app").connect("postgres")) {
            kept = destroy(admin, desired);
            assertThat(session.isValid(5)).isTrue();
        }
        assertThat(kept.findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("gone_other"))
                .anyMatch(what -> what.contains("whoever is connected as gone_app stays connected"));
        assertThat(row(server, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'gone_app'"))
                .isEqualTo("f");
        assertThat(row(server, "SELECT count(*) FROM pg_database WHERE datname = 'gone2'"))
                .isEqualTo("0");

        server.postgres.execute("gone_other", "REVOKE SELECT ON here FROM gone_app");
        destroy(admin, desired);
        assertThat(row(server, "SELECT count(*) FROM pg_roles WHERE rolname IN ('gone_app', 'gone2_reader')"))
                .isEqualTo("0");
        assertThat(row(server, "gone", "SELECT tableowner FROM pg_tables WHERE tablename = 'by_app'"))
                .isEqualTo("gone_owner");
    }

    private static Plan destroy(DatabaseConnector admin, DesiredServer desired) {
        Plan plan = Converge.plan(admin, desired);
        new Applier(ApplySettings.USUAL.destroying()).apply(plan, admin, "postgres");
        assertThat(Converge.plan(admin, desired).steps()).isEmpty();
        return plan;
    }

    private static Database absent(Database database, String name) {
        return new DeclaredDatabase(database)
                .roles(database.roles().stream()
                        .map(role -> role.name().equals(name) ? DeclaredDatabase.absent(role) : role)
                        .toList())
                .get();
    }

    @ParameterizedTest
    @EnumSource(names = {"V16", "V18"})
    void rolesOfOthersNeedTheAdminOption(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute(
                "postgres",
                "CREATE ROLE opt_admin LOGIN CREATEROLE CREATEDB; CREATE ROLE opt_owner; CREATE ROLE opt_app");
        DesiredServer desired = Declared.server(Declared.database(
                "opt",
                "opt_owner",
                List.of(),
                DatabaseRole.of("opt_app", Profile.APPLICATION).withLogin(true)));
        Plan plan = Converge.plan(server.admin("opt_admin"), desired);
        List<Finding> blocking = plan.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .toList();
        // of the owner and of the role, once
        assertThat(blocking).hasSize(1);
        for (Finding finding : blocking) {
            server.postgres.execute("postgres", finding.fix().replace("have a superuser run: ", ""));
        }
        Converge.fully(server.admin("opt_admin"), desired);
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatTheServerCannotGiveBlocks(PgVersion version) {
        CertServer server = CertServer.shared(version);
        Database database = new DeclaredDatabase(Declared.usual("wants"))
                .requires(new Database.Requirements(
                        Optional.of(new dev.postern.model.VersionRange(19, 999)),
                        List.of(),
                        Optional.of(new Database.Pool(100, 50))))
                .settings(Map.of("wal_level", "logical", "no_such_setting", "1"))
                .get();
        assertThatThrownBy(() -> Converge.apply(server.superuser(), Declared.server(database)))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.what())
                                .hasSize(4)
                                .anyMatch(what -> what.contains(">=19"))
                                .anyMatch(what -> what.contains("5000 connections (50 × 100)"))
                                .anyMatch(what -> what.contains("wal_level"))
                                .anyMatch(what -> what.contains("no_such_setting")));
    }

    private static String row(CertServer server, String sql) throws SQLException {
        return row(server, "postgres", sql);
    }

    private static String row(CertServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.quick().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                text.append(i == 1 ? "" : "|").append(row.getString(i));
            }
            return text.toString();
        }
    }
}
