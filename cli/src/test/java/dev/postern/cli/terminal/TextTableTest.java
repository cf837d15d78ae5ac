package dev.postern.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void columnsStandBelowEachOtherWhateverTheyAreWrittenIn() {
        String table = new TextTable("NAME", "OWNER")
                .row("shop", "a")
                .row("\u6ce8\u6587\u5e33", "b")
                .row("cafe\u0301", "c")
                .row("\ud83d\ude00", "d")
                .render();
        assertThat(table).isEqualTo("""
                NAME    OWNER
                shop    a
                \u6ce8\u6587\u5e33  b
                cafe\u0301    c
                \ud83d\ude00      d""");
    }
}
