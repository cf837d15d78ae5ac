package dev.postern.provision.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code postern.identity()} answers to real certificate logins. */
@Tag("server")
class IdentityFunctionTest {
    private static final ASN1ObjectIdentifier OU = BCStyle.OU;

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void namesTheCallerWhateverTheName(PgVersion version) throws SQLException {
        CertServer server = converged(version, "who");
        assertThat(identity(server, "who", "alice")).contains("alice");
        for (String name : new String[] {
            "Zoë Łukasz 田中",
            "a,OU=postgres",
            "a+OU=postgres",
            " led by a blank",
            "#0c0161",
            "back\\slash \"quoted\" <angled>; = done ",
            "spiffe://postern.local/ns/shop/sa/web",
            "\\C3\\A9",
            "it's $identity$ 100% {plain}"
        }) {
            assertThat(identity(server, "who", name)).as(name).contains(name);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void noUnitOrNoCertificateIsNobody(PgVersion version) throws SQLException {
        CertServer server = converged(version, "nobody");
        Credential.ClientCertificate none = server.clients.client(
                new X500NameBuilder().addRDN(BCStyle.CN, "nobody_app").build());
        assertThat(identity(server, "nobody", none, "SELECT 1")).isEmpty();
        try (Connection password = server.postgres.connect("nobody")) {
            assertThat(ask(password)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V18"})
    void twoUnitsAreNobody(PgVersion version) throws SQLException {
        CertServer server = converged(version, "two");
        Credential.ClientCertificate two = server.clients.client(new X500NameBuilder()
                .addRDN(BCStyle.CN, "two_app")
                .addRDN(OU, "alice")
                .addRDN(OU, "alice")
                .build());
        assertThat(identity(server, "two", two, "SELECT 1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void nothingThatAClientSaysChangesIt(PgVersion version) throws SQLException {
        CertServer server = converged(version, "forge");
        Credential.ClientCertificate alice = server.clients.client("forge_app", "alice");
        for (String attempt : new String[] {
            "SET standard_conforming_strings = off",
            "SET search_path = pg_temp, pg_catalog",
            "SET application_name = 'cert:OU=mallory'; SET postern.identity = 'mallory'",
            "SET backslash_quote = off; SET escape_string_warning = off; SET quote_all_identifiers = on"
        }) {
            assertThat(identity(server, "forge", alice, attempt)).as(attempt).contains("alice");
        }
        Credential.ClientCertificate migrator = server.clients.client("forge_migrator", "bob");
        for (String attempt : new String[] {
            "CREATE OR REPLACE FUNCTION postern.identity() RETURNS text LANGUAGE sql AS 'SELECT ''mallory'''",
            "DROP FUNCTION postern.identity()",
            "DROP SCHEMA postern CASCADE",
            "ALTER SCHEMA postern RENAME TO other",
            "CREATE FUNCTION postern.identity(x text DEFAULT '') RETURNS text LANGUAGE sql AS 'SELECT ''mallory'''",
            "RESET ROLE; ALTER FUNCTION postern.identity() OWNER TO forge_migrator"
        }) {
            assertThatThrownBy(() -> identity(server, "forge", migrator, attempt))
                    .as(attempt)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
        assertThat(
                        identity(
                                server,
                                "forge",
                                migrator,
                                "CREATE FUNCTION pg_temp.regexp_matches(text, text, text) RETURNS SETOF text[] LANGUAGE sql"
                                        + " AS $$SELECT ARRAY['OU=mallory']$$; CREATE TEMP TABLE unit AS SELECT 'x' AS escaped"))
                .contains("bob");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void takesBackAForgedOne(PgVersion version) throws SQLException {
        CertServer server = converged(version, "taken");
        server.postgres.execute("taken", """
                DROP FUNCTION postern.identity();
                CREATE FUNCTION postern.identity() RETURNS int LANGUAGE sql AS 'SELECT 1';
                ALTER FUNCTION postern.identity() OWNER TO taken_owner;
                ALTER SCHEMA postern OWNER TO taken_owner;
                GRANT ALL ON SCHEMA postern TO PUBLIC, taken_app""");
        DesiredServer desired = Declared.server(Declared.usual("taken"));
        Plan plan = Converge.fully(server.superuser(), desired);
        assertThat(plan.steps()).hasSize(1);
        assertThat(identity(server, "taken", "alice")).contains("alice");
    }

    private static CertServer converged(PgVersion version, String database) {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual(database)));
        return server;
    }

    private static Optional<String> identity(CertServer server, String database, String caller) throws SQLException {
        Credential.ClientCertificate client = server.clients.client(database + "_app", caller);
        return identity(server, database, client, "SELECT 1");
    }

    private static Optional<String> identity(
            CertServer server, String database, Credential.ClientCertificate client, String first) throws SQLException {
        String role = dev.postern.pki.x509.CertificateNames.of(client.leaf())
                .commonNames()
                .getFirst();
        try (Connection connection = Connections.open(server.login(database, role, client))) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(first);
            }
            return ask(connection);
        }
    }

    private static Optional<String> ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT postern.identity()")) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        }
    }
}
