package dev.postern.control.declared;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.model.Cluster;
import dev.postern.model.SslMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a cluster's server certificate must chain to. */
public final class Anchors {
    private Anchors() {}

    /** Reads the cluster's {@code sslrootcert}. */
    public static List<X509Certificate> of(Cluster cluster) {
        Path file = cluster.tls()
                .sslrootcert()
                .filter(_ -> cluster.tls().sslmode() == SslMode.VERIFY_FULL)
                .orElseThrow(() -> new ControlException(
                        ControlCode.RESOURCE_CONFLICT,
                        "Cluster " + cluster.metadata().name() + " has sslmode "
                                + cluster.tls().sslmode().word() + "; the gateway connects with verify-full only",
                        "say tls: {sslmode: verify-full, sslrootcert: {file: PATH}}"));
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new CertificateException("it holds no certificate");
            }
            return found;
        } catch (IOException | CertificateException unreadable) {
            throw new ControlException(
                    ControlCode.FILE_UNREADABLE,
                    "the sslrootcert of Cluster " + cluster.metadata().name() + ", " + file + ", cannot be used ("
                            + unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage() + ")",
                    "put the PEM certificate of the server's authority there",
                    unreadable);
        }
    }
}
