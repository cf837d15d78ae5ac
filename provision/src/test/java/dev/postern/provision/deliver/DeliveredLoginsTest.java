package dev.postern.provision.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Binding.Delivery;
import dev.postern.model.Binding.Rotation;
import dev.postern.model.Metadata;
import dev.postern.model.SslMode;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.secret.PasswordMaker;
import dev.postern.provision.secret.PodmanSecrets;
import dev.postern.testing.ManualClock;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveredLoginsTest {
    private static final PasswordMaker MAKER = new PasswordMaker(new SecureRandom());

    private final Path folder = TestFolder.fresh("delivered").resolve("to here");
    private final Map<String, Secret> podman = new HashMap<>();
    private final Endpoint endpoint =
            new Endpoint(Declared.cluster().primary(), "shop", new TestAuthority("Serving").anchors(), List.of());
    private final Deliverer deliverer = new Deliverer(
            Optional.empty(),
            new PodmanSecrets() {
                @Override
                public Optional<Secret> read(String name) {
                    return Optional.ofNullable(podman.get(name));
                }

                @Override
                public void write(String name, Secret value, Map<String, String> labels) {
                    podman.put(name, value);
                }
            },
            ManualClock.at(Instant.now()));

    @ParameterizedTest
    @ValueSource(strings = {"libpq", "jdbc", "pgx", "service-binding", "spire"})
    void whatIsDeliveredIsReadBackFromFolders(String consumer) {
        readsBack(consumer, List.of(new Delivery.Directory(folder)), Rotation.IN_PLACE, "shop_app");
        readsBack(consumer, List.of(new Delivery.Directory(folder)), Rotation.ALTERNATE, "shop_app_a");
        readsBack(consumer, List.of(new Delivery.Directory(folder)), Rotation.ALTERNATE, "shop_app_b");
    }

    @Test
    void whatIsDeliveredIsReadBackFromManifests() {
        List<Delivery> manifest = List.of(new Delivery.KubernetesManifest(folder.resolve("secrets.yaml")));
        readsBack("service-binding", manifest, Rotation.IN_PLACE, "shop_app");
        readsBack("service-binding", manifest, Rotation.ALTERNATE, "shop_app_b");
    }

    @Test
    void whatIsDeliveredIsReadBackFromPodman() {
        Map<String, String> roles = Map.of("application", "flightctl_app", "migration", "flightctl_migrator");
        Binding binding = binding("flight-control", roles, List.of(new Delivery.PodmanSecrets()), Rotation.IN_PLACE);
        Map<String, Login> given = new HashMap<>();
        roles.forEach((purpose, role) -> given.put(purpose, known(role, role)));
        assertThat(deliverer.delivered(binding, endpoint)).isEmpty();
        deliverer.apply(deliverer.plan(binding, endpoint, given));
        assertThat(podman).hasSizeGreaterThan(1);
        assertThat(deliverer.delivered(binding, endpoint)).isEqualTo(given);
        assertThat(deliverer
                        .plan(binding, endpoint, deliverer.delivered(binding, endpoint))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void whatSomebodyElseWroteHasNoPasswordThatWeKnow() throws IOException {
        Binding binding = binding(
                "libpq", Map.of("application", "shop_app"), List.of(new Delivery.Directory(folder)), Rotation.IN_PLACE);
        deliverer.apply(deliverer.plan(binding, endpoint, Map.of("application", known("shop_app", "shop_app"))));
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            Files.writeString(file, "something else");
        }
        assertThat(deliverer.delivered(binding, endpoint)).isEmpty();
    }

    private void readsBack(String consumer, List<Delivery> deliver, Rotation rotation, String user) {
        Binding binding = binding(consumer, Map.of("application", "shop_app"), deliver, rotation);
        Map<String, Login> given = Map.of("application", known("shop_app", user));
        deliverer.apply(deliverer.plan(binding, endpoint, given));
        assertThat(deliverer.delivered(binding, endpoint))
                .as(consumer + " " + user)
                .isEqualTo(given);
        assertThat(deliverer
                        .plan(binding, endpoint, deliverer.delivered(binding, endpoint))
                        .isEmpty())
                .isTrue();
    }

    private static Login known(String role, String user) {
        return new Login(role, user, Optional.of(new Password.Known(MAKER.make())));
    }

    private static Binding binding(
            String consumer, Map<String, String> roles, List<Delivery> deliver, Rotation rotation) {
        Map<String, String> options = consumer.equals("flight-control") ? Map.of("generation", "quadlet") : Map.of();
        return new Binding(
                new Metadata("web", Map.of()),
                consumer,
                "shop",
                roles,
                Binding.Auth.SCRAM_SHA_256,
                SslMode.VERIFY_FULL,
                Map.of(),
                rotation,
                options,
                deliver);
    }
}
