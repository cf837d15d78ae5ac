package dev.postern.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

final class ConnectionValuesTest {
    private static final ConnectionValues ODD = new ConnectionValues(
            "de'mo",
            "::1",
            7432,
            "data base+1",
            "o'role&x=y",
            Path.of("/home/me & you/a b.crt"),
            Path.of("/k.key"),
            Path.of("/k.pk8"),
            Path.of("/ca.crt"));

    @Test
    void theJdbcUrlSaysToTheDriverWhatWasMeant() {
        Properties read = Objects.requireNonNull(Driver.parseURL(ODD.jdbcUrl(), new Properties()));
        assertThat(read.getProperty("PGHOST")).isEqualTo("[::1]");
        assertThat(read.getProperty("PGPORT")).isEqualTo("7432");
        assertThat(read.getProperty("PGDBNAME")).isEqualTo("data base+1");
        assertThat(read.getProperty("user")).isEqualTo("o'role&x=y");
        assertThat(read.getProperty("sslcert")).isEqualTo("/home/me & you/a b.crt");
        assertThat(read.getProperty("sslkey")).isEqualTo("/k.pk8");
        assertThat(read.getProperty("sslmode")).isEqualTo("verify-full");
    }

    @Test
    void conninfoIsQuoted() {
        assertThat(ODD.serviceConninfo()).isEqualTo("dbname='data base+1' user='o\\'role&x=y' service='de\\'mo'");
    }
}
