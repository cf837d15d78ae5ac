package dev.postern.postgres.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteTest {
    /** Text, quote_ident(text) and quote_literal(text), base64, as PostgreSQL 15 answered. */
    static List<String> answersOfPostgresql() throws IOException {
        try (InputStream in = QuoteTest.class.getResourceAsStream("quoted-by-postgresql-15.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("answersOfPostgresql")
    void quotesAsPostgresqlDoes(String line) {
        String[] column = line.split("\t", -1);
        String text = decode(column[0]);
        assertThat(Quote.identifier(text)).isEqualTo(decode(column[1]));
        assertThat(Quote.literal(text)).isEqualTo(decode(column[2]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json_table", "system_user", "merge_action"})
    void quotesKeywordsOfNewerServersToo(String word) {
        assertThat(Quote.identifier(word)).isEqualTo('"' + word + '"');
    }

    @Test
    void qualifiesPartByPart() {
        assertThat(Quote.qualified("my.schema", "table")).isEqualTo("\"my.schema\".\"table\"");
    }

    @Test
    void emptyLiteralIsFine() {
        assertThat(Quote.literal("")).isEqualTo("''");
    }

    @Test
    void sixtyThreeBytesAreTheMost() {
        assertThat(Quote.identifier("é".repeat(31) + "x")).hasSize(34);
        assertThatThrownBy(() -> Quote.identifier("é".repeat(32))).isInstanceOfSatisfying(QuoteException.class, e -> {
            assertThat(e.first().code()).isEqualTo(QuoteCode.NAME_LENGTH);
            assertThat(e.first().what()).contains("1 to 63 bytes").contains("64");
        });
        assertThatThrownBy(() -> Quote.identifier("")).isInstanceOf(QuoteException.class);
    }

    @Test
    void whatPostgresqlCannotHoldIsRefused() {
        assertThatThrownBy(() -> Quote.identifier("a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> Quote.literal("a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> Quote.literal("\ud83d")).hasMessageContaining("surrogate");
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
