package dev.postern.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of(
            "clientAuthMode",
            "require",
            "verify-ca",
            "verify-full",
            "connectionLimit",
            "scram+clientcert",
            "scram-sha-256",
            "a");

    @ParameterizedTest
    @CsvSource({
        "cientAuthMode, clientAuthMode",
        "required, require",
        "verify_full, verify-full",
        "ConnectionLimit, connectionLimit",
        "conenctionLimit, connectionLimit",
        "verifyca, verify-ca",
        "scram, scram-sha-256",
        "SCRAM, scram-sha-256",
        "conn, connectionLimit",
    })
    void nearWordIsSuggested(String typed, String meant) {
        assertThat(Suggestion.nearest(typed, KNOWN)).contains(meant);
        assertThat(Suggestion.phrase(typed, KNOWN)).isEqualTo("; did you mean \"" + meant + "\"?");
    }

    @ParameterizedTest
    @CsvSource({"colour", "zz", "disable", "cl"})
    void farWordIsNot(String typed) {
        assertThat(Suggestion.nearest(typed, KNOWN)).isEmpty();
        assertThat(Suggestion.phrase(typed, KNOWN)).isEmpty();
    }
}
