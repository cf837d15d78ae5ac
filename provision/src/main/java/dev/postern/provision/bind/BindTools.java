package dev.postern.provision.bind;

import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.deliver.ClientCertificates;
import dev.postern.provision.secret.PodmanSecrets;
import dev.postern.provision.secret.SecretReader;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What binding needs from where it runs.
 *
 * @param podman this machine's
 * @param certificates issues those that no Binding gives; empty when nobody does
 * @param random cryptographic, for passwords and salts
 * @param clientAnchors what declared servers believe clients by; empty when nobody here knows
 */
public record BindTools(
        SecretReader secrets,
        PodmanSecrets podman,
        Optional<ClientCertificates> certificates,
        List<X509Certificate> clientAnchors,
        ApplySettings apply,
        InstantSource clock,
        SecureRandom random) {
    public BindTools {
        clientAnchors = List.copyOf(clientAnchors);
    }
}
