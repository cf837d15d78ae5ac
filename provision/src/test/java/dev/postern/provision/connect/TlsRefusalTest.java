package dev.postern.provision.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.testing.PgVersion;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The alert with which a server turns a certificate away is always seen, however the two closing sides race. */
@Tag("server")
class TlsRefusalTest {
    @Test
    void alertIsNeverLostToTheReset() {
        CertServer server = CertServer.shared(PgVersion.V18);
        Credential other = new TestAuthority("Others").client("postgres", "alice");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> Connections.open(server.login("postgres", "postgres", other)))
                    .as("attempt " + i)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlProblems.cause(e, SSLException.class))
                                    .map(Throwable::getMessage)
                                    .hasValueSatisfying(text -> assertThat(text).contains("unknown_ca")));
        }
    }
}
