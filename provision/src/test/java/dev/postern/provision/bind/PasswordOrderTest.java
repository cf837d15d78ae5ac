package dev.postern.provision.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.PlanAnswer;
import dev.postern.model.Cluster;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.apply.Receipt;
import dev.postern.provision.deliver.DeliveryReceipt;
import dev.postern.provision.deliver.NoPodman;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.SecretReader;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A given password changes: who is told when. */
@Tag("server")
final class PasswordOrderTest {
    private final CertServer server = CertServer.shared(PgVersion.V18);
    private final Path folder = TestFolder.fresh("order");
    private final List<String> told = new ArrayList<>();
    private final Binder binder = new Binder(new BindTools(
            SecretReader.filesOnly(),
            new NoPodman(),
            Optional.empty(),
            List.of(),
            ApplySettings.USUAL,
            InstantSource.system(),
            new SecureRandom()));

    @Test
    void theServerIsToldRightBehindTheLastConsumerOfARoleAndOthersAreServedBefore() throws Exception {
        ResourceSet declared = declared("turn");
        password("app", "first");
        password("read", "first-read");
        apply(declared, Optional.empty());
        password("app", "second");
        password("read", "second-read");
        Files.delete(folder.resolve("cron/application/conninfo"));

        BindPlan plan = binder.plan(declared, Binder.clusters(declared));
        List<String> planned = Answers.plan(plan, List.of()).steps().stream()
                .map(PasswordOrderTest::brief)
                .distinct()
                .toList();
        apply(declared, Optional.empty());

        assertThat(told)
                .containsExactly(
                        "cron",
                        "api",
                        "batch",
                        "set the password of turn_app",
                        "reports",
                        "set the password of turn_read");
        assertThat(planned).isEqualTo(told);
        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isTrue();
    }

    @Test
    void whatIsInterruptedBetweenTheTwoSidesIsFinishedByTheNextApply() throws Exception {
        ResourceSet declared = declared("cut");
        password("app", "first");
        password("read", "first-read");
        apply(declared, Optional.empty());
        String verifier = verifier("cut_app");
        password("app", "second");

        BindReceipt cut = apply(declared, Optional.of("batch"));

        assertThat(cut.complete()).isFalse();
        assertThat(told).containsExactly("api", "batch");
        assertThat(verifier("cut_app")).as("the server still takes the old one").isEqualTo(verifier);
        assertThat(Files.readString(folder.resolve("api/application/pgpass"))).contains(":second");
        BindPlan left = binder.plan(declared, Binder.clusters(declared));
        assertThat(Answers.plan(left, List.of()).steps())
                .extracting(PlanAnswer.Step::sentence)
                .containsExactly("set the password of cut_app");
        assertThat(apply(declared, Optional.empty()).complete()).isTrue();
        assertThat(verifier("cut_app")).isNotEqualTo(verifier);
        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isTrue();
    }

    @Test
    void aDeliveryThatFailsLeavesTheServerWithTheOldPassword() throws Exception {
        ResourceSet declared = declared("failed");
        password("app", "first");
        password("read", "first-read");
        apply(declared, Optional.empty());
        String verifier = verifier("failed_app");
        password("app", "second");
        Path blocked = folder.resolve("batch/application/pgpass");
        Files.delete(blocked);
        Files.createDirectories(blocked.resolve("in the way"));

        BindReceipt failed = apply(declared, Optional.empty());

        assertThat(failed.problems()).isNotEmpty();
        assertThat(told).containsExactly("api");
        assertThat(verifier("failed_app")).isEqualTo(verifier);
        Files.delete(blocked.resolve("in the way"));
        Files.delete(blocked);
        assertThat(apply(declared, Optional.empty()).complete()).isTrue();
        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isTrue();
    }

    /** @param cut after this delivery nothing more is done */
    private BindReceipt apply(ResourceSet declared, Optional<String> cut) {
        told.clear();
        return binder.apply(declared, Binder.clusters(declared), new BindProgress() {
            @Override
            public void planned(BindPlan plan) {}

            @Override
            public void done(Cluster cluster, Receipt.Done done) {
                told.add(done.step().title());
            }

            @Override
            public void delivered(Cluster cluster, DeliveryReceipt receipt) {
                told.add(receipt.binding());
                if (cut.equals(Optional.of(receipt.binding()))) {
                    throw new ProvisionException(ProvisionCode.DELIVERY_FAILED, "cut here", "go on");
                }
            }
        });
    }

    private static String brief(PlanAnswer.Step step) {
        return step.side().equals(PlanAnswer.SERVER)
                ? step.sentence()
                : step.sentence().replaceAll(".*/(api|batch|cron|reports)/.*", "$1");
    }

    private String verifier(String role) throws SQLException {
        try (Connection connection = server.quick().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'")) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private void password(String name, String password) throws IOException {
        Path file = Files.writeString(folder.resolve(name), password);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private ResourceSet declared(String name) throws IOException {
        password("admin", "unused");
        StringBuilder text = new StringBuilder("""
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {
                  engine: external, endpoints: {primary: "localhost:%d"}, tls: {sslmode: disable},
                  admin: {user: quick, password: {file: admin}}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: %2$s}, spec: {
                  cluster: c, owner: %2$s_owner, roles: [{name: %2$s_app, profile: application},
                    {name: %2$s_read, profile: reader}, {name: %2$s_cron, profile: application}]}}
                """.formatted(server.postgres.port(), name));
        binding(text, name, "reports", "read", "{application: {password: {file: read}}}");
        binding(text, name, "api", "app", "{application: {password: {file: app}}}");
        binding(text, name, "cron", "cron", "{}");
        binding(text, name, "batch", "app", "{application: {password: {file: app}}}");
        return ManifestReader.readTexts(
                List.of(new ManifestText("test.yaml", folder, text.toString())), ResourceSet.empty());
    }

    private void binding(StringBuilder text, String database, String name, String role, String credentials) {
        text.append("""
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: %1$s}, spec: {
                  consumer: libpq, database: %2$s, auth: scram-sha-256, sslmode: require,
                  roles: {application: %2$s_%3$s}, credentials: %4$s, deliver: [{directory: "%5$s"}]}}
                """.formatted(name, database, role, credentials, folder.resolve(name)));
    }
}
