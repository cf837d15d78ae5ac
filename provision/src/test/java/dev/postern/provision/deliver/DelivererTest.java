package dev.postern.provision.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.model.Binding;
import dev.postern.model.Metadata;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.ManualClock;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DelivererTest {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final TestAuthority clients = new TestAuthority("Delivering");
    private final TestAuthority servers = new TestAuthority("Serving");
    private final ManualClock clock = ManualClock.at(start);
    private final Path folder = TestFolder.fresh("deliver").resolve("it's here");
    private final Endpoint endpoint =
            new Endpoint(Declared.cluster().primary(), "shop", servers.anchors(), clients.anchors());
    private final Deliverer deliverer = new Deliverer(this::issue, clock);

    private ClientCertificates.Issued issue(String role, String binding) {
        Credential.ClientCertificate made = clients.client(
                TestAuthority.subject(role, binding),
                start.minus(1, ChronoUnit.HOURS),
                start.plus(11, ChronoUnit.HOURS));
        return new ClientCertificates.Issued(made.chain(), made.key());
    }

    private Binding binding(String consumer, Map<String, String> roles) {
        return Binding.of(new Metadata("web", Map.of()), consumer, "shop", roles, List.of(folder));
    }

    @Test
    void deliversOnceAndThenNothingIsLeft() throws IOException {
        Binding binding = binding("jdbc", Map.of("application", "shop_app", "migration", "shop_migrator"));
        DeliveryPlan plan = deliverer.plan(binding, endpoint);
        assertThat(plan.steps()).hasSize(2).allMatch(step -> step.side() == Step.Side.CONSUMER);
        DeliveryReceipt receipt = deliverer.apply(plan);
        assertThat(receipt.delivered()).hasSize(2);
        Path application = folder.resolve("application");
        assertThat(receipt.delivered().getFirst().files())
                .containsExactlyInAnyOrder(
                        application.resolve("client.crt"),
                        application.resolve("client.key"),
                        application.resolve("client.pk8"),
                        application.resolve("ca.crt"),
                        application.resolve("jdbc.properties"));
        for (String secret : List.of("client.key", "client.pk8")) {
            assertThat(Files.getPosixFilePermissions(application.resolve(secret)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(deliverer.plan(binding, endpoint).isEmpty()).isTrue();
    }

    @Test
    void renewsWhenAThirdOfTheLifeIsLeft() {
        Binding binding = binding("libpq", Map.of("application", "shop_app"));
        deliverer.apply(deliverer.plan(binding, endpoint));
        clock.set(start.plus(Duration.ofHours(7)).minusSeconds(1));
        assertThat(deliverer.plan(binding, endpoint).isEmpty()).isTrue();
        clock.set(start.plus(Duration.ofHours(7)).plusSeconds(1));
        assertThat(deliverer.plan(binding, endpoint).changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.reasons()).singleElement().asString().contains("expires in 3 h"));
        clock.set(start.plus(Duration.ofHours(12)));
        assertThat(deliverer.plan(binding, endpoint).changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.reasons()).singleElement().asString().contains("expired"));
    }

    @Test
    void whateverIsWrongIsSeenAndMended() throws IOException {
        Binding binding = binding("jdbc", Map.of("application", "shop_app"));
        deliverer.apply(deliverer.plan(binding, endpoint));
        Path at = folder.resolve("application");
        spoil(binding, "client.crt is missing", true, () -> Files.delete(at.resolve("client.crt")));
        spoil(binding, "client.key is missing", true, () -> Files.delete(at.resolve("client.key")));
        spoil(binding, "client.pk8 is missing", true, () -> Files.delete(at.resolve("client.pk8")));
        spoil(binding, "ca.crt is missing", false, () -> Files.delete(at.resolve("ca.crt")));
        spoil(binding, "ca.crt differs", false, () -> Files.writeString(at.resolve("ca.crt"), "junk"));
        spoil(binding, "jdbc.properties differs", false, () -> Files.writeString(at.resolve("jdbc.properties"), ""));
        spoil(binding, "client.crt", true, () -> Files.writeString(at.resolve("client.crt"), "junk"));
        spoil(binding, "client.key", true, () -> Files.writeString(at.resolve("client.key"), "junk"));
        spoil(
                binding,
                "used by others",
                true,
                () -> Files.setPosixFilePermissions(
                        at.resolve("client.key"), PosixFilePermissions.fromString("rw-r--r--")));
        spoil(binding, "not the key of", true, () -> {
            byte[] key = Files.readAllBytes(at.resolve("client.key"));
            deliverer.apply(plan(binding, at));
            Files.write(at.resolve("client.key"), key);
        });
        spoil(
                binding,
                "for the role shop_read",
                true,
                () -> deliverer.apply(deliverer.plan(binding("jdbc", Map.of("application", "shop_read")), endpoint)));
        Endpoint elsewhere = new Endpoint(
                endpoint.server(), "shop", endpoint.serverAnchors(), new TestAuthority("New root").anchors());
        assertThat(deliverer.plan(binding, elsewhere).changes().getFirst().newCertificate())
                .isTrue();
    }

    private DeliveryPlan plan(Binding binding, Path at) throws IOException {
        Files.delete(at.resolve("client.crt"));
        return deliverer.plan(binding, endpoint);
    }

    /** Something that a person or a disk may do to delivered files. */
    @FunctionalInterface
    private interface Spoiling {
        void spoil() throws IOException;
    }

    private void spoil(Binding binding, String reason, boolean newCertificate, Spoiling how) throws IOException {
        how.spoil();
        DeliveryPlan plan = deliverer.plan(binding, endpoint);
        assertThat(plan.changes()).as(reason).singleElement().satisfies(change -> {
            assertThat(change.reasons()).anySatisfy(said -> assertThat(said).contains(reason));
            assertThat(change.newCertificate()).isEqualTo(newCertificate);
        });
        deliverer.apply(plan);
        assertThat(deliverer.plan(binding, endpoint).isEmpty()).as(reason).isTrue();
    }

    @Test
    void whatIsDeliveredBelongsToWhomTheFolderOrTheFileBefore() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files to others");
        UserPrincipalLookupService users = folder.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal nobody = users.lookupPrincipalByName("nobody");
        UserPrincipal daemon = users.lookupPrincipalByName("daemon");
        Files.createDirectories(folder);
        Files.setOwner(folder, nobody);
        Binding binding = binding("libpq", Map.of("application", "shop_app"));
        Path key = folder.resolve("application/client.key");

        deliverer.apply(deliverer.plan(binding, endpoint));
        assertThat(Files.getOwner(key)).isEqualTo(nobody);
        assertThat(Files.getOwner(key.getParent())).isEqualTo(nobody);
        assertThat(Files.getPosixFilePermissions(key)).isEqualTo(DurableFile.OWNER_ONLY);

        Files.setOwner(key, daemon);
        String before = Files.readString(key);
        clock.set(start.plus(Duration.ofHours(7)).plusSeconds(1));
        deliverer.apply(deliverer.plan(binding, endpoint));
        assertThat(Files.readString(key)).isNotEqualTo(before);
        assertThat(Files.getOwner(key)).isEqualTo(daemon);
        assertThat(Files.getOwner(key.resolveSibling("client.crt"))).isEqualTo(nobody);
    }

    @Test
    void unknownConsumersAndUnsafeNamesAreRefused() {
        assertThatThrownBy(() -> deliverer.plan(binding("libqp", Map.of("application", "a")), endpoint))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("did you mean \"libpq\"?");
        assertThatThrownBy(() -> deliverer.plan(binding("libpq", Map.of("../up", "a")), endpoint))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("../up");
    }

    @Test
    @EnabledIfPostgres(PgVersion.V15)
    void psqlAndPgjdbcLogInWithWhatIsDelivered() throws Exception {
        CertServer server = CertServer.shared(PgVersion.V15);
        Converge.fully(server.superuser(), Declared.server(Declared.usual("given")));
        Endpoint real = new Endpoint(server.address(), "given", server.servers.anchors(), server.clients.anchors());
        Deliverer now = new Deliverer(
                (role, name) -> {
                    Credential.ClientCertificate made = server.clients.client(role, name);
                    return new ClientCertificates.Issued(made.chain(), made.key());
                },
                clock);
        for (String consumer : List.of("libpq", "jdbc")) {
            now.apply(now.plan(binding(consumer, Map.of(consumer, "given_app")), real));
        }
        String conninfo =
                Files.readString(folder.resolve("libpq").resolve("conninfo")).strip();
        assertThat(CommandLine.run("psql", "-XAtc", "SELECT postern.identity()", conninfo)
                        .orFail()
                        .out())
                .isEqualToIgnoringNewLines("web");
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(folder.resolve("jdbc").resolve("jdbc.properties"))) {
            properties.load(text);
        }
        try (Connection connection = DriverManager.getConnection(properties.getProperty("url"), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT postern.identity()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("web");
        }
    }
}
