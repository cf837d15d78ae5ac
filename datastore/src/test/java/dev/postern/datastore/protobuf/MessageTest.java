package dev.postern.datastore.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
    @Test
    void fieldsComeInTheirOrder() throws MalformedMessageException {
        // the encoding's own examples: 1 = 150, 2 = "testing"
        List<Field> fields = Message.fields(hex("089601120774657374696e67"));

        assertThat(fields).hasSize(2);
        assertThat(fields.getFirst().number("one")).isEqualTo(150);
        assertThat(fields.getLast().text("two")).isEqualTo("testing");
        assertThatThrownBy(() -> fields.getFirst().text("one")).hasMessage("one (field 1) is not a sequence of bytes");
        assertThatThrownBy(() -> fields.getLast().number("two")).hasMessage("two (field 2) is not a number");
    }

    @Test
    void numbersHave64Bits() throws MalformedMessageException {
        assertThat(Message.fields(hex("08ffffffffffffffffff01")).getFirst().number("n"))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "08, ends within a number",
        "0880, ends within a number",
        "08ffffffffffffffffffff01, more than 64 bits",
        "08ffffffffffffffffff02, more than 64 bits",
        "1205aa, 'field 2 wants 5 bytes where 1 are left'",
        "12ffffffffffffffffff01, wants 18446744073709551615 bytes",
        "0001, a field with the number 0",
        "0b, field 1 is of no kind that is in use",
        "09aabb, wants 8 bytes"
    })
    void whatIsNoMessageIsRefused(String bytes, String why) {
        assertThatThrownBy(() -> Message.fields(hex(bytes)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }

    @Test
    void neitherManyFieldsNorManyBytesAreRead() {
        assertThatThrownBy(() -> Message.fields(hex("0801".repeat(Message.MOST_FIELDS + 1))))
                .hasMessageContaining("more than 20000 fields");
        assertThatThrownBy(() -> Message.fields(new byte[Message.MOST_BYTES + 1]))
                .hasMessageContaining("it has 16777217 bytes");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
