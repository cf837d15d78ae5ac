package dev.postern.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.BackendMessage.AuthenticationDemand;
import dev.postern.postgres.wire.BackendMessage.AuthenticationOk;
import dev.postern.postgres.wire.BackendMessage.BackendKeyData;
import dev.postern.postgres.wire.BackendMessage.CommandComplete;
import dev.postern.postgres.wire.BackendMessage.ErrorResponse;
import dev.postern.postgres.wire.BackendMessage.NegotiateProtocolVersion;
import dev.postern.postgres.wire.BackendMessage.NoticeResponse;
import dev.postern.postgres.wire.BackendMessage.NotificationResponse;
import dev.postern.postgres.wire.BackendMessage.ParameterStatus;
import dev.postern.postgres.wire.BackendMessage.ReadyForQuery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackendMessageTest {
    static Stream<Arguments> spelled() {
        return Stream.of(
                Arguments.of("52 00000008 00000000", new AuthenticationOk()),
                Arguments.of("52 00000008 00000003", new AuthenticationDemand(3)),
                Arguments.of(
                        "76 00000013 00030002 00000001 5f70715f2e6100",
                        new NegotiateProtocolVersion(ProtocolVersion.V3_2, List.of("_pq_.a"))),
                Arguments.of("53 00000008 6100 6200", new ParameterStatus("a", "b")),
                Arguments.of(
                        "4b 0000000c 00000102 01020304", new BackendKeyData(258, Secret.of(new byte[] {1, 2, 3, 4}))),
                Arguments.of("5a 00000005 49", new ReadyForQuery(TransactionStatus.IDLE)),
                Arguments.of("5a 00000005 54", new ReadyForQuery(TransactionStatus.IN_TRANSACTION)),
                Arguments.of("5a 00000005 45", new ReadyForQuery(TransactionStatus.FAILED)),
                Arguments.of("43 0000000a 424547494e00", new CommandComplete("BEGIN")),
                Arguments.of("45 0000000c 4330313233340000", new ErrorResponse(Map.of('C', "01234"))),
                Arguments.of("4e 00000005 00", new NoticeResponse(Map.of())),
                Arguments.of("41 0000000c 00000007 6300 7000", new NotificationResponse(7, "c", "p")));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void writesAndReadsTheseBytes(String hex, BackendMessage message) {
        String expected = hex.replace(" ", "");
        assertThat(BackendMessage.read(bytes(expected))).isEqualTo(message);
        ByteBuf out = Unpooled.buffer();
        message.write(out);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.readableBytes()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void aCutMessageIsRefused(String hex, BackendMessage message) {
        ByteBuf whole = bytes(hex);
        for (int cut = 0; cut < whole.readableBytes(); cut++) {
            ByteBuf part = whole.copy(0, cut);
            assertThatThrownBy(() -> BackendMessage.read(part)).isInstanceOf(WireException.class);
            if (cut >= 5) { // and with a header that fits it, it is refused or means something else
                ByteBuf fitting = whole.copy(0, cut).setInt(1, cut - 1);
                try {
                    assertThat(BackendMessage.read(fitting)).isNotEqualTo(message);
                } catch (WireException refused) {
                    assertThat(refused.first().fix()).isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void everyFlippedByteIsReadOrRefusedNeverMore(String hex, BackendMessage message) {
        long seed = Long.getLong("postern.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < bytes(hex).readableBytes(); i++) {
                ByteBuf flipped = bytes(hex);
                flipped.setByte(i, flipped.getByte(i) ^ (1 + random.nextInt(255)));
                try {
                    assertThat(BackendMessage.read(flipped)).as("seed %d", seed).isNotEqualTo(message);
                } catch (WireException refused) {
                    assertThat(refused.first().code().sqlstate())
                            .as("seed %d", seed)
                            .isEqualTo("08P01");
                }
            }
        }
    }

    @Test
    void aFatalErrorHasEveryFieldAClientShows() {
        ErrorResponse error = ErrorResponse.fatal(Problem.of(WireCode.WIRE_VERSION, "a sentence\0", "a hint"));
        assertThat(error.fields())
                .containsExactly(
                        Map.entry('S', "FATAL"),
                        Map.entry('V', "FATAL"),
                        Map.entry('C', "0A000"),
                        Map.entry('M', "a sentence?"),
                        Map.entry('H', "a hint"));
        assertThat(ErrorResponse.fatal("57P01", "bye", "").field('H')).isEmpty();
    }
}
