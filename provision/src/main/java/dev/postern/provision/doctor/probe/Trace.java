package dev.postern.provision.doctor.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was seen, as far as it went.
 *
 * @param knocks one for each address that was tried
 * @param answer to SSLRequest; empty if none was sent
 * @param took all of it
 */
public record Trace(
        Target target,
        Resolved resolved,
        List<Knock> knocks,
        Optional<TlsAnswer> answer,
        Optional<Handshake> handshake,
        Optional<Welcome> welcome,
        Duration took) {
    public Trace {
        knocks = List.copyOf(knocks);
    }
}
