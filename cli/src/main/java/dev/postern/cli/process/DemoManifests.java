package dev.postern.cli.process;

import dev.postern.api.Manifests;
import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demo declares, as ordinary files that a newcomer can read and change: the cluster in one, rewritten at each
 * start because ports and paths are decided then; what is on it in another, written once and theirs from then on.
 */
final class DemoManifests {
    private static final String CLUSTER_FILE = "cluster.yaml";
    private static final String DEMO_FILE = "demo.yaml";

    private final Home home;

    /** As its own file calls it. */
    static final String CLUSTER = "demo";

    DemoManifests(Home home) {
        this.home = home;
    }

    /** Whether nobody has got the demo's own declarations yet. */
    boolean isNew() {
        return !Files.exists(home.resources().resolve(DEMO_FILE));
    }

    /** Writes the cluster's file. */
    Manifests cluster(int port, Path serverAuthority) {
        Path config = home.config(LocalServers.DEMO);
        String text = """
            # Where the demo's PostgreSQL answers. Written anew by each `postern up`.
            apiVersion: postern.dev/v1alpha1
            kind: Cluster
            metadata: {name: demo, labels: {stage: demo}}
            spec:
              engine: external
              endpoints: {primary: "localhost:%d"}
              tls: {sslmode: verify-full, sslrootcert: {file: %s}}
              admin: {user: %s, database: postgres, sslcert: {file: %s}, sslkey: {file: %s}}
            """.formatted(
                        port,
                        quoted(serverAuthority),
                        LocalServers.DEMO_SUPERUSER,
                        quoted(config.resolve("admin.crt")),
                        quoted(config.resolve("admin.key")));
        write(CLUSTER_FILE, text);
        return manifests(CLUSTER_FILE, text);
    }

    Manifests demo(String operator) {
        return manifests(DEMO_FILE, """
            # A database with three roles, a service bound to it, and who may reach it through the gateway.
            # Yours to change: postern plan -f demo.yaml, then postern apply -f demo.yaml
            apiVersion: postern.dev/v1alpha1
            kind: Database
            metadata: {name: demo}
            spec:
              cluster: demo
              owner: demo_owner
              roles:
                - {name: demo_app, profile: application, connectionLimit: 50}
                - {name: demo_read, profile: reader}
                - {name: demo_migrator, profile: migrator}
            ---
            apiVersion: postern.dev/v1alpha1
            kind: Binding
            metadata: {name: demo-app}
            spec:
              consumer: libpq
              database: demo
              roles: {application: demo_app}
              auth: cert
              sslmode: verify-full
              deliver: [{directory: %s}]
            ---
            apiVersion: postern.dev/v1alpha1
            kind: AccessRule
            metadata: {name: demo-operator}
            spec:
              allow:
                subjects: ["user:%s"]
                clusters: {labels: {stage: [demo]}}
                databases: [demo]
                roles: [demo_app, demo_read, demo_migrator]
            """.formatted(quoted(home.bindings().resolve("demo-app")), operator));
    }

    /** After they were applied, so that a start that is killed in between applies them again. */
    void keep(Manifests applied) {
        applied.files().forEach(file -> write(file.name(), file.text()));
    }

    private Manifests manifests(String name, String text) {
        return new Manifests(List.of(new Manifests.File(name, home.resources().toString(), text)));
    }

    private void write(String name, String text) {
        try {
            DurableFile.write(
                    home.resources().resolve(name), text.getBytes(StandardCharsets.UTF_8), DurableFile.OWNER_ONLY);
        } catch (IOException failure) {
            throw Home.unusable(home.folder(), failure);
        }
    }

    // YAML double quotes: a path may hold anything but NUL
    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
