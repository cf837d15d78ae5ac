package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dpostern.regenerate=true} writes the files anew instead of comparing them. */
class DeclarePageTest {
    @Test
    void thePageIsCurrent() throws IOException {
        compare(Path.of("../docs/declare.md"), DeclarePage.markdown());
    }

    @Test
    void theSchemaIsCurrent() throws IOException {
        compare(Path.of("../docs/declare.schema.json"), ResourceSchema.json());
    }

    private static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(file, generated);
        }
        assertThat(generated)
                .as(
                        "%s is stale: mvn -pl model test -Dtest=DeclarePageTest -Dtests.jvm=-Dpostern.regenerate=true",
                        file)
                .isEqualTo(Files.readString(file));
    }
}
