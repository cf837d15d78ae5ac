package dev.postern.control;

import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.server.ServerTls;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL that lets in nobody without a certificate of the client authority. */
final class DemoCluster implements AutoCloseable {
    private final TestPostgres server;
    private final Path folder;

    private DemoCluster(TestPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static DemoCluster start(Issuance issuance, Path folder) {
        try {
            Credential tls = issuance.server(List.of("localhost"), List.of("127.0.0.1"), "test");
            Credential admin = issuance.client("postgres", "test", "control", "test");
            write(folder.resolve("server.crt"), tls);
            write(folder.resolve("admin.crt"), admin);
            PrivateKeyFile.writePem(folder.resolve("server.key"), tls.key());
            PrivateKeyFile.writePem(folder.resolve("admin.key"), admin.key());
            Files.writeString(folder.resolve("client-ca.crt"), Pem.write(issuance.anchors(AuthorityName.CLIENT)));
            Files.writeString(folder.resolve("server-ca.crt"), Pem.write(issuance.anchors(AuthorityName.SERVER)));
        } catch (IOException failure) {
            throw new AssertionError("no files for the demo cluster", failure);
        }
        TestPostgres server = TestPostgres.builder(PgVersion.V18)
                .tls(new ServerTls(
                        folder.resolve("server.crt"),
                        folder.resolve("server.key"),
                        Optional.of(folder.resolve("client-ca.crt")),
                        Optional.empty()))
                .hba("hostssl all all 127.0.0.1/32 cert", "local all postgres scram-sha-256")
                .start();
        return new DemoCluster(server, folder);
    }

    TestPostgres server() {
        return server;
    }

    String cluster() {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata: {name: demo, labels: {stage: demo}}
                spec:
                  engine: external
                  endpoints: {primary: "localhost:%d"}
                  tls: {sslmode: verify-full, sslrootcert: {file: %s/server-ca.crt}}
                  admin: {user: postgres, database: postgres, sslcert: {file: %s/admin.crt}, sslkey: {file: %s/admin.key}}
                """.formatted(server.port(), folder, folder, folder);
    }

    String database() {
        return """
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
                """;
    }

    String binding() {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: Binding
                metadata: {name: demo-app}
                spec:
                  consumer: libpq
                  database: demo
                  roles: {application: demo_app}
                  auth: cert
                  sslmode: verify-full
                  deliver: [{directory: %s/delivered}]
                """.formatted(folder);
    }

    String rule() {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: AccessRule
                metadata: {name: demo-operator}
                spec:
                  allow:
                    subjects: ["user:operator"]
                    clusters: {labels: {stage: [demo]}}
                    databases: [demo]
                    roles: [demo_app, demo_read]
                """;
    }

    @Override
    public void close() {
        server.close();
    }

    private static void write(Path file, Credential credential) throws IOException {
        Files.writeString(file, Pem.write(credential.chain()));
    }
}
