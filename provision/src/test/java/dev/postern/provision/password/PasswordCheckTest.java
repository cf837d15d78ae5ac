package dev.postern.provision.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.postgres.scram.ScramVerifier;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.secret.PasswordMaker;
import dev.postern.testing.PgVersion;
import dev.postern.testing.RandomSource;
import dev.postern.testing.TestPostgres;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class PasswordCheckTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<PgVersion, TestPostgres> SERVERS = new EnumMap<>(PgVersion.class);

    private static TestPostgres server(PgVersion version) throws SQLException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        TestPostgres server = SERVERS.get(version);
        if (server == null) {
            server = TestPostgres.builder(version)
                    .hba(
                            "host all trusted 127.0.0.1/32 trust",
                            "host all rejected 127.0.0.1/32 reject",
                            "host all all 127.0.0.1/32 scram-sha-256")
                    .setting("log_statement", "all")
                    .start();
            SERVERS.put(version, server);
            server.execute("postgres", "CREATE DATABASE closed");
            server.execute("postgres", """
                    CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'only for tests';
                    CREATE ROLE trusted LOGIN PASSWORD 'right';
                    CREATE ROLE rejected LOGIN PASSWORD 'right';
                    CREATE ROLE expired LOGIN PASSWORD 'right' VALID UNTIL '2001-01-01';
                    CREATE ROLE nologin NOLOGIN PASSWORD 'right';
                    CREATE ROLE full LOGIN PASSWORD 'right' CONNECTION LIMIT 0;
                    CREATE ROLE hashless LOGIN;
                    REVOKE CONNECT ON DATABASE closed FROM PUBLIC;
                    SET password_encryption = 'md5';
                    CREATE ROLE old LOGIN PASSWORD 'right';
                    RESET password_encryption;
                    CREATE ROLE usual LOGIN PASSWORD 'right'""");
        }
        return server;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void aSuperuserReadsVerifiersAndNobodyLogsIn(PgVersion version) throws SQLException {
        TestPostgres server = server(version);
        PasswordCheck check = new PasswordCheck(
                (role, _) -> {
                    throw new AssertionError(role + " was to log in");
                },
                new PasswordMaker(RANDOM));
        Map<String, Match> found = check.compare(
                admin(server, "postgres"),
                "postgres",
                Map.of(
                        "usual", Secret.ofText("right"),
                        "nologin", Secret.ofText("right"),
                        "expired", Secret.ofText("wrong"),
                        "hashless", Secret.ofText("right"),
                        "old", Secret.ofText("right"),
                        "nobody", Secret.ofText("right")));
        assertThat(found)
                .containsOnly(
                        Map.entry("usual", new Match.Matches()),
                        Map.entry("nologin", new Match.Matches()),
                        Map.entry("expired", new Match.Differs("it has another password")),
                        Map.entry("hashless", new Match.Differs("it has no password")),
                        Map.entry("old", new Match.Differs("its password is not hashed with SCRAM-SHA-256")),
                        Map.entry("nobody", new Match.Differs("the role is not there yet")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void whoMayNotReadVerifiersTriesToLogIn(PgVersion version) throws SQLException {
        TestPostgres server = server(version);
        Map<String, Match> right = byLogins(server, "postgres", "right");
        assertThat(right).containsEntry("usual", new Match.Matches());
        assertThat(right).containsEntry("full", new Match.Matches());
        assertThat(right).containsEntry("hashless", new Match.Differs("the server refuses the password"));
        assertThat(right).containsEntry("nobody", new Match.Differs("the role is not there yet"));
        assertThat(right.get("trusted")).isInstanceOf(Match.Unknown.class);
        assertThat(right.get("rejected")).isInstanceOf(Match.Unknown.class);
        assertThat(right.get("expired")).isInstanceOf(Match.Unknown.class);
        assertThat(right.get("nologin")).isInstanceOf(Match.Unknown.class);
        Map<String, Match> wrong = byLogins(server, "postgres", "wrong");
        assertThat(wrong).containsEntry("usual", new Match.Differs("the server refuses the password"));
        assertThat(wrong).containsEntry("full", new Match.Differs("the server refuses the password"));
        assertThat(wrong.get("trusted")).isInstanceOf(Match.Unknown.class);
        // refused after the password, so the password is right
        assertThat(byLogins(server, "closed", "right")).containsEntry("usual", new Match.Matches());
        assertThat(byLogins(server, "nowhere", "right")).containsEntry("usual", new Match.Matches());
        assertThat(byLogins(server, "nowhere", "wrong").get("usual")).isInstanceOf(Match.Differs.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void aVerifierThatWeMakeLetsInWithItsPasswordAndNoOther(PgVersion version) throws SQLException {
        TestPostgres server = server(version);
        Secret password = new PasswordMaker(RANDOM).make();
        PasswordChange change = PasswordChange.of("a \"b\"", password, RANDOM);
        server.execute("postgres", "DROP ROLE IF EXISTS \"a \"\"b\"\"\"; CREATE ROLE \"a \"\"b\"\"\" LOGIN");
        server.execute("postgres", change.sql());
        PasswordCheck check =
                new PasswordCheck((role, secret) -> login(server, "postgres", role, secret), new PasswordMaker(RANDOM));
        assertThat(check.tryLogin("a \"b\"", password)).isEqualTo(new Match.Matches());
        assertThat(check.tryLogin("a \"b\"", new PasswordMaker(RANDOM).make())).isInstanceOf(Match.Differs.class);
        assertThat(change.toString()).doesNotContain(change.verifier().text(), password.text());
        assertThat(server.log()).contains(change.verifier().text()).doesNotContain(password.text());
    }

    /** PostgreSQL hashes, we compare: so both prepare characters in the same way. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void passwordsOfAnyCharactersAreHashedAsPostgresDoes(PgVersion version) throws SQLException {
        TestPostgres server = server(version);
        RandomGenerator random = RandomSource.seeded("passwords of any characters");
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                PreparedStatement alter =
                        connection.prepareStatement("SELECT pg_catalog.set_config('postern.test', ?, false)");
                PreparedStatement read = connection.prepareStatement(
                        "SELECT rolpassword FROM pg_catalog.pg_authid WHERE rolname = 'any'")) {
            statement.execute("DROP ROLE IF EXISTS \"any\"; CREATE ROLE \"any\" LOGIN");
            for (int round = 0; round < 300; round++) {
                String password = Strange.password(random);
                alter.setString(1, password);
                alter.execute();
                statement.execute("DO $$ BEGIN EXECUTE format('ALTER ROLE \"any\" PASSWORD %L',"
                        + " current_setting('postern.test')); END $$");
                try (ResultSet row = read.executeQuery()) {
                    row.next();
                    ScramVerifier theirs = ScramVerifier.parse(row.getString(1)).orElseThrow();
                    assertThat(theirs.matches(Secret.ofText(password)))
                            .as(() -> Strange.spelled(password))
                            .isTrue();
                    assertThat(theirs.matches(Secret.ofText(password + "x"))).isFalse();
                }
            }
        }
    }

    private static Map<String, Match> byLogins(TestPostgres server, String database, String password) {
        PasswordCheck check =
                new PasswordCheck((role, secret) -> login(server, database, role, secret), new PasswordMaker(RANDOM));
        Secret secret = Secret.ofText(password);
        return check.compare(
                admin(server, "manager"),
                "postgres",
                Map.of(
                        "usual", secret,
                        "full", secret,
                        "hashless", secret,
                        "nobody", secret,
                        "trusted", secret,
                        "rejected", secret,
                        "expired", secret,
                        "nologin", secret));
    }

    private static DatabaseConnector admin(TestPostgres server, String role) {
        return Connections.to(login(server, "postgres", role, Secret.ofText(server.password())));
    }

    private static Login login(TestPostgres server, String database, String role, Secret password) {
        return new Login(
                new HostPort("127.0.0.1", server.port()),
                database,
                role,
                new Credential.Password(password),
                new Transport.Plain());
    }

    /** Passwords of characters that SASLprep treats differently. */
    private static final class Strange {
        private static final int[] RANGES = {
            0x20, 0x7F, 0xA0, 0x180, 0x340, 0x370, 0x5D0, 0x6FF, 0x1100, 0x1200, 0x1680, 0x1690, 0x1800, 0x1810, 0x1E00,
            0x2100, 0x2150, 0x2200, 0x3000, 0x3100, 0xAC00, 0xAC80, 0xF900, 0xFE10, 0xFF00, 0x10000, 0x1D100, 0x1D500,
            0x1F600, 0x1F650, 0x2F800, 0x2FA20, 0xE0000, 0xE0080
        };

        static String password(RandomGenerator random) {
            int length = random.nextInt(1, 6);
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < length; at++) {
                int range = 2 * random.nextInt(RANGES.length / 2);
                int code = random.nextInt(RANGES[range], RANGES[range + 1]);
                text.appendCodePoint(code >= 0xD800 && code < 0xE000 ? 'x' : code);
            }
            return text.toString();
        }

        static String spelled(String text) {
            return Optional.of(text)
                    .map(String::codePoints)
                    .orElseThrow()
                    .mapToObj(Integer::toHexString)
                    .toList()
                    .toString();
        }
    }
}
