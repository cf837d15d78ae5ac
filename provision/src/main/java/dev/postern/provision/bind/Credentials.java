package dev.postern.provision.bind;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.Optional;

/** What a consumer shows, read from where it was given or delivered: a copy would prove the copy. */
final class Credentials {
    private Credentials() {}

    /** The password, with the certificate that the binding wants besides. */
    static Credential with(ConsumerSide side, String purpose, Secret password) {
        if (!side.binding().auth().usesCertificate()) {
            return new Credential.Password(password);
        }
        return certificate(side, purpose)
                .<Credential>map(certificate -> new Credential.Both(certificate, password))
                .orElseGet(() -> new Credential.Password(password));
    }

    /** Given for this purpose, else for another one (some consumers have one for all), else delivered; empty if it keeps its own. */
    static Optional<Credential.ClientCertificate> certificate(ConsumerSide side, String purpose) {
        return given(side.binding(), purpose)
                .or(() -> side.binding().roles().keySet().stream()
                        .sorted()
                        .flatMap(other -> given(side.binding(), other).stream())
                        .findFirst())
                .or(() -> delivered(side, purpose))
                .map(files -> new Credential.ClientCertificate(
                        CertificateFile.read(files.sslcert()), PrivateKeyFile.read(files.sslkey())));
    }

    private static Optional<Binding.ClientCertificate> given(Binding binding, String purpose) {
        return Optional.ofNullable(binding.credentials().get(purpose)).flatMap(Binding.Credential::certificate);
    }

    private static Optional<Binding.ClientCertificate> delivered(ConsumerSide side, String purpose) {
        if (!side.takesCertificates()) {
            return Optional.empty();
        }
        return Optional.of(side.deliveredCertificate(purpose)
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        "Binding " + side.name() + ": the certificate of " + purpose
                                + " lies in no folder that it is delivered to",
                        "add a {directory: PATH} to deliver, or name sslcert and sslkey in credentials." + purpose)));
    }
}
