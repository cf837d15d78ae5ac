package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.Ensure;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.DeclaredDatabase;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every version that is looked at or applied to, as a superuser and as who may only make roles and databases. */
@Tag("server")
class VersionsTest {
    private static final int APPLIES_SINCE = 13;

    @ParameterizedTest
    @EnumSource
    void superuserReachesWhatIsDeclared(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        DeclaredDatabase database = declared("v_super", List.of("pgcrypto")).grantTrigger();
        reach(version, server.superuser(), database);
    }

    @ParameterizedTest
    @EnumSource
    void makerOfRolesAndDatabasesReachesWhatIsDeclared(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE v_maker LOGIN CREATEROLE CREATEDB");
        reach(version, server.admin("v_maker"), declared("v_made", List.of("plpgsql")));
    }

    /** Also what was made since, and what is to go. */
    private static void reach(PgVersion version, DatabaseConnector admin, DeclaredDatabase database)
            throws SQLException {
        DesiredServer desired = Declared.server(database.get());
        Plan first = Converge.plan(admin, desired);
        assertThat(first.steps()).isNotEmpty();
        carryOut(version, first, admin);
        assertThat(Converge.plan(admin, desired).steps())
                .as("%s", first.steps())
                .isEmpty();
        String name = database.get().name();
        try (Connection connection = admin.connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + name + "_owner");
            statement.execute("CREATE TABLE public.made (id serial)");
            statement.execute("CREATE FUNCTION public.made() RETURNS int LANGUAGE sql AS 'SELECT 1'");
            statement.execute("GRANT EXECUTE ON FUNCTION public.made() TO PUBLIC");
            statement.execute("REVOKE ALL ON public.made FROM " + name + "_reader");
        }
        Plan second = Converge.plan(admin, desired);
        assertThat(second.steps()).extracting(Step::title).anyMatch(title -> title.contains("of schema public"));
        carryOut(version, second, admin);
        assertThat(Converge.plan(admin, desired).steps())
                .as("%s", second.steps())
                .isEmpty();
        DesiredServer gone = Declared.server(database.absent().get());
        Plan third = Converge.plan(admin, gone);
        carryOut(version, third, admin);
        assertThat(Converge.plan(admin, gone).steps()).as("%s", third.steps()).isEmpty();
    }

    private static DeclaredDatabase declared(String name, List<String> extensions) {
        Database plain = Declared.database(
                name,
                name + "_owner",
                extensions,
                Declared.role(name + "_migrator", Profile.MIGRATOR),
                new DatabaseRole(
                        name + "_app",
                        Profile.APPLICATION,
                        Optional.of(true),
                        Optional.of(7),
                        List.of(),
                        Optional.of(true),
                        Optional.of(Instant.ofEpochSecond(2_000_000_000L)),
                        Map.of("work_mem", "7MB"),
                        Optional.of("it's \\ one"),
                        Optional.empty(),
                        Ensure.PRESENT),
                Declared.role(name + "_read", Profile.READER));
        return new DeclaredDatabase(plain)
                .schemas(new Database.Schema("S 2", Optional.empty(), Optional.of("second")))
                .settings(Map.of("lock_timeout", "2s"))
                .comment("of " + name);
    }

    // where apply refuses, what it prints is run as a DBA would
    private static void carryOut(PgVersion version, Plan plan, DatabaseConnector admin) throws SQLException {
        Applier applier = new Applier(ApplySettings.USUAL.destroying());
        if (version.major() >= APPLIES_SINCE) {
            applier.apply(plan, admin, "postgres");
            return;
        }
        refused(() -> applier.apply(plan, admin, "postgres"), ProvisionCode.BLOCKED, version);
        Plan silent = new Plan(
                plan.steps(),
                plan.findings().stream()
                        .filter(finding -> finding.severity() != Finding.Severity.BLOCKING)
                        .toList());
        refused(() -> applier.apply(silent, admin, "postgres"), ProvisionCode.VERSION_TOO_OLD, version);
        for (Step step : plan.steps()) {
            try (Connection connection = admin.connect(step.database().orElse("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                for (String sql : step.shown()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static void refused(ThrowingCallable apply, ProvisionCode code, PgVersion version) {
        assertThatThrownBy(apply).isInstanceOfSatisfying(ProvisionException.class, failure -> {
            assertThat(failure.first().code()).isEqualTo(code);
            assertThat(failure.first().what())
                    .contains("PostgreSQL " + version.major() + ",")
                    .contains(APPLIES_SINCE + " and newer");
            assertThat(failure.first().fix()).contains("plan --sql");
        });
    }
}
