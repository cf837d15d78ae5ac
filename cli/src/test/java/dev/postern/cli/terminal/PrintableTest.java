package dev.postern.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain text, ünïcode, 漢字 | plain text, ünïcode, 漢字",
                "'\u001b[31mred'            | '\\x1B[31mred'",
                "'bell\u0007'               | 'bell\\x07'",
                "'c1 csi \u009b31m'         | 'c1 csi \\x9B31m'",
                "'override \u202eevil'      | 'override \\u202Eevil'",
                "'isolate \u2066x\u2069'    | 'isolate \\u2066x\\u2069'",
                "'back\rhome'               | 'back\\rhome'",
                "'two\nlines'               | 'two\\nlines'"
            })
    void nothingInALineMovesTheTerminal(String raw, String shown) {
        assertThat(Printable.line(raw)).isEqualTo(shown);
    }

    @Test
    void runningTextKeepsItsLines() {
        assertThat(Printable.text("a\nb\u001b]0;title\u0007")).isEqualTo("a\nb\\x1B]0;title\\x07");
    }

    @Test
    void jsonEscapesTheJsonWay() {
        assertThat(Printable.json("{\"a\":\"\u009b\u202e\u007f ü\"}")).isEqualTo("{\"a\":\"\\u009b\\u202e\\u007f ü\"}");
    }
}
