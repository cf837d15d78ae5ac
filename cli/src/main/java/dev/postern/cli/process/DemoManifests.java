package dev.postern.cli.process;

import java.nio.file.Path;

/**
 * What the demo declares, as ordinary files that a newcomer can read and change: the cluster in one, rewritten at each
 * start because ports and paths are decided then; what is on it in another, written once and theirs from then on.
 */
final class DemoManifests {
    static final String CLUSTER_FILE = "cluster.yaml";
    static final String DEMO_FILE = "demo.yaml";

    private DemoManifests() {}

    static String cluster(int port, Path config, Path ca) {
        return """
                # Where the demo's PostgreSQL answers. Written anew by each `postern up`.
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata: {name: demo, labels: {stage: demo}}
                spec:
                  engine: external
                  endpoints: {primary: "localhost:%d"}
                  tls: {sslmode: verify-full, sslrootcert: {file: %s}}
                  admin: {user: postgres, database: postgres, sslcert: {file: %s}, sslkey: {file: %s}}
                """
                .formatted(port, quoted(ca), quoted(config.resolve("admin.crt")), quoted(config.resolve("admin.key")));
    }

    static String demo(Path delivery, String operator) {
        return """
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
                """
                .formatted(quoted(delivery), operator);
    }

    // YAML double quotes: a path may hold anything but NUL
    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
