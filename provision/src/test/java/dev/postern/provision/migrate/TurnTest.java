package dev.postern.provision.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Timeouts;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class TurnTest {
    /** An answer that takes as long as the wait for a turn is no server that is away. */
    @ParameterizedTest
    @EnumSource(names = "V15")
    void itIsWaitedForLongerThanForOtherAnswers(PgVersion version) {
        CertServer server = CertServer.shared(version);
        Login migrator = server.login("postgres", "postgres", server.clients.client("postgres", "test"))
                .withTimeouts(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(1)));
        List<String> told = new ArrayList<>();
        try (Turn first = Turn.take(migrator, Duration.ofSeconds(2), told::add)) {
            assertThat(told).isEmpty();
            assertThatThrownBy(() -> Turn.take(first.login(), Duration.ofSeconds(3), told::add))
                    .isInstanceOfSatisfying(
                            ProvisionException.class,
                            late -> assertThat(late.first().code()).isEqualTo(ProvisionCode.APPLY_IN_PROGRESS))
                    .hasMessageContaining("more than 3 s");
            assertThat(told).hasSize(1);
        }
    }
}
