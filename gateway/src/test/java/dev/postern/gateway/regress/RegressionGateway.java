package dev.postern.gateway.regress;

import dev.postern.access.Rules;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.serve.Gateway;
import dev.postern.gateway.serve.GatewaySettings;
import dev.postern.gateway.serve.ServerCertificate;
import dev.postern.model.AccessRule;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.server.ServerTls;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints the direct and the gateway's connection string, serves until its standard input ends, and prints how many
 * sessions it carried. Unlike any real one, this gateway carries a superuser, because that is what the tests need; TLS and client certificates on all three ways.
 */
final class RegressionGateway {
    private static final String SUPERUSER = "postgres";
    private static final List<String> FOR_SERVERS =
            List.of("extendedKeyUsage=serverAuth", "subjectAltName=DNS:localhost,IP:127.0.0.1");

    private RegressionGateway() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path folder = TestFolder.fresh("regress");
        ScratchAuthority servers = ScratchAuthority.make(folder, "server");
        ScratchAuthority people = ScratchAuthority.make(folder, "people");
        ScratchAuthority clients = ScratchAuthority.make(folder, "client");
        ScratchAuthority.Pair database = servers.leaf("database", "/CN=localhost", FOR_SERVERS);
        ScratchAuthority.Pair gatewayPair = servers.leaf("gateway", "/CN=localhost", FOR_SERVERS);
        ScratchAuthority.Pair tester = people.leaf(
                "tester",
                "/O=postern/OU=people/CN=tester",
                List.of("extendedKeyUsage=clientAuth", "subjectAltName=URI:spiffe://postern.local/user/tester"));
        ScratchAuthority.Pair superuser =
                clients.leaf("superuser", "/CN=" + SUPERUSER, List.of("extendedKeyUsage=clientAuth"));
        AtomicLong carried = new AtomicLong();
        try (TestPostgres postgres = TestPostgres.builder(PgVersion.V15)
                        .tls(new ServerTls(
                                database.certificate(),
                                database.key(),
                                clients.root().certificate()))
                        .hba("hostssl all all 127.0.0.1/32 cert")
                        .setting("max_prepared_transactions", "2")
                        .setting("max_connections", "100")
                        .start();
                Gateway gateway = Gateway.start(
                        GatewaySettings.of(
                                "127.0.0.1",
                                0,
                                new ServerCertificate(List.of(gatewayPair.read()), gatewayPair.readKey())),
                        () -> state(postgres.port(), servers, people),
                        issuer(clients),
                        event -> count(event, carried),
                        InstantSource.system(),
                        new SecureRandom())) {
            System.out.println(conninfo(postgres.port(), servers, superuser));
            System.out.println(conninfo(gateway.address().getPort(), servers, tester));
            System.in.transferTo(System.err);
            System.out.println(carried);
        }
    }

    private static void count(SessionEvent event, AtomicLong carried) {
        switch (event) {
            case SessionEvent.Opened _ -> carried.incrementAndGet();
            case SessionEvent.Refused refused -> System.err.println(refused);
            case SessionEvent.Ended _ -> {}
        }
    }

    private static GatewayState state(int port, ScratchAuthority servers, ScratchAuthority people) {
        Entry entry = new Entry(
                "regression",
                "regression",
                Map.of(),
                "regression",
                Set.of("regression"),
                new HostPort("localhost", port),
                List.of(servers.root().read()));
        AccessRule rule = new AccessRule(
                new Metadata("tests", Map.of()),
                AccessRule.Effect.ALLOW,
                new AccessRule.Match(
                        List.of("user:tester"),
                        new AccessRule.ClusterSelector(List.of("*"), Map.of()),
                        List.of("regression"),
                        List.of(SUPERUSER)),
                new AccessRule.Session(Optional.empty()));
        return new GatewayState(
                1,
                List.of(entry),
                Rules.of(List.of(rule)),
                List.of(people.root().read()),
                Set.of());
    }

    private static UpstreamIssuer issuer(ScratchAuthority clients) {
        return (role, subject, key) -> List.of(clients.sign(
                key,
                "/O=gateway/OU=" + subject.replace("user:", "").replace("/", "\\/") + "/CN=" + role,
                List.of("extendedKeyUsage=clientAuth")));
    }

    private static String conninfo(int port, ScratchAuthority servers, ScratchAuthority.Pair identity) {
        return "host=localhost hostaddr=127.0.0.1 port=" + port + " user=" + SUPERUSER + " sslmode=verify-full"
                + " sslrootcert=" + servers.root().certificate() + " sslcert=" + identity.certificate() + " sslkey="
                + identity.key();
    }
}
