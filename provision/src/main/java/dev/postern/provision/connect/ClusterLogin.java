package dev.postern.provision.connect;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Cluster;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.SecretReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads what a declared cluster names. */
final class ClusterLogin {
    private ClusterLogin() {}

    static Login admin(Cluster cluster, SecretReader secrets) {
        String name = cluster.metadata().name();
        Cluster.Admin admin = cluster.admin()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "the cluster " + name + " declares no admin, so nothing can be applied to it",
                        "add spec.admin with a user and a certificate or a password file"));
        return new Login(
                cluster.primary(),
                admin.database(),
                admin.user(),
                credential(name, admin, secrets),
                transport(cluster));
    }

    private static Credential credential(String name, Cluster.Admin admin, SecretReader secrets) {
        return switch (admin.credential()) {
            case Cluster.AdminCredential.ClientCertificate files ->
                new Credential.ClientCertificate(certificates(files.sslcert()), PrivateKeyFile.read(files.sslkey()));
            case Cluster.AdminCredential.Password password ->
                new Credential.Password(
                        secrets.read("Cluster " + name + ": the password of " + admin.user(), password.source()));
        };
    }

    static Transport transport(Cluster cluster) {
        return switch (cluster.tls().sslmode()) {
            case VERIFY_FULL -> new Transport.VerifyFull(anchors(cluster));
            case VERIFY_CA -> new Transport.VerifyCa(anchors(cluster));
            case REQUIRE -> new Transport.Encrypted();
            case DISABLE -> new Transport.Plain();
            case ALLOW, PREFER ->
                throw new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        "the cluster " + cluster.metadata().name() + " has sslmode "
                                + cluster.tls().sslmode().word() + ", which leaves to the server whether TLS is used",
                        "say verify-full, or what you mean: disable, require, verify-ca");
        };
    }

    private static List<X509Certificate> anchors(Cluster cluster) {
        return certificates(cluster.tls()
                .sslrootcert()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "the cluster " + cluster.metadata().name() + " has no sslrootcert to verify its server by",
                        "add tls.sslrootcert")));
    }

    static List<X509Certificate> declaredAnchors(Cluster cluster) {
        return cluster.tls().sslrootcert().map(ClusterLogin::certificates).orElse(List.of());
    }

    private static List<X509Certificate> certificates(Path file) {
        return Pem.certificates(file.toString(), read(file));
    }

    private static String read(Path file) throws ProblemException {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    file + " cannot be read: "
                            + (failure instanceof NoSuchFileException
                                    ? "there is no such file"
                                    : failure.getClass().getSimpleName() + " " + failure.getMessage()),
                    "check the path and who may read it",
                    failure);
        }
    }
}
