package dev.postern.cli.process;

import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.kernel.durable.DurableFile;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.server.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** The demo cluster's certificates, in its configuration folder: the server's own, whom it believes, its administrator's. */
final class TlsFiles {
    private static final String ADMIN = "postern up";

    private final Home home;
    private final Issuance issuance;

    TlsFiles(Home home, Issuance issuance) {
        this.home = home;
        this.issuance = issuance;
    }

    /** A new server certificate, for the start or for a reload. */
    Issued writeServer() {
        Credential server = issuance.server(List.of("localhost"), List.of("127.0.0.1", "::1"), ADMIN);
        Path folder = home.config(LocalServers.DEMO);
        Path authority = folder.resolve("client-ca.crt");
        try {
            Home.makePrivate(folder);
            write(folder.resolve("server-ca.crt"), issuance.anchors(AuthorityName.SERVER));
            write(authority, issuance.anchors(AuthorityName.CLIENT));
            write(folder.resolve("server.crt"), server.chain());
            PrivateKeyFile.writePem(folder.resolve("server.key"), server.key());
        } catch (IOException failure) {
            throw Home.unusable(home.folder(), failure);
        }
        return new Issued(
                server.leaf(), new ServerTls(folder.resolve("server.crt"), folder.resolve("server.key"), authority));
    }

    /** A new certificate for the role that changes roles and grants on the demo cluster. */
    X509Certificate writeAdmin() {
        Credential admin = issuance.client(LocalServers.DEMO_SUPERUSER, "postern", "control", ADMIN);
        Path folder = home.config(LocalServers.DEMO);
        try {
            write(folder.resolve("admin.crt"), admin.chain());
            PrivateKeyFile.writePem(folder.resolve("admin.key"), admin.key());
        } catch (IOException failure) {
            throw Home.unusable(home.folder(), failure);
        }
        return admin.leaf();
    }

    Path serverAuthority() {
        return home.config(LocalServers.DEMO).resolve("server-ca.crt");
    }

    /** A certificate in force, and the files it lies in. */
    record Issued(X509Certificate certificate, ServerTls files) {}

    private static void write(Path file, List<X509Certificate> chain) throws IOException {
        DurableFile.write(file, Pem.write(chain).getBytes(StandardCharsets.US_ASCII), DurableFile.PUBLIC);
    }
}
