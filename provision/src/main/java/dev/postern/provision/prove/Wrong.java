package dev.postern.provision.prove;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.connect.Credential;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What surely nobody may get in with.
 *
 * @param password that nobody has
 * @param now when certificates are valid
 */
public record Wrong(Supplier<Secret> password, SecureRandom random, Instant now) {
    /** A certificate in somebody's name, signed by an authority that is made for it and forgotten. */
    Credential.ClientCertificate certificate(String commonName) {
        return ThrowAwayCertificate.of(commonName, random, now);
    }
}
