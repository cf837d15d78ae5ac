package dev.postern.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's files as they may be found. */
class ApiConnectionTest {
    @TempDir
    Path folder;

    @Test
    void aHomeThatWasNeverStartedSaysHowToStartIt() {
        ApiException missing = read();

        assertThat(missing.first().code()).isEqualTo(ApiCode.NOT_RUNNING);
        assertThat(missing.first().fix()).contains("./postern up");
    }

    @Test
    void damagedFilesAreNamedWithoutTheirContent() throws IOException {
        Map<String, String> damaged = Map.of(
                "{", "is not valid",
                "{\"address\":\"nowhere\"}", "no port",
                "{\"address\":\"127.0.0.1:x\"}", "no port",
                "{}", "is not valid");
        for (Map.Entry<String, String> each : damaged.entrySet()) {
            write("api.json", each.getKey());
            assertThat(read().first().what()).contains("api.json").contains(each.getValue());
        }
        write("api.json", "{\"address\":\"127.0.0.1:1\"}");
        for (String key : new String[] {
            "",
            "sEcReT",
            "-----BEGIN PRIVATE KEY-----\nsEcReT\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----\n"
        }) {
            write("operator.key", key);
            ApiException refused = read();
            assertThat(refused.first().code()).isEqualTo(ApiCode.CREDENTIAL_UNREADABLE);
            assertThat(refused.getMessage()).contains("operator.key").doesNotContain("sEcReT");
        }
    }

    private ApiException read() {
        ApiException failure = catchThrowableOfType(ApiException.class, () -> ApiConnection.read(folder));
        assertThat(failure).isNotNull();
        return failure;
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
