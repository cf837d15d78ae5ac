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
        // gets in, two wrong ones, makes, reads, writes: for each of the three
        assertThat(verdicts.rows()).hasSize(18);
        assertThat(tables(server, "bound")).as("nothing stays").isEmpty();

        server.postgres.execute("bound", """
                ALTER DEFAULT PRIVILEGES FOR ROLE bound_owner GRANT INSERT ON TABLES TO bound_read;
                ALTER DEFAULT PRIVILEGES FOR ROLE bound_owner GRANT USAGE ON SEQUENCES TO bound_read;
                GRANT CREATE ON SCHEMA public TO bound_app""");
        assertThat(failed(prove(server, bound)))
                .containsExactlyInAnyOrder(
                        "web: bound_read writes to a new table and its sequence",
                        "web: bound_app makes a table in public");
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
                List.of(new Account(
                        "worded_app",
                        Profile.APPLICATION,
                        Optional.empty(),
                        new Credential.Password(Secret.ofText("the right one")))));

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
                List.of(new Account("own_app", Profile.APPLICATION, Optional.empty(), new Credential.None())));

        Verdicts verdicts = prove(server, bound);
        assertThat(verdicts.passed()).as(ProofTable.render(verdicts)).isTrue();
        assertThat(verdicts.rows())
                .extracting(row -> row.cell().name())
                .containsExactly("web: own_app without a certificate");
        assertThat(tables(server, "own")).as("none was made").isEmpty();
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
                        connect(server, each.database()), Optional.of(each.database() + "_owner"), NOW, new Random(7))),
                4,
                () -> WRONG);
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

    private static Account account(CertServer server, String role, Profile profile) {
        return new Account(role, profile, Optional.empty(), server.clients.client(role, "web"));
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
