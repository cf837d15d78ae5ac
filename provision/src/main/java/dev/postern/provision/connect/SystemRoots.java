package dev.postern.provision.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The root certificates that the operating system's OpenSSL believes: {@code sslrootcert=system}. */
public final class SystemRoots {
    private static final List<Path> USUAL = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private SystemRoots() {}

    /** {@code SSL_CERT_FILE}, or the first of the usual places; empty if there is none. */
    public static Optional<Path> file(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("SSL_CERT_FILE"))
                .filter(said -> !said.isEmpty())
                .map(Path::of)
                .or(() -> USUAL.stream().filter(Files::isRegularFile).findFirst());
    }
}
