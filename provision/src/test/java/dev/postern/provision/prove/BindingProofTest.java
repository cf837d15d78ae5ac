package dev.postern.provision.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding.Auth;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.prove.Bound.Account;
import dev.postern.testing.PgVersion;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class BindingProofTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Secret WRONG = Secret.ofText("surely-nobody-has-this");

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatProfilesPromiseIsProvenAndWhatIsGoneIsFound(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("bound")));
        Bound bound = certificates(server, "bound");

        Verdicts verdicts = prove(server, bound);

        assertThat(verdicts.passed()).as(ProofTable.render(verdicts)).isTrue();
        // gets in, four wrong ones, makes two, reads, writes, rules: for each of the three
        assertThat(verdicts.rows()).hasSize(30);
        assertThat(tables(server, "bound")).as("nothing stays").isEmpty();

        server.postgres.execute("bound", """
                ALTER DEFAULT PRIVILEGES FOR ROLE bound_owner GRANT INSERT ON TABLES TO bound_read;
                ALTER DEFAULT PRIVILEGES FOR ROLE bound_owner GRANT TRUNCATE ON TABLES TO bound_app;
                GRANT CREATE ON SCHEMA public TO bound_app;
                GRANT CREATE ON DATABASE bound TO bound_read""");
        Verdicts after = prove(server, bound);
        assertThat(failed(after))
                .as("also where the sequence alone would have stopped it")
                .containsExactlyInAnyOrder(
                        "web: bound_read writes to a new table and its sequence",
                        "web: bound_read makes a schema",
                        "web: bound_app empties and alters a new table",
                        "web: bound_app makes a table in public");
        assertThat(ProofTable.render(after)).contains("    inserted a value of its own into public.postern_prove_");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void passwordsAreProvenRightAndWrong(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("worded")));
        server.postgres.execute("postgres", "ALTER ROLE worded_app PASSWORD 'the right one'");
        Bound bound = new Bound(
                "web",
                List.of(server.address()),
                "worded",
                Auth.SCRAM_SHA_256,
                new Transport.Plain(),
                List.of(account(
                        "worded_app", Profile.APPLICATION, new Credential.Password(Secret.ofText("the right one")))));

        Verdicts verdicts = prove(server, bound);
        assertThat(verdicts.passed()).as(ProofTable.render(verdicts)).isTrue();
        assertThat(verdicts.rows().getFirst().verdict().sentence()).isEqualTo("connected as worded_app, without TLS");
        assertThat(verdicts.rows())
                .filteredOn(row -> row.cell().expected() instanceof Expectation.Sqlstate state
                        && state.sqlstate().equals("28P01"))
                .hasSize(1);

        server.postgres.execute("postgres", "ALTER ROLE worded_app PASSWORD 'another one'");
        assertThat(failed(prove(server, bound))).contains("web: worded_app gets in, without TLS");
        assertThat(ProofTable.render(prove(server, bound))).doesNotContain("the right one");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void ofWhoKeepsItsOwnCertificateItIsProvenThatNobodyGetsInWithoutOne(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("own")));
        Bound bound = new Bound(
                "web",
                List.of(server.address()),
                "own",
                Auth.CERT,
                new Transport.VerifyFull(server.servers.anchors()),
                List.of(account("own_app", Profile.APPLICATION, new Credential.None())));

        Verdicts verdicts = prove(server, bound);
        assertThat(verdicts.passed()).as(ProofTable.render(verdicts)).isTrue();
        assertThat(verdicts.rows())
                .extracting(row -> row.cell().name())
                .containsExactly(
                        "web: own_app without a certificate",
                        "web: own_app with a certificate of another CA",
                        "web: own_app without TLS");
        assertThat(tables(server, "own")).as("none was made").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aServerThatAsksForThePasswordWithoutTlsIsFoundAndNotGivenIt(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("open")));

        Verdicts verdicts = prove(server, certificates(server, "open"));

        assertThat(failed(verdicts))
                .containsExactlyInAnyOrder(
                        "web: open_migrator without TLS", "web: open_app without TLS", "web: open_read without TLS");
        assertThat(verdicts.rows())
                .filteredOn(row -> !row.passed())
                .extracting(Verdicts.Row::verdict)
                .allMatch(Verdict.Asked.class::isInstance);
        assertThat(ProofTable.render(verdicts)).contains("the server asks for the password of open_app, without TLS");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void theOnlyRoleWithACertificateIsTriedWithAForgedOneAndWithAnotherBindings(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("sole")));
        Bound one = only(server, "one", "sole_app", server.clients.client("sole_app", "web"));
        Bound two = only(server, "two", "sole_read", server.clients.client("sole_read", "web"));

        Verdicts alone = prove(server, one);
        assertThat(alone.rows())
                .filteredOn(row -> row.cell().credential() == Cell.Shown.OTHER_CA)
                .singleElement()
                .satisfies(row -> assertThat(row.verdict()).isInstanceOf(Verdict.RefusedByTls.class));
        assertThat(names(alone)).noneMatch(name -> name.contains("another role"));

        Verdicts both = BindingProof.prove(
                        List.of(one, two),
                        _ -> Optional.empty(),
                        4,
                        new Wrong(() -> WRONG, new SecureRandom(), Instant.now()))
                .verdicts();
        assertThat(both.passed()).as(ProofTable.render(both)).isTrue();
        assertThat(names(both))
                .contains(
                        "one: sole_app with another role's certificate",
                        "two: sole_read with another role's certificate");
    }

    @ParameterizedTest
    @EnumSource(names = {"V18"})
    void whatAKilledProofLeftIsDropped(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("left")));
        server.postgres.execute(
                "left",
                "SET ROLE left_owner; CREATE TABLE public.postern_prove_1000_ab (id int);"
                        + " CREATE TABLE public.postern_prove_" + NOW.getEpochSecond() + "_cd (id int);"
                        + " CREATE TABLE public.postern_prove_mine (id int)");

        prove(server, certificates(server, "left"));

        assertThat(tables(server, "left"))
                .containsExactlyInAnyOrder("postern_prove_" + NOW.getEpochSecond() + "_cd", "postern_prove_mine");
    }

    private static Verdicts prove(CertServer server, Bound bound) {
        return BindingProof.prove(
                        List.of(bound),
                        each -> Optional.of(ScratchTable.make(
                                connect(server, each.database()),
                                Optional.of(each.database() + "_owner"),
                                NOW,
                                new Random(7))),
                        4,
                        new Wrong(() -> WRONG, new SecureRandom(), Instant.now()))
                .verdicts();
    }

    private static Connection connect(CertServer server, String database) {
        try {
            return server.superuser().connect(database);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Bound certificates(CertServer server, String database) {
        return new Bound(
                "web",
                List.of(server.address()),
                database,
                Auth.CERT,
                new Transport.VerifyFull(server.servers.anchors()),
                List.of(
                        account(server, database + "_migrator", Profile.MIGRATOR),
                        account(server, database + "_app", Profile.APPLICATION),
                        account(server, database + "_read", Profile.READER)));
    }

    private static Bound only(CertServer server, String binding, String role, Credential credential) {
        return new Bound(
                binding,
                List.of(server.address()),
                "sole",
                Auth.CERT,
                new Transport.VerifyFull(server.servers.anchors()),
                List.of(account(role, Profile.APPLICATION, credential)));
    }

    private static List<String> names(Verdicts verdicts) {
        return verdicts.rows().stream().map(row -> row.cell().name()).toList();
    }

    private static Account account(CertServer server, String role, Profile profile) {
        return account(role, profile, server.clients.client(role, "web"));
    }

    private static Account account(String role, Profile profile, Credential credential) {
        List<String> all = List.of("public");
        boolean makes = profile == Profile.MIGRATOR;
        return new Account(role, profile, makes ? all : List.of(), makes ? List.of() : all, credential);
    }

    private static List<String> failed(Verdicts verdicts) {
        return verdicts.rows().stream()
                .filter(row -> !row.passed())
                .map(row -> row.cell().name())
                .toList();
    }

    private static List<String> tables(CertServer server, String database) throws SQLException {
        try (Connection connection = connect(server, database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT array_agg(relname::text) FROM pg_class"
                        + " WHERE relname ~ '^postern_prove_' AND relkind = 'r'")) {
            rows.next();
            return rows.getArray(1) == null
                    ? List.of()
                    : List.of((String[]) rows.getArray(1).getArray());
        }
    }
}
