package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.Rights;
import dev.postern.provision.fixture.ScriptedConnector;
import dev.postern.provision.observe.Observer;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class ProvisionTest {
    private static final String DENIED = "42501";
    private static final String ALLOWED = "allowed";

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void rolesWithPowersOverTheServerAreNotAdopted(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        String suffix = "_" + version.major();
        server.postgres.execute("postgres", """
                CREATE ROLE strong LOGIN SUPERUSER;
                CREATE ROLE copier LOGIN REPLICATION BYPASSRLS;
                CREATE ROLE middle NOLOGIN; CREATE ROLE boss NOLOGIN CREATEROLE;
                CREATE ROLE hidden LOGIN; GRANT boss TO middle; GRANT middle TO hidden""");
        DesiredServer desired = Declared.server(Declared.database(
                "power" + suffix,
                "power_owner",
                List.of(),
                Declared.role("strong", Profile.READER),
                Declared.role("copier", Profile.APPLICATION),
                Declared.role("hidden", Profile.READER)));

        Plan plan = Converge.plan(server.superuser(), desired);

        assertThat(plan.findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .extracting(Finding::what)
                .satisfiesExactlyInAnyOrder(
                        what -> assertThat(what).contains("strong has SUPERUSER"),
                        what -> assertThat(what).contains("copier has REPLICATION, BYPASSRLS"),
                        what -> assertThat(what).contains("hidden is a member of boss"));
        assertThatThrownBy(() -> Converge.apply(server.superuser(), desired))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        refused -> assertThat(refused.problems()).hasSize(3));
        assertThat(Converge.plan(server.superuser(), desired).steps()).isEqualTo(plan.steps());
        server.postgres.execute("postgres", "DROP ROLE strong, copier, hidden, middle, boss");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void profilesMeanWhatTheySay(PgVersion version) {
        CertServer server = CertServer.shared(version);
        Plan plan = Converge.fully(server.superuser(), Declared.server(Declared.usual("shop")));
        assertThat(plan.findings()).isEmpty();
        assertThat(plan.steps()).extracting(Step::title).first().isEqualTo("create role shop_owner without login");
        tryEveryProfile(server, "shop");
    }

    private static void tryEveryProfile(CertServer server, String database) {
        Rights migrator = new Rights(server, database, database + "_migrator");
        assertThat(migrator.trying("""
                        CREATE TABLE item (id serial PRIMARY KEY, name text);
                        CREATE VIEW names AS SELECT name FROM item;
                        CREATE FUNCTION price(i int) RETURNS int LANGUAGE sql AS 'SELECT i';
                        CREATE PROCEDURE tidy() LANGUAGE sql AS 'SELECT 1';
                        CREATE SCHEMA extra;
                        CREATE TABLE extra.thing (id int GENERATED ALWAYS AS IDENTITY)""")).isEqualTo(ALLOWED);
        Rights app = new Rights(server, database, database + "_app");
        assertThat(app.trying("INSERT INTO item (name) VALUES ('a'); UPDATE item SET name = 'b'; TABLE names;"
                        + " SELECT price(1); CALL tidy(); DELETE FROM item; INSERT INTO extra.thing DEFAULT VALUES"))
                .isEqualTo(ALLOWED);
        assertThat(app.trying("SELECT setval('item_id_seq', 1)")).isEqualTo(DENIED);
        for (String beyond : List.of(
                "CREATE TABLE mine ()",
                "CREATE TEMP TABLE mine ()",
                "CREATE SCHEMA mine",
                "TRUNCATE item",
                "ALTER TABLE item ADD y int",
                "SET ROLE " + database + "_owner")) {
            assertThat(app.trying(beyond)).as(beyond).isEqualTo(DENIED);
        }
        Rights reader = new Rights(server, database, database + "_read");
        assertThat(reader.trying("TABLE item; TABLE names; TABLE extra.thing; SELECT last_value FROM item_id_seq"))
                .isEqualTo(ALLOWED);
        for (String beyond : List.of(
                "INSERT INTO item DEFAULT VALUES",
                "UPDATE item SET name = 'x'",
                "DELETE FROM item",
                "SELECT nextval('item_id_seq')",
                "SELECT price(1)",
                "CREATE TEMP TABLE mine ()",
                "CREATE TABLE mine ()")) {
            assertThat(reader.trying(beyond)).as(beyond).isEqualTo(DENIED);
        }
        assertThat(new Rights(server, database, database + "_owner").trying("SELECT 1"))
                .isEqualTo("28000");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void othersOfTheServerAreKeptOut(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("closed")));
        server.postgres.execute("postgres", "CREATE ROLE stranger LOGIN");
        assertThat(new Rights(server, "closed", "stranger").trying("SELECT 1")).isEqualTo(DENIED);
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V17", "V18"})
    void administratorOfAManagedServiceIsEnough(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE ROLE managed LOGIN CREATEROLE CREATEDB");
        Database database = Declared.usual("rented");
        Plan plan = Converge.fully(server.admin("managed"), Declared.server(database));
        tryEveryProfile(server, "rented");
        // and what the migrator has made since changes nothing
        assertThat(Converge.plan(server.admin("managed"), Declared.server(database))
                        .steps())
                .isEmpty();
        assertThat(Converge.plan(
                                server.admin("managed"),
                                Declared.server(database).withoutCallers())
                        .findings())
                .as("nobody comes on behalf of others")
                .isEmpty();
        if (version.major() < 16) {
            assertThat(plan.findings())
                    .extracting(Finding::what)
                    .singleElement()
                    .asString()
                    .contains("sslinfo");
        } else {
            assertThat(plan.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatIsThereIsAdopted(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        server.postgres.execute("postgres", "CREATE DATABASE old");
        server.postgres.execute(
                "postgres",
                "CREATE ROLE old_migrator LOGIN PASSWORD 'kept' CONNECTION LIMIT 7; CREATE ROLE old_app LOGIN NOINHERIT;"
                        + " GRANT ALL ON DATABASE old TO old_app; ALTER DATABASE old OWNER TO old_migrator");
        server.postgres.execute("old", """
                CREATE TABLE public.by_postgres (id int);
                SET ROLE old_migrator;
                CREATE TABLE public."by % migrator" (id serial);
                CREATE FUNCTION public.f(x int, VARIADIC y text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE AGGREGATE public.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
                CREATE SCHEMA "its own";
                CREATE TABLE "its own"."T" (id serial);
                RESET ROLE;
                CREATE EXTENSION IF NOT EXISTS\s""" + (version.major() == 15 ? "pgcrypto" : "plpgsql CASCADE") + ";");
        DesiredServer desired = Declared.server(Declared.usual("old"));
        Converge.fully(server.superuser(), desired);
        Rights app = new Rights(server, "old", "old_app");
        assertThat(app.trying("INSERT INTO \"by % migrator\" DEFAULT VALUES; TABLE by_postgres; SELECT f(1, 'a');"
                        + " SELECT total(id) FROM by_postgres; INSERT INTO \"its own\".\"T\" DEFAULT VALUES"))
                .isEqualTo(ALLOWED);
        Rights reader = new Rights(server, "old", "old_read");
        assertThat(reader.trying("TABLE \"by % migrator\"; TABLE \"its own\".\"T\""))
                .isEqualTo(ALLOWED);
        // somebody may live on what PUBLIC has; it is found, and gone once somebody follows what was found
        assertThat(reader.trying("SELECT f(1, 'a')")).isEqualTo(ALLOWED);
        List<Finding> findings = Converge.plan(server.superuser(), desired).findings();
        assertThat(findings)
                .filteredOn(finding -> finding.what().contains("PUBLIC"))
                .isNotEmpty();
        for (Finding finding : findings) {
            if (finding.what().contains("PUBLIC")) {
                server.postgres.execute("old", finding.fix().replaceFirst(", in old$", ""));
            }
        }
        Plan rest = Converge.plan(server.superuser(), desired);
        assertThat(rest.steps()).isEmpty();
        assertThat(rest.findings())
                .filteredOn(finding -> finding.what().contains("PUBLIC"))
                .isEmpty();
        assertThat(reader.trying("SELECT f(1, 'a')")).isEqualTo(DENIED);
        if (version.major() == 15) {
            assertThat(reader.trying("SELECT gen_salt('md5')")).isEqualTo(ALLOWED);
        }
    }

    /** Connection pools reset their sessions so. */
    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V17", "V18"})
    void migratorActsAsTheOwnerAlsoAfterAReset(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        DesiredServer desired = Declared.server(Declared.usual("reset"));
        Converge.fully(server.superuser(), desired);
        try (Connection pooled = Connections.open(
                        server.login("reset", "reset_migrator", server.clients.client("reset_migrator", "alice")));
                Statement statement = pooled.createStatement()) {
            statement.execute("SET ROLE NONE");
            statement.execute("DISCARD ALL");
            try (ResultSet row = statement.executeQuery("SELECT current_user, postern.identity()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("reset_owner");
                assertThat(row.getString(2)).isEqualTo("alice");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void administratorMayBeTheOwner(PgVersion version) {
        CertServer server = CertServer.shared(version);
        Database database =
                Declared.database("mine", "postgres", List.of(), Declared.role("mine_app", Profile.APPLICATION));
        Plan plan = Converge.fully(server.superuser(), Declared.server(database));
        assertThat(plan.findings()).extracting(Finding::what).anyMatch(what -> what.contains("administrator postgres"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void everyNameThatPostgresqlTakesIsTaken(PgVersion version) {
        CertServer server = CertServer.shared(version);
        List<String> names = List.of(
                "with \"quotes\"",
                "it's",
                "back\\slash",
                "a.b",
                "SELECT",
                "user",
                "Zoë 田中 🚪",
                "$each$",
                "100%s %I",
                "{fn}?",
                "é".repeat(31) + "x",
                " ",
                "a;b--c/*d");
        for (String name : names) {
            Database plain = Declared.database(
                    name,
                    "o" + cut(name),
                    List.of("plpgsql"),
                    Declared.role("m" + cut(name), Profile.MIGRATOR),
                    Declared.role("a" + cut(name), Profile.APPLICATION),
                    Declared.role("r" + cut(name), Profile.READER));
            DesiredServer desired = Declared.server(Declared.groups(plain, "ga" + cut(name), "gr" + cut(name)));
            Converge.fully(server.superuser(), desired);
            assertThat(new Rights(server, name, "m" + cut(name))
                            .trying("CREATE TABLE \"" + cut(name).replace("\"", "\"\"") + "\" (id serial)"))
                    .as(name)
                    .isEqualTo(ALLOWED);
            assertThat(Converge.plan(server.superuser(), desired).steps())
                    .as(name)
                    .isEmpty();
        }
    }

    private static String cut(String name) {
        return name.length() > 30 ? name.substring(0, 30) : name;
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void queriesDoNotGrowWithObjects(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        DesiredServer desired = Declared.server(Declared.usual("many"));
        Converge.fully(server.superuser(), desired);
        int few = queries(server, desired);
        server.postgres.execute("many", """
                DO $$ BEGIN FOR i IN 1..300 LOOP
                  EXECUTE format('CREATE SCHEMA IF NOT EXISTS s%s AUTHORIZATION many_owner', i % 20);
                  EXECUTE format('CREATE TABLE s%s.t%s (id serial)', i % 20, i);
                END LOOP; END $$""");
        assertThat(queries(server, desired)).isEqualTo(few).isLessThan(40);
        Plan plan = Converge.fully(server.superuser(), desired);
        assertThat(plan.steps()).hasSize(40);
    }

    private static int queries(CertServer server, DesiredServer desired) {
        AtomicInteger count = new AtomicInteger();
        Observer.observe(
                new ScriptedConnector(server.superuser(), (_, _) -> count.incrementAndGet()), "postgres", desired);
        return count.get();
    }
}
