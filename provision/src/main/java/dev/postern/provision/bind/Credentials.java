package dev.postern.provision.bind;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import java.nio.file.Path;
import java.util.Optional;

/** What a consumer shows, read from where it was given or delivered: a copy would prove the copy. */
final class Credentials {
    private Credentials() {}

    /** The password, with the certificate that the binding wants besides. */
    static Credential with(ConsumerSide side, String purpose, Secret password) {
        return side.binding().auth().usesCertificate()
                ? new Credential.Both(certificate(side, purpose), password)
                : new Credential.Password(password);
    }

    /** Given for this purpose, else for another one (some consumers have one for all), else delivered. */
    static Credential.ClientCertificate certificate(ConsumerSide side, String purpose) {
        Binding.ClientCertificate files = given(side.binding(), purpose)
                .or(() -> side.binding().roles().keySet().stream()
                        .sorted()
                        .flatMap(other -> given(side.binding(), other).stream())
                        .findFirst())
                .orElseGet(() -> delivered(side.binding(), purpose));
        return new Credential.ClientCertificate(
                CertificateFile.read(files.sslcert()), PrivateKeyFile.read(files.sslkey()));
    }

    private static Optional<Binding.ClientCertificate> given(Binding binding, String purpose) {
        return Optional.ofNullable(binding.credentials().get(purpose)).flatMap(Binding.Credential::certificate);
    }

    private static Binding.ClientCertificate delivered(Binding binding, String purpose) {
        Path folder =
                binding.directories().stream().findFirst().orElse(Path.of("/")).resolve(purpose);
        return new Binding.ClientCertificate(folder.resolve("client.crt"), folder.resolve("client.key"));
    }
}
