package dev.postern.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A conversation as letters: {@code >} what the client sends, {@code <} what the server answers. */
class OutstandingTest {
    @ParameterizedTest(name = "{0} -> idle {1}")
    @CsvSource({
        "'',                               true",
        ">Q,                               false",
        ">Q <TDCZ,                         true",
        ">QQ <TDCZ,                        false",
        ">QQ <TDCZ TDCZ,                   true",
        ">P,                               false",
        ">PBDE,                            false",
        ">PBES,                            false",
        ">PBES <12DCZ,                     true",
        ">PBESPBES <12DCZ,                 false",
        ">PBESPBES <12DCZ 12DCZ,           true",
        ">PH <1,                           false",
        ">P >Q <EZ,                        true",
        ">F <VZ,                           true",
        // a copy by simple query, done, failed by the client, failed by the server
        ">Q <G,                            false",
        ">Q <G >d,                         false",
        ">Q <G >ddc <CZ,                   true",
        ">Q <G >df <EZ,                    true",
        ">Q <G >d <EZ,                     true",
        ">Q <G >d <EZ >dc,                 true",
        ">Q <H >  <ddcCZ,                  true",
        // by extended query: the first Sync is skipped, the one after CopyDone is not
        ">PBES <12G,                       false",
        ">PBES <12G >dc,                   false",
        ">PBES <12G >dcS <CZ,              true",
        ">PBE >H <12G >dcS <CZ,            true",
        // a Sync inside the copy is skipped, too
        ">Q <G >dSdc <CZ,                  true",
        // never sure again
        ">Q <W,                            false",
        ">Q <Z Z,                          false",
        ">PBEdcS <12G,                     false",
    })
    void counts(String conversation, boolean idle) {
        Outstanding outstanding = new Outstanding();
        char direction = '>';
        for (int i = 0; i < conversation.length(); i++) {
            char letter = conversation.charAt(i);
            switch (letter) {
                case '>', '<' -> direction = letter;
                case ' ' -> {}
                default -> {
                    if (direction == '>') {
                        outstanding.sent((byte) letter);
                    } else {
                        outstanding.received((byte) letter);
                    }
                }
            }
        }
        assertThat(outstanding.idle()).isEqualTo(idle);
    }
}
