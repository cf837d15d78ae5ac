package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One request to Vault. */
@FunctionalInterface
public interface VaultHttp {
    /**
     * @param headers among them the token
     * @param anchors PEM file with the authorities that Vault's certificate must chain to; the JDK's own if empty
     * @throws IOException if there is no answer in time, or TLS fails
     */
    Answer get(URI address, Map<String, String> headers, Optional<Path> anchors) throws IOException;

    /** @param body JSON with secrets in it */
    record Answer(int status, Secret body) {}
}
