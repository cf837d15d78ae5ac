package dev.postern.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certificate of a few hours for the caller. */
public final class Login {
    private Login() {}

    /**
     * @param publicKey PEM, {@code SubjectPublicKeyInfo}; the private key stays with the caller
     * @param ttl how long the certificate lasts; the control plane's default when empty
     */
    public record Request(String publicKey, Optional<Duration> ttl) {}

    /**
     * @param certificate PEM, leaf first
     * @param ca PEM, what the gateway's certificate is verified with
     * @param services one connection service for each entry that the caller may reach
     */
    public record Answer(
            String caller, String serial, Instant notAfter, String certificate, String ca, List<Service> services) {}

    /**
     * The values of one section of a libpq service file.
     *
     * @param name of the section: the entry
     * @param database what to ask the gateway for
     * @param user the role to use unless another is chosen
     * @param roles all that a rule allows, {@code user} first
     */
    public record Service(String name, String host, int port, String database, String user, List<String> roles) {}
}
