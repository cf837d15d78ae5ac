package dev.postern.postgres.conninfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordFileTest {
    @Test
    void theFirstLineThatFitsCounts() {
        PasswordFile file = PasswordFile.of("""
                # pg1:5432:orders:app:remark
                pg1:5432:orders:app:first
                pg1:*:*:app:second
                *:*:*:*:third
                """);

        assertThat(file.find("pg1", 5432, "orders", "app")).contains(Secret.ofText("first"));
        assertThat(file.find("pg1", 5433, "orders", "app")).contains(Secret.ofText("second"));
        assertThat(file.find("pg2", 5433, "orders", "app")).contains(Secret.ofText("third"));
    }

    @Test
    void colonsAndBackslashesAreEscaped() {
        PasswordFile file = PasswordFile.of("\\:\\:1:5432:a\\\\b:app:pass\\:word\\\\\n");

        assertThat(file.find("::1", 5432, "a\\b", "app")).contains(Secret.ofText("pass:word\\"));
    }

    @Test
    void linesThatAreNoneAreLeftOutAndNothingIsShown() {
        PasswordFile file = PasswordFile.of("\nnonsense\na:b:c:d\nh:1:d:u:canary");

        assertThat(file.find("a", 1, "c", "d")).isEqualTo(Optional.empty());
        assertThat(file.toString()).isEqualTo("PasswordFile[1 lines]");
    }
}
