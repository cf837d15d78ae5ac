package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import org.junit.jupiter.api.Test;

@EnabledIfPostgres(PgVersion.V15)
class FirstQueryTest {
    @Test
    void stockPsqlGetsAnAnswer() {
        try (Site site = Site.open()) {
            String conninfo = site.conninfo(site.person("alice"), "demo", "app");
            CommandLine.Result result = CommandLine.run(
                    "/usr/lib/postgresql/15/bin/psql",
                    "-XAt",
                    conninfo,
                    "-c",
                    "SELECT current_user, current_database(), ssl_client_dn_field('OU')");
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("app|shop|alice\n");
        }
    }
}
