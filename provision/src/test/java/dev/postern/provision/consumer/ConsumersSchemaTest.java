package dev.postern.provision.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.model.Binding.Auth;
import dev.postern.model.Binding.Rotation;
import dev.postern.model.HostPort;
import dev.postern.model.SslMode;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.testing.CommandLine;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written is read by the types and schemas of those who read it. */
class ConsumersSchemaTest {
    private final TestAuthority authority = new TestAuthority("Somebody");

    private Access access(Map<String, Login> logins, Map<String, String> options) {
        return new Access(
                "shop",
                Path.of("/srv"),
                new Endpoint(
                        new HostPort("pg1.example.com", 5432),
                        List.of(new HostPort("pg2.example.com", 5432), new HostPort("pg3.example.com", 5433)),
                        "shop",
                        authority.anchors(),
                        List.of()),
                Auth.CERT,
                SslMode.VERIFY_FULL,
                Rotation.IN_PLACE,
                new TreeMap<>(logins),
                options,
                new TreeMap<>(Map.of("stage", "prod")),
                Map.of("dbClientCa", authority.anchors()));
    }

    private static Path written(Contract contract, String name) throws IOException {
        Path file = TestFolder.fresh("schema").resolve(name);
        Content content = contract.files().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .content();
        Files.writeString(file, Rendering.shown(content));
        return file;
    }

    @Test
    void teleportsOwnTypesReadTheDatabases() throws IOException {
        CommandLine.Result built = CommandLine.run(
                List.of(Path.of("../testing/consumers/build").toAbsolutePath().toString(), "--cached", "kind-db"),
                Map.of(),
                "",
                Duration.ofMinutes(1));
        assumeTrue(built.exit() != 3, built.out());
        Contract contract = Consumers.contract(
                "teleport",
                access(
                        Map.of("people", Login.withoutPassword("shop_read")),
                        Map.of("labels", "team=web,on=1_000", "name", "shop-prod")));
        String read = CommandLine.run(
                        built.orFail().out().strip(),
                        written(contract, "teleport-db.yaml").toString())
                .orFail()
                .out();
        assertThat(read.lines())
                .hasSize(3)
                .allMatch(line -> line.contains(" postgres ")
                        && line.contains("VERIFY_FULL ")
                        && line.contains("ca-certificates=1")
                        && line.contains("team=web"))
                .anyMatch(line -> line.startsWith("shop-prod ") && line.contains("pg1.example.com:5432"))
                .anyMatch(line -> line.startsWith("shop-prod-ro-1 ") && line.contains("pg2.example.com:5432"))
                .anyMatch(line -> line.startsWith("shop-prod-ro-2 ") && line.contains("pg3.example.com:5433"));
    }

    @Test
    void flightControlsOwnSchemaTakesTheValuesAndNotTheOlderOnes() throws IOException {
        Optional<Path> module = GoModules.folder("github.com/flightctl/flightctl", "v1.0.0");
        assumeTrue(module.isPresent(), "the module of Flight Control 1.0.0 is out of reach");
        assumeTrue(
                CommandLine.run("python3", "-c", "import yaml, jsonschema").exit() == 0,
                "python3 has no yaml or no jsonschema");
        Map<String, Login> logins = Map.of(
                "application", Login.withoutPassword("flightctl_app"),
                "migration", Login.withoutPassword("flightctl_migrator"),
                "admin", Login.withoutPassword("flightctl_admin"));
        String schema =
                module.get().resolve("deploy/helm/flightctl/values.schema.json").toString();
        for (Map.Entry<String, Integer> generation :
                Map.of("helm", 0, "helm-legacy", 1).entrySet()) {
            Contract contract = Consumers.contract(
                    "flight-control",
                    access(logins, Map.of("generation", generation.getKey(), "internalNamespace", "inner")));
            CommandLine.Result judged = CommandLine.run(
                    "python3",
                    "-c",
                    "import sys, json, yaml, jsonschema\n"
                            + "jsonschema.validate(yaml.safe_load(open(sys.argv[2])), json.load(open(sys.argv[1])))",
                    schema,
                    written(contract, "values.yaml").toString());
            assertThat(judged.exit()).as(judged.err()).isEqualTo(generation.getValue());
        }
    }
}
