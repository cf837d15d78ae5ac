package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.DeclaredDatabase;
import dev.postern.provision.fixture.ScriptedConnector;
import dev.postern.provision.observe.Observer;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found in databases that others have used before: more rights than the profiles say, and others' objects. */
@Tag("server")
class ExcessTest {
    private static final String GRANTS = """
            SET ROLE exc_owner;
            CREATE TABLE one (id int, secret text); CREATE TABLE two (id int);
            CREATE SEQUENCE counter; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE SCHEMA side;
            RESET ROLE;
            DO $$ BEGIN FOR i IN 1..1000 LOOP
              EXECUTE format('CREATE TABLE side.t%s (id int)', i);
              EXECUTE format('ALTER TABLE side.t%s OWNER TO exc_owner', i);
            END LOOP; END $$;
            SET ROLE exc_owner;
            GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA side TO exc_read;
            GRANT UPDATE (secret) ON one TO exc_read;
            GRANT DELETE ON two TO PUBLIC;
            GRANT UPDATE ON SEQUENCE counter TO exc_app;
            GRANT EXECUTE ON FUNCTION f() TO exc_read;
            GRANT CREATE ON SCHEMA side TO exc_app;
            ALTER DEFAULT PRIVILEGES FOR ROLE exc_owner GRANT TRUNCATE ON TABLES TO exc_read;
            ALTER DEFAULT PRIVILEGES FOR ROLE exc_owner IN SCHEMA side GRANT SELECT ON TABLES TO PUBLIC;
            RESET ROLE;
            GRANT CREATE, TEMPORARY ON DATABASE exc TO exc_read""";

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void rightsBeyondTheProfilesAreFoundWithWhatTakesThemAway(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE exc_admin LOGIN CREATEROLE CREATEDB");
        DatabaseConnector managed = server.admin("exc_admin");
        DesiredServer desired = Declared.server(Declared.usual("exc"));
        Converge.fully(managed, desired);
        int before = queries(server, desired);
        server.postgres.execute("exc", GRANTS);
        Converge.apply(managed, desired);
        for (DatabaseConnector admin : List.of(managed, server.superuser())) {
            assertThat(beyond(Converge.plan(admin, desired)))
                    .extracting(Finding::what)
                    .satisfiesExactlyInAnyOrder(
                            what -> assertThat(what).contains("exc_read has CREATE and TEMPORARY on database exc"),
                            what -> assertThat(what)
                                    .contains("exc_read has INSERT on 1000 tables of exc (side.t1, side.t10, side.t100"
                                            + " and 997 more), more than the profile reader says"),
                            what -> assertThat(what).contains("exc_read has UPDATE on 1 columns", "public.one.secret"),
                            what -> assertThat(what).contains("PUBLIC", "DELETE on 1 tables", "public.two"),
                            what -> assertThat(what).contains("exc_app has UPDATE on 1 sequences", "public.counter"),
                            what -> assertThat(what).contains("exc_read has EXECUTE on 1 routines", "public.f()"),
                            what -> assertThat(what).contains("exc_app has CREATE on 1 schemas", "side"),
                            what -> assertThat(what).contains("exc_read will have TRUNCATE on the tables", "exc_owner"),
                            what -> assertThat(what).contains("PUBLIC", "will have SELECT", "schemas side"));
        }
        assertThat(queries(server, desired)).isEqualTo(before);
        for (Finding finding : beyond(Converge.plan(server.superuser(), desired))) {
            server.postgres.execute("exc", finding.fix().replaceFirst(", in exc$", ""));
        }
        Plan rest = Converge.plan(managed, desired);
        assertThat(beyond(rest)).isEmpty();
        assertThat(rest.steps()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void objectsOfOthersAreFoundWithWhatGivesThemToTheOwner(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE exown_former");
        server.postgres.execute("postgres", "CREATE DATABASE exown");
        server.postgres.execute("exown", """
                CREATE TABLE by_superuser (id serial); CREATE TYPE mood AS ENUM ('good');
                CREATE SCHEMA bulk;
                DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE format('CREATE TABLE bulk.t%s (id serial)', i); END LOOP; END $$;
                GRANT CREATE ON SCHEMA public TO exown_former; SET ROLE exown_former;
                CREATE TABLE a (id serial); CREATE VIEW b AS SELECT 1 AS x; CREATE TABLE c (); CREATE TABLE d ();
                CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1'""");
        DesiredServer desired = Declared.server(new DeclaredDatabase(Declared.usual("exown"))
                .schemas(new Database.Schema("bulk", java.util.Optional.empty(), java.util.Optional.empty()))
                .get());
        Converge.fully(server.superuser(), desired);
        Plan plan = Converge.plan(server.superuser(), desired);
        List<Finding> foreign = foreign(plan);
        assertThat(foreign)
                .extracting(Finding::what)
                .satisfiesExactlyInAnyOrder(
                        what -> assertThat(what)
                                .startsWith("5 objects of exown (")
                                .contains("belong to exown_former"),
                        what -> assertThat(what)
                                .startsWith("22 objects of exown (")
                                .contains("belong to postgres"));
        assertThat(foreign).extracting(Finding::severity).containsOnly(Finding.Severity.WARNING);
        for (Finding finding : foreign) {
            server.postgres.execute("exown", finding.fix().replaceFirst(", in exown$", ""));
        }
        // the type, one of many before, is told with its own statement then
        for (Finding finding : foreign(Converge.plan(server.superuser(), desired))) {
            assertThat(finding.fix()).startsWith("ALTER TYPE public.mood OWNER TO exown_owner");
            server.postgres.execute("exown", finding.fix().replaceFirst(", in exown$", ""));
        }
        assertThat(foreign(Converge.plan(server.superuser(), desired))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aDatabaseThatGoesSaysWhatIsInIt(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute(
                "postgres", "CREATE ROLE exgone_admin LOGIN CREATEROLE CREATEDB; CREATE ROLE exgone_other LOGIN");
        DatabaseConnector admin = server.admin("exgone_admin");
        Database database = Declared.database(
                "exgone",
                "exgone_owner",
                List.of(),
                Declared.role("exgone_migrator", Profile.MIGRATOR),
                Declared.role("exgone_app", Profile.APPLICATION));
        Converge.fully(admin, Declared.server(database));
        server.postgres.execute(
                "exgone",
                "SET ROLE exgone_owner; CREATE TABLE t (id serial); RESET ROLE; CREATE TABLE s ();"
                        + " GRANT SELECT ON s TO exgone_other");
        DesiredServer absent =
                Declared.server(new DeclaredDatabase(database).absent().get());
        try (Connection _ = server.quick().connect("exgone")) {
            for (DatabaseConnector each : List.of(admin, server.superuser())) {
                assertThat(Converge.plan(each, absent).findings())
                        .filteredOn(finding -> finding.what().startsWith("the database exgone goes with "))
                        .singleElement()
                        .satisfies(finding -> assertThat(finding.what())
                                .containsPattern(
                                        "goes with \\d+ [kM]B, 3 objects \\(2 of exgone_owner, 1 of postgres\\),"
                                                + " 1 session;")
                                .endsWith("exgone_app, exgone_migrator, exgone_other"));
            }
        }
    }

    private static List<Finding> beyond(Plan plan) {
        return plan.findings().stream()
                .filter(finding ->
                        finding.what().contains("more than") || finding.what().contains("PUBLIC"))
                .toList();
    }

    private static List<Finding> foreign(Plan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.what().contains(" and not to exown_owner"))
                .toList();
    }

    private static int queries(CertServer server, DesiredServer desired) {
        AtomicInteger count = new AtomicInteger();
        Observer.observe(
                new ScriptedConnector(server.superuser(), (_, _) -> count.incrementAndGet()), "postgres", desired);
        return count.get();
    }
}
