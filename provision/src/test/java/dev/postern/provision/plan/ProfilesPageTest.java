package dev.postern.provision.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dpostern.regenerate=true} writes the page anew instead of comparing it. */
class ProfilesPageTest {
    @Test
    void thePageIsCurrent() throws IOException {
        Path file = Path.of("../docs/profiles.md");
        String generated = ProfilesPage.markdown();
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(file, generated);
        }
        assertThat(generated)
                .as(
                        "%s is stale: mvn -pl provision test -Dtest=ProfilesPageTest -Dtests.jvm=-Dpostern.regenerate=true",
                        file)
                .isEqualTo(Files.readString(file));
    }
}
