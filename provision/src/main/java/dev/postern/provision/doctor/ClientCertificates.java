package dev.postern.provision.doctor;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.connect.Credential;
import java.util.Optional;

/** What of a credential is shown in the handshake, and what after it. */
final class ClientCertificates {
    private ClientCertificates() {}

    static Optional<Credential.ClientCertificate> of(Credential credential) {
        return switch (credential) {
            case Credential.ClientCertificate client -> Optional.of(client);
            case Credential.Both both -> Optional.of(both.certificate());
            case Credential.Password _, Credential.None _ -> Optional.empty();
        };
    }

    static Optional<Secret> password(Credential credential) {
        return switch (credential) {
            case Credential.Password(Secret password) -> Optional.of(password);
            case Credential.Both both -> Optional.of(both.password());
            case Credential.ClientCertificate _, Credential.None _ -> Optional.empty();
        };
    }
}
