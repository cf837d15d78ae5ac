package dev.postern.bench;

import dev.postern.access.Declared;
import dev.postern.access.Rules;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.net.TlsChoice;
import dev.postern.gateway.net.TransportChoice;
import dev.postern.gateway.serve.Gateway;
import dev.postern.gateway.serve.GatewayLimits;
import dev.postern.gateway.serve.GatewaySettings;
import dev.postern.gateway.serve.ServerCertificate;
import dev.postern.model.AccessRule;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.pki.authority.AuthorityName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The gateway in a process of its own, so that its CPU time can be read. Writes the certificates of the run, says so,
 * reads PostgreSQL's port, says where it listens, and ends when its input does.
 */
public final class GatewayMain {
    private static final String NAME = Certificates.NAME;
    private static final int CONNECTIONS = 200;

    private GatewayMain() {}

    public static void main(String[] words) throws IOException {
        var random = new SecureRandom();
        var certificates = new Certificates(random);
        ServerCertificate shown = certificates.write(Path.of(words[0]));
        System.out.println("certificates");
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        GatewayState state = state(certificates, Integer.parseInt(input.readLine()));
        try (Gateway gateway = Gateway.start(
                settings(shown, TransportChoice.valueOf(words[1]), TlsChoice.valueOf(words[2])),
                () -> state,
                certificates.issuer(),
                event -> {},
                InstantSource.system(),
                random)) {
            System.out.println(gateway.address().getPort() + " "
                    + gateway.report().transport() + " " + gateway.report().tlsProvider());
            while (input.readLine() != null) {
                // nothing to be told
            }
        }
    }

    /** As it ships, but with room for as many idle server connections as PgBouncer is given. */
    private static GatewaySettings settings(ServerCertificate shown, TransportChoice transport, TlsChoice tls) {
        GatewayLimits usual = GatewayLimits.DEFAULT;
        var limits = new GatewayLimits(
                usual.startupBytes(),
                usual.startupParameters(),
                usual.authTimeout(),
                usual.maxConnections(),
                usual.maxUnauthenticated(),
                usual.maxUnauthenticatedPerAddress(),
                CONNECTIONS,
                CONNECTIONS,
                usual.idleTime(),
                usual.serverLifetime(),
                usual.wrongCancelsPerSecond());
        return new GatewaySettings(
                "127.0.0.1",
                0,
                shown,
                Set.of("localhost"),
                Optional.empty(),
                limits,
                GatewaySettings.defaultEventLoops(),
                transport,
                tls);
    }

    private static GatewayState state(Certificates certificates, int port) {
        var entry = new Entry(
                NAME,
                NAME,
                Map.of(),
                NAME,
                Set.of(NAME),
                new HostPort("localhost", port),
                certificates.roots(AuthorityName.SERVER));
        var rule = new AccessRule(
                new Metadata(NAME, Map.of()),
                AccessRule.Effect.ALLOW,
                new AccessRule.Match(
                        List.of("user:" + NAME),
                        new AccessRule.ClusterSelector(List.of(NAME), Map.of()),
                        List.of(NAME),
                        List.of(NAME)),
                new AccessRule.Session(Optional.of(Duration.ofHours(8))));
        Rules rules =
                Rules.of(List.of(rule), Declared.of(List.of(new Declared.Item(NAME, Map.of(), NAME, Set.of(NAME)))));
        return new GatewayState(1, List.of(entry), rules, certificates.roots(AuthorityName.PEOPLE), Set.of());
    }
}
