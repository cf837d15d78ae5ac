package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.net.TlsChoice;
import dev.postern.gateway.net.TransportChoice;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One handshake and one query for each pair, so that a missing or unfit native library shows up in the build. */
@EnabledIfPostgres(PgVersion.V15)
class ProvidersTest {
    @ParameterizedTest
    @CsvSource({
        "EPOLL, OPENSSL, epoll, OPENSSL",
        "EPOLL, JDK, epoll, JDK",
        "NIO, OPENSSL, nio, OPENSSL",
        "NIO, JDK, nio, JDK",
        "AUTO, AUTO, epoll, OPENSSL"
    })
    void eachPairAnswers(TransportChoice transport, TlsChoice tls, String transportName, String tlsName)
            throws Exception {
        try (Site site = Site.open(settings -> new GatewaySettings(
                        settings.host(),
                        settings.port(),
                        settings.certificate(),
                        settings.ownNames(),
                        settings.gatewayDomain(),
                        settings.limits(),
                        settings.eventLoops(),
                        transport,
                        tls));
                Connection connection = site.jdbc(site.person("alice"), "demo", "app");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ssl_client_dn_field('OU')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("alice");
            assertThat(site.gateway.report().transport()).isEqualTo(transportName);
            assertThat(site.gateway.report().tlsProvider()).isEqualTo(tlsName);
        }
    }
}
