package dev.postern.provision.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.HostPort;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Timeouts;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.Rights;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.prove.Cell.Path;
import dev.postern.provision.prove.Cell.Shown;
import dev.postern.testing.PgVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class ProverTest {
    private static final TestAuthority OTHERS = new TestAuthority("Others");

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V17", "V18"})
    void directCellsOfACertificateServer(PgVersion version) throws Exception {
        CertServer server = CertServer.shared(version);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("proof")));
        Rights migrator = new Rights(server, "proof", "proof_migrator");
        assertThat(migrator.trying("CREATE TABLE IF NOT EXISTS seen (id serial)"))
                .isEqualTo("allowed");
        List<Cell> cells = new ArrayList<>();
        cells.add(cell("right", "proof_app", Shown.RIGHT, new Action.Connect(), new Expectation.Allowed()));
        cells.add(cell("identity", "proof_app", Shown.RIGHT, new Action.Identity(), new Expectation.Allowed("alice")));
        cells.add(cell("write", "proof_app", Shown.RIGHT, new Action.Write("seen", "id"), new Expectation.Allowed()));
        cells.add(cell("read", "proof_read", Shown.RIGHT, new Action.Select("seen"), new Expectation.Allowed()));
        cells.add(cell("no write", "proof_read", Shown.RIGHT, new Action.Write("seen", "id"), denied()));
        cells.add(cell("no table", "proof_app", Shown.RIGHT, new Action.CreateTable("public"), denied()));
        cells.add(cell(
                "table", "proof_migrator", Shown.RIGHT, new Action.CreateTable("public"), new Expectation.Allowed()));
        cells.add(cell("none", "proof_app", Shown.NONE, new Action.Connect(), new Expectation.Sqlstate("28000")));
        cells.add(cell(
                "other role", "proof_app", Shown.OTHER_ROLE, new Action.Connect(), new Expectation.Sqlstate("28000")));
        cells.add(cell(
                "other CA",
                "proof_app",
                Shown.OTHER_CA,
                new Action.Connect(),
                new Expectation.Alert(TlsAlert.UNKNOWN_CA)));
        cells.add(cell(
                "expired",
                "proof_app",
                Shown.EXPIRED,
                new Action.Connect(),
                new Expectation.Alert(TlsAlert.CERTIFICATE_EXPIRED)));
        Verdicts verdicts = new Prover(cell -> login(server, cell), 3).prove(cells);
        assertThat(verdicts.passed()).as(ProofTable.render(verdicts)).isTrue();
        assertThat(verdicts.rows())
                .extracting(row -> row.cell().name())
                .containsExactlyElementsOf(cells.stream().map(Cell::name).toList());
        assertThat(new Rights(server, "proof", "proof_read").trying("SELECT 1 / (1 - count(*)) FROM seen"))
                .as("nothing stays")
                .isEqualTo("allowed");
    }

    private static Cell cell(String name, String role, Shown shown, Action action, Expectation expected) {
        return new Cell(name, Path.DIRECT, "proof", role, shown, action, expected);
    }

    private static Expectation denied() {
        return new Expectation.Sqlstate("42501");
    }

    private static Login login(CertServer server, Cell cell) {
        Credential credential = switch (cell.credential()) {
            case RIGHT -> server.clients.client(cell.role(), "alice");
            case NONE -> new Credential.None();
            case OTHER_CA -> OTHERS.client(cell.role(), "alice");
            case EXPIRED -> server.clients.expired(cell.role(), "alice");
            case OTHER_ROLE -> server.clients.client("somebody", "alice");
            case RIGHT_PASSWORD,
                    WRONG_PASSWORD,
                    RIGHT_BOTH,
                    WRONG_PASSWORD_WITH_CERTIFICATE,
                    OTHER_CA_WITH_PASSWORD,
                    PASSWORD_ONLY,
                    NOTHING -> throw new IllegalArgumentException("no cell here shows a password");
        };
        return server.login(cell.database(), cell.role(), credential);
    }

    @Test
    void whatOnlyWeConcludedIsUnknown() {
        CertServer server = CertServer.shared(PgVersion.V18);
        Credential right = server.clients.client("postgres", "alice");
        Login good = server.login("postgres", "postgres", right);
        Transport untrusted = new Transport.VerifyFull(OTHERS.anchors());
        Transport misnamed =
                new Transport.VerifyFull(server.servers.anchors(), java.util.Optional.of("elsewhere.example.com"));
        for (Login wrong : List.of(
                new Login(server.address(), "postgres", "postgres", right, untrusted),
                new Login(server.address(), "postgres", "postgres", right, misnamed),
                new Login(new HostPort("localhost", 1), "postgres", "postgres", right, good.transport()))) {
            assertThat(one(wrong, new Expectation.Sqlstate("28000")).verdict()).isInstanceOf(Verdict.Unknown.class);
        }
        assertThat(one(good, new Expectation.Allowed()).passed()).isTrue();
    }

    @Test
    void serverThatSaysNothingIsUnknownWithinTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Timeouts brief = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
            Login login = new Login(
                            new HostPort("127.0.0.1", silent.getLocalPort()),
                            "d",
                            "u",
                            new Credential.None(),
                            new Transport.VerifyFull(OTHERS.anchors()))
                    .withTimeouts(brief);
            Verdicts.Row row = one(login, new Expectation.Sqlstate("28000"));
            assertThat(row.verdict()).isInstanceOf(Verdict.Unknown.class);
            assertThat(row.took()).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void garbageIsUnknownAndNeverReachesTheTerminalRaw() throws Exception {
        for (String answer : List.of("N", "X", "HTTP/1.1 400 Bad\r\n\r\n", "\u001b[31mSSH-2.0\u0007")) {
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread peer = Thread.ofVirtual().start(() -> answer(server, answer));
                Login login = new Login(
                                new HostPort("127.0.0.1", server.getLocalPort()),
                                "d",
                                "u",
                                new Credential.None(),
                                new Transport.VerifyFull(OTHERS.anchors()))
                        .withTimeouts(new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2)));
                Verdicts.Row row = one(login, new Expectation.Sqlstate("28000"));
                assertThat(row.verdict()).as(answer).isInstanceOf(Verdict.Unknown.class);
                assertThat(ProofTable.render(new Verdicts(List.of(row)))).doesNotContain("\u001b");
                peer.join();
            }
        }
    }

    private static void answer(ServerSocket server, String text) {
        try (Socket client = server.accept()) {
            client.getInputStream().readNBytes(8);
            OutputStream out = client.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException _) {
            // the other side has gone
            return;
        }
    }

    @Test
    void neverMoreConnectionsThanAllowed() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(5);
        Logins none = _ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            entered.countDown();
            await(entered);
            now.decrementAndGet();
            throw new ProvisionException(ProvisionCode.CREDENTIAL_UNUSABLE, "none on purpose", "");
        };
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            cells.add(cell("c" + i, "r", Shown.RIGHT, new Action.Connect(), new Expectation.Allowed()));
        }
        Verdicts verdicts = new Prover(none, 5).prove(cells);
        assertThat(most.get()).isEqualTo(5);
        assertThat(verdicts.passed()).isFalse();
        assertThat(verdicts.rows()).hasSize(200).allMatch(row -> row.verdict() instanceof Verdict.Unknown);
    }

    // until five are inside at once
    private static void await(CountDownLatch entered) {
        try {
            entered.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void nothingTriedIsNothingProven() {
        assertThat(new Verdicts(List.of()).passed()).isFalse();
    }

    private static Verdicts.Row one(Login login, Expectation expected) {
        return new Prover(_ -> login, 1)
                .prove(List.of(cell("one", "postgres", Shown.RIGHT, new Action.Connect(), expected)))
                .rows()
                .getFirst();
    }
}
