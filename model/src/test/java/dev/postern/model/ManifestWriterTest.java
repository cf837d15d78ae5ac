package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifestWriterTest {
    @Test
    void whatIsWrittenReadsBackAsEqual() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Resource resource = new RandomResources(new Random(seed)).next();
            String json = ManifestWriter.json(resource);
            assertThat(json).doesNotContain("\n");
            assertThat(ManifestReader.readStored("stored", json))
                    .as("seed %d, JSON %s", seed, json)
                    .isEqualTo(resource);
            String yaml = ManifestWriter.yaml(List.of(resource));
            assertThat(ManifestReader.readOne(new ManifestText("x.yaml", Path.of("/"), yaml)))
                    .as("seed %d, YAML %s", seed, yaml)
                    .isEqualTo(resource);
        }
    }

    @Test
    void writingIsCanonical() {
        ResourceSet set = ManifestReaderTest.read(ManifestReaderTest.ORDERS);
        String yaml = ManifestWriter.yaml(set.resources());
        assertThat(ManifestReader.readTexts(
                        List.of(new ManifestText("x.yaml", Path.of("/elsewhere"), yaml)), ResourceSet.empty()))
                .isEqualTo(set);
        assertThat(yaml).startsWith("""
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata:
                  name: orders
                  labels:
                    stage: prod
                    team: edge
                spec:
                  engine: external
                  endpoints:
                    primary: pg1.example.com:5432
                  tls:
                    sslrootcert:
                      file: /etc/postern/ca.crt
                  admin:
                    user: postgres
                    password:
                      file: /run/secrets/admin
                ---
                """);
        assertThat(ManifestWriter.json(set.rule("edge-developers").orElseThrow()))
                .isEqualTo("{\"apiVersion\":\"postern.dev/v1alpha1\",\"kind\":\"AccessRule\","
                        + "\"metadata\":{\"name\":\"edge-developers\"},\"spec\":{\"allow\":{"
                        + "\"subjects\":[\"user:alice\"],\"clusters\":{\"labels\":{\"team\":\"edge\"}},"
                        + "\"databases\":[\"flightctl\"],\"roles\":[\"flightctl_read\"]},"
                        + "\"session\":{\"maxTtl\":\"8h\"}}}");
    }
}
