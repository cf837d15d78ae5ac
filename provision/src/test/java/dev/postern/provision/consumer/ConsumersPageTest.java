package dev.postern.provision.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.model.SecretSource;
import dev.postern.pki.x509.Pem;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What each Binding of {@code docs/consumers.md} is rendered to stands below it. {@code -Dpostern.regenerate=true} writes
 * it anew instead of comparing.
 */
class ConsumersPageTest {
    private static final Path PAGE = Path.of("../docs/consumers.md");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern RENDERED =
            Pattern.compile("(?ms)^<!-- rendered: (\\S+) -->\n(?:\n```text\n.*?^```\n)?");

    private final TestAuthority servers = new TestAuthority("Servers of central");
    private final TestAuthority teleport = new TestAuthority("Teleport db_client");
    private final TestAuthority clients = new TestAuthority("Clients of central");

    @Test
    void whatThePageShowsIsWhatIsRendered() throws IOException {
        String page = Files.readString(PAGE);
        ResourceSet declared = declared(page);
        String current = RENDERED.matcher(page)
                .replaceAll(found -> Matcher.quoteReplacement("<!-- rendered: " + found.group(1) + " -->\n\n```text\n"
                        + shown(declared, declared.binding(found.group(1)).orElseThrow()) + "```\n"));
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/consumers.md is stale: mvn -pl provision test -Dtest=ConsumersPageTest"
                        + " -Dtests.jvm=-Dpostern.regenerate=true")
                .isEqualTo(current);
    }

    @Test
    void thePageShowsEveryConsumer() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(declared(page).bindings().stream().map(Binding::consumer).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Consumers.names());
        assertThat(RENDERED.matcher(page).results().map(found -> found.group(1)))
                .containsExactlyElementsOf(declared(page).bindings().stream()
                        .map(binding -> binding.metadata().name())
                        .toList());
    }

    private static ResourceSet declared(String page) {
        String all = YAML.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.joining("---\n"));
        return ManifestReader.readTexts(
                List.of(new ManifestText("consumers.md", Path.of("/docs"), all)), ResourceSet.empty());
    }

    private String shown(ResourceSet declared, Binding binding) {
        Database database = declared.database(binding.database()).orElseThrow();
        Cluster cluster = declared.cluster(database.cluster()).orElseThrow();
        Endpoint endpoint = new Endpoint(
                cluster.primary(), cluster.standbys(), database.name(), servers.anchors(), clients.anchors());
        Deliverer deliverer = new Deliverer(
                (role, name) -> {
                    throw new AssertionError("rendering issues nothing");
                },
                InstantSource.system());
        String text =
                deliverer.render(withFiles(binding), endpoint, logins(binding)).text();
        assertThat(text).doesNotContain("canary");
        return text.replaceAll("(?s)( *)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", "$1(certificate)")
                .replaceAll("\"-----BEGIN CERTIFICATE-----[^\"]*\"", "(certificate)");
    }

    private static Map<String, Login> logins(Binding binding) {
        Map<String, Login> logins = new HashMap<>();
        binding.roles().forEach((purpose, role) -> {
            String user = binding.rotation() == Binding.Rotation.ALTERNATE ? role + "_a" : role;
            Password known = new Password.Known(Secret.ofText("canary-" + purpose));
            Optional<Password> password = Optional.of(binding.auth())
                    .filter(Binding.Auth::usesPassword)
                    .map(_ -> Optional.ofNullable(binding.credentials().get(purpose))
                            .flatMap(Binding.Credential::password)
                            .filter(SecretSource.Reference.class::isInstance)
                            .<Password>map(source -> new Password.Reference(((SecretSource.Reference) source).text()))
                            .orElse(known));
            logins.put(purpose, new Login(role, user, password));
        });
        return logins;
    }

    private Binding withFiles(Binding binding) {
        if (!binding.options().containsKey("dbClientCa")) {
            return binding;
        }
        Path file = TestFolder.fresh("teleport").resolve("ca.pem");
        try {
            Files.writeString(file, Pem.write(teleport.root()));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        Map<String, String> options = new HashMap<>(binding.options());
        options.put("dbClientCa", file.toString());
        return new Binding(
                binding.metadata(),
                binding.consumer(),
                binding.database(),
                binding.roles(),
                binding.auth(),
                binding.sslmode(),
                binding.credentials(),
                binding.rotation(),
                options,
                binding.deliver());
    }
}
