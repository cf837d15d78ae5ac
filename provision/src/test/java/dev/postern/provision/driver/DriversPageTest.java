package dev.postern.provision.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code -Dpostern.regenerate=true} writes the page anew instead of comparing it. */
class DriversPageTest {
    @Test
    void everyDriverAnswersEveryQuestionOnceWithItsSource() {
        for (DriverRules rules : Drivers.all()) {
            assertThat(rules.rules().stream().map(Rule::question))
                    .as(rules.driver().word())
                    .containsExactly(Question.values());
            assertThat(rules.rules()).allSatisfy(rule -> {
                assertThat(rule.driver()).isEqualTo(rules.driver());
                assertThat(rule.answer()).isNotBlank();
                assertThat(rule.source()).isNotBlank();
            });
        }
    }

    @Test
    void driversAreFoundByTheNamesThatPeopleWrite() {
        for (String name : List.of("pgx", "lib/pq", "lib-pq", "PgBouncer", "pgpool", "psql", "node-postgres", "JDBC")) {
            assertThat(Drivers.of(name)).as(name).isPresent();
        }
        assertThat(Drivers.of("odbc")).isEmpty();
        assertThat(Drivers.of("libpq").orElseThrow().driver())
                .isNotEqualTo(Drivers.of("lib/pq").orElseThrow().driver());
    }

    @Test
    void thePageIsCurrent() throws IOException {
        Path file = Path.of("../docs/drivers.md");
        String generated = DriversPage.markdown();
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(file, generated);
        }
        assertThat(generated)
                .as(
                        "%s is stale: mvn -pl provision test -Dtest=DriversPageTest -Dtests.jvm=-Dpostern.regenerate=true",
                        file)
                .isEqualTo(Files.readString(file));
    }
}
