package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.problem.ManifestException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds of growth, with ten times the room of what a quiet machine needs. */
@Timeout(60)
class LargeManifestTest {
    @Test
    void tenThousandRulesAreRead() {
        StringBuilder text = new StringBuilder(ManifestReaderTest.ORDERS);
        IntStream.range(0, 10_000).forEach(i -> text.append("""
                ---
                apiVersion: postern.dev/v1alpha1
                kind: AccessRule
                metadata: {name: rule-%d}
                spec:
                  allow: {subjects: ["user:u%d"], clusters: {names: [orders]}, databases: [flightctl], roles: [flightctl_app]}
                """.formatted(i, i)));
        assertThat(ManifestReaderTest.read(text.toString()).rules()).hasSize(10_001);
    }

    @Test
    void aThousandDatabasesWithBindingsAreChecked() {
        StringBuilder text = new StringBuilder(ManifestReaderTest.ORDERS);
        IntStream.range(0, 1_000).forEach(i -> text.append(database(i, "orders")));
        assertThat(ManifestReaderTest.read(text.toString()).bindings()).hasSize(1_001);
    }

    @Test
    void aThousandWrongReferencesAreRefusedQuickly() {
        StringBuilder text = new StringBuilder(ManifestReaderTest.ORDERS);
        IntStream.range(0, 1_000).forEach(i -> text.append(database(i, "order")));
        assertThatThrownBy(() -> ManifestReaderTest.read(text.toString()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("500 more problems");
    }

    private static String database(int i, String cluster) {
        return """
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: db-%d}
                spec: {cluster: %s, owner: o%d, roles: [{name: shared, profile: reader}, {name: r%d, profile: application}]}
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Binding
                metadata: {name: b-%d}
                spec: {consumer: libpq, database: db-%d, roles: {application: r%d}, deliver: [{directory: d%d}]}
                """.formatted(i, cluster, i, i, i, i, i, i);
    }
}
