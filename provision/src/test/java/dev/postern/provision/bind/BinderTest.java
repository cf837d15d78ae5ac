package dev.postern.provision.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.deliver.NoPodman;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.secret.SecretReader;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
final class BinderTest {
    private final Path folder = TestFolder.fresh("binder");
    private final Binder binder = new Binder(new BindTools(
            SecretReader.filesOnly(),
            new NoPodman(),
            Optional.empty(),
            List.of(),
            ApplySettings.USUAL,
            InstantSource.system(),
            new SecureRandom()));

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void bothSidesAgreeAfterApplyAndASecondPlanIsEmpty(PgVersion version) throws Exception {
        CertServer server = CertServer.shared(version);
        ResourceSet declared = declared(server.postgres.port(), "agreed", folder.resolve("out"));

        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isFalse();
        assertThat(folder.resolve("out")).doesNotExist();
        BindReceipt receipt = binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);

        assertThat(receipt.problems()).isEmpty();
        assertThat(receipt.delivered()).hasSize(1);
        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isTrue();
        logIn(server, "agreed", folder.resolve("out"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aRoleThatLogsInIsToldItsPasswordAfterItsConsumer(PgVersion version) throws Exception {
        CertServer server = CertServer.shared(version);
        ResourceSet declared = declared(server.postgres.port(), "later", folder.resolve("out"));
        binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);
        server.postgres.execute("postgres", "ALTER ROLE later_app PASSWORD 'somebody else''s'");

        BindPlan plan = binder.plan(declared, Binder.clusters(declared));

        assertThat(plan.servers().getFirst().plan().isEmpty()).isTrue();
        assertThat(plan.servers().getFirst().after().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.shown())
                        .containsExactly(
                                "-- by hand: type the password of later_app that lies where Binding later delivers it",
                                "\\password later_app"));
        binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);
        logIn(server, "later", folder.resolve("out"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aProofSaysWhenAConsumerHasNotWhatIsDeclared(PgVersion version) throws Exception {
        CertServer server = CertServer.shared(version);
        ResourceSet declared = declared(server.postgres.port(), "stale", folder.resolve("out"));
        binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);
        assertThat(binder.prove(declared, Binder.clusters(declared)).stale()).isEmpty();
        Path conninfo = folder.resolve("out/application/conninfo");
        Files.writeString(conninfo, "garbage");

        BindProof proof = binder.prove(declared, Binder.clusters(declared));

        assertThat(proof.stale()).singleElement().satisfies(stale -> {
            assertThat(stale.binding()).isEqualTo("stale");
            assertThat(stale.why()).singleElement().asString().contains("conninfo differs");
        });
        assertThat(Answers.proven(proof).passed()).isFalse();
    }

    @Test
    void whatWasDoneIsToldWhenADeliveryFails() throws Exception {
        CertServer server = CertServer.shared(PgVersion.V18);
        Path blocked = Files.writeString(folder.resolve("file"), "no folder");
        ResourceSet declared = declared(server.postgres.port(), "halfway", blocked.resolve("out"));

        BindReceipt receipt = binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);

        assertThat(receipt.problems()).isNotEmpty();
        assertThat(receipt.done()).isNotEmpty();
        assertThat(receipt.delivered()).isEmpty();
        Files.delete(blocked);
        BindPlan left = binder.plan(declared, Binder.clusters(declared));
        assertThat(left.servers().getFirst().plan().isEmpty()).isTrue();
        assertThat(left.consumers().getFirst().plan().isEmpty()).isFalse();
        assertThat(binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT)
                        .complete())
                .isTrue();
        logIn(server, "halfway", blocked.resolve("out"));
    }

    @Test
    void aServerThatIsAwayIsNamedWithItsPort() throws IOException {
        ResourceSet declared = declared(1, "away", folder.resolve("out"));

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> binder.plan(declared, Binder.clusters(declared)));

        assertThat(refused.first().what()).isEqualTo("Cluster c: localhost:1 cannot be reached: nobody listens there");
        assertThat(refused.first().fix()).contains("listen_addresses").contains("port 1");
    }

    private static void logIn(CertServer server, String name, Path out) throws IOException, SQLException {
        String line = Files.readString(out.resolve("application/pgpass")).strip();
        Secret password = Secret.ofText(line.substring(line.lastIndexOf(':') + 1));
        try (Connection connection = Connections.open(new Login(
                server.address(), name, name + "_app", new Credential.Password(password), new Transport.Plain()))) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private ResourceSet declared(int port, String name, Path out) throws IOException {
        Path password = Files.writeString(folder.resolve("admin"), "unused");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return ManifestReader.readTexts(
                List.of(new ManifestText("test.yaml", folder, """
                        apiVersion: postern.dev/v1alpha1
                        kind: Cluster
                        metadata: {name: c}
                        spec:
                          engine: external
                          endpoints: {primary: "localhost:%d"}
                          tls: {sslmode: disable}
                          admin: {user: quick, password: {file: admin}}
                        ---
                        apiVersion: postern.dev/v1alpha1
                        kind: Database
                        metadata: {name: %2$s}
                        spec:
                          cluster: c
                          owner: %2$s_owner
                          roles: [{name: %2$s_app, profile: application}]
                        ---
                        apiVersion: postern.dev/v1alpha1
                        kind: Binding
                        metadata: {name: %2$s}
                        spec:
                          consumer: libpq
                          database: %2$s
                          auth: scram-sha-256
                          sslmode: require
                          roles: {application: %2$s_app}
                          deliver: [{directory: "%3$s"}]
                        """.formatted(port, name, out))), ResourceSet.empty());
    }
}
