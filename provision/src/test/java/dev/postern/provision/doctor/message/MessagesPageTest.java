package dev.postern.provision.doctor.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} is made from the table. {@code -Dpostern.regenerate=true} writes it anew. */
class MessagesPageTest {
    private static final Path PAGE = Path.of("../docs/errors.md");

    @Test
    void thePageIsWhatTheTableSays() throws IOException {
        String current = page();
        if (Boolean.getBoolean("postern.regenerate")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/errors.md is stale: mvn -pl provision test -Dtest=MessagesPageTest"
                        + " -Dtests.jvm=-Dpostern.regenerate=true")
                .isEqualTo(current);
    }

    private static String page() {
        return """
                # What a connection error means

                %d messages that programs print when a connection to PostgreSQL fails: what each means, and what to change. `{…}` stands for what differs from case to case. `postern doctor --message 'TEXT'` looks a message up; `postern doctor CONNINFO` finds the cause by trying. This page is made from the table that both read.

                """.formatted(Messages.all().size())
                + Stream.of(Origin.values()).map(MessagesPageTest::section).collect(Collectors.joining("\n"));
    }

    private static String section(Origin origin) {
        return "## " + origin.words() + "\n\n| Message | At | Means | Do |\n|---|---|---|---|\n"
                + Messages.all().stream()
                        .filter(known -> known.origin() == origin)
                        .map(MessagesPageTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(Known known) {
        return "| `` " + known.text() + " `` | " + known.step().word() + " | " + cell(known.cause()) + " | "
                + cell(known.fix()) + " |\n";
    }

    // what stands for a value reads better as one
    private static String cell(String text) {
        return text.replace("|", "\\|")
                .replace("*", "\\*")
                .replaceAll("\\{([a-z]+)}", "`{$1}`")
                .replace("<", "&lt;");
    }
}
