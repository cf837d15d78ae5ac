package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.serve.TestAuthority.Leaf;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.model.HostPort;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that cannot be reached, cannot be trusted or say no; and the names by which entries are found over TLS. */
class ServerLegTest {
    private static Site.Refusal refusedBy(UnaryOperator<Entry> change, String role) {
        try (Site site = Site.open()) {
            GatewayState before = site.state;
            site.state = new GatewayState(
                    2,
                    List.of(change.apply(before.entries().getFirst())),
                    before.rules(),
                    before.clientAnchors(),
                    Set.of());
            return site.refusal(site.person("alice"), "demo", role);
        }
    }

    private static Entry at(Entry entry, HostPort server, X509Certificate... anchors) {
        return new Entry(
                entry.name(),
                entry.cluster(),
                entry.clusterLabels(),
                entry.defaultDatabase(),
                entry.databases(),
                server,
                anchors.length == 0 ? entry.serverAnchors() : List.of(anchors));
    }

    private static void is(Site.Refusal refusal, GatewayCode code, String sentence) {
        assertThat(refusal.severity()).isEqualTo("FATAL");
        assertThat(refusal.sqlstate()).isEqualTo(code.sqlstate());
        assertThat(refusal.message()).contains(sentence);
        assertThat(refusal.hint()).isNotBlank();
    }

    @Test
    void nobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        is(
                refusedBy(entry -> at(entry, new HostPort("localhost", free)), "app"),
                GatewayCode.SERVER_UNREACHABLE,
                "localhost:" + free);
        is(
                refusedBy(entry -> at(entry, new HostPort("nowhere.invalid", free)), "app"),
                GatewayCode.SERVER_UNREACHABLE,
                "does not resolve");
    }

    @Test
    @EnabledIfPostgres(PgVersion.V15)
    void itsCertificateIsOfAnotherAuthorityOrForAnotherHost() {
        is(
                refusedBy(entry -> at(entry, entry.server(), new TestAuthority("servers").root()), "app"),
                GatewayCode.SERVER_TLS,
                "failed");
        try (TestPostgres elsewhere = Site.withCertificateFor("elsewhere.example")) {
            is(
                    refusedBy(entry -> at(entry, new HostPort("localhost", elsewhere.port())), "app"),
                    GatewayCode.SERVER_TLS,
                    "localhost");
        }
    }

    @Test
    @EnabledIfPostgres(PgVersion.V15)
    void itOffersNoTls() {
        TestPostgres plain = TestServers.shared(PgVersion.V15);
        is(
                refusedBy(entry -> at(entry, new HostPort("localhost", plain.port())), "app"),
                GatewayCode.SERVER_TLS,
                "offers no TLS");
    }

    @Test
    void plaintextBehindItsAnswerEndsTheConnection() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (Socket peer = socket.accept()) {
                    peer.getInputStream().readNBytes(8);
                    peer.getOutputStream().write(new byte[] {'S', 'R', 0, 0, 0, 8, 0, 0, 0, 0});
                    peer.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            is(
                    refusedBy(entry -> at(entry, new HostPort("localhost", socket.getLocalPort())), "app"),
                    GatewayCode.SERVER_TLS,
                    "localhost");
        }
    }

    @Test
    @EnabledIfPostgres(PgVersion.V15)
    void itsOwnRefusalIsPassedOnAndAPasswordIsNotAsked() throws Exception {
        try (Site site = Site.open()) {
            site.rules(Site.allow("all", "user:alice", "shop", Optional.empty(), "no_such_role", "asks_password"));
            Site.Refusal unknown = site.refusal(site.person("alice"), "demo", "no_such_role");
            assertThat(unknown.sqlstate()).isEqualTo("28000");
            assertThat(unknown.message()).isEqualTo("role \"no_such_role\" does not exist");
            is(
                    site.refusal(site.person("alice"), "demo", "asks_password"),
                    GatewayCode.SERVER_LOGIN,
                    "authentication method 10");
            is(site.refusal(site.person("alice"), "demo", "reader"), GatewayCode.NOT_ALLOWED, "reader");
            is(site.refusal(site.person("alice"), "nothing", "app"), GatewayCode.ENTRY_UNKNOWN, "nothing");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V17", "V18"})
    void everySupportedServerAnswers(PgVersion version) throws Exception {
        assumeTrue(version.missing().isEmpty(), () -> version.missing().orElse(""));
        try (Site site = Site.open(version);
                Connection connection = site.jdbc(site.person("alice"), "demo", "app")) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(version.major());
        }
    }

    @Test
    @EnabledIfPostgres(PgVersion.V15)
    void theTlsServerNameFindsTheEntry() throws Exception {
        try (Site site = Site.open(settings -> settings.below("gw.localhost"))) {
            for (Map.Entry<String, Boolean> name : Map.of("demo.gw.localhost", true, "nobody.gw.localhost", false)
                    .entrySet()) {
                try (WireClient client = WireClient.to(site.port())) {
                    client.send(new StartupPacket.TlsRequest());
                    assertThat(client.readByte()).isEqualTo('S');
                    client.handshake(site.person("alice"), WireClient.serverName(name.getKey()));
                    client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "shop");
                    WireClient.Frame first = client.read();
                    assertThat(first.tag()).isEqualTo(name.getValue() ? 'R' : 'E');
                    assertThat(first.text().contains("C3D000")).isNotEqualTo(name.getValue());
                }
            }
            assertThat(psql(site, "demo.gw.localhost", "demo")).contains("shop");
            assertThat(psql(site, "orders.gw.localhost", "demo")).contains("there is no entry \"orders\"");
            assertThat(psql(site, "orders.gw.localhost", "demo/shop"))
                    .contains("the TLS server name says entry \"orders\", database says entry \"demo\"");
        }
    }

    private static String psql(Site site, String host, String database) {
        CommandLine.Result result = CommandLine.run(
                "/usr/lib/postgresql/15/bin/psql",
                "-XAt",
                site.conninfo(site.person("alice"), database, "app").replace("host=localhost", "host=" + host),
                "-c",
                "SELECT current_database()");
        return result.out() + result.err();
    }

    @Test
    @EnabledIfPostgres(PgVersion.V15)
    void aNewServerCertificateIsShownAtOnceAndOldSessionsStay() throws Exception {
        try (Site site = Site.open();
                Connection before = site.jdbc(site.person("alice"), "demo", "app")) {
            Leaf next = Site.SERVERS.leaf(Wish.server("localhost", "127.0.0.1"));
            site.gateway.replaceServerCertificate(new ServerCertificate(List.of(next.certificate()), next.key()));
            try (Connection after = site.jdbc(site.person("alice"), "demo", "app")) {
                assertThat(after.isValid(5)).isTrue();
                assertThat(before.isValid(5)).isTrue();
            }
            assertThat(site.gateway.report().serverCertificateNotAfter())
                    .isEqualTo(next.certificate().getNotAfter().toInstant());
        }
    }
}
