package dev.postern.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import dev.postern.postgres.wire.StartupPacket.GssRequest;
import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import dev.postern.postgres.wire.StartupPacket.TlsRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StartupPacketTest {
    private static final StartupMessage STARTUP =
            new StartupMessage(ProtocolVersion.V3_0, ordered("user", "app", "database", "höhe"), List.of("_pq_.x"));

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static Stream<Arguments> spelled() {
        return Stream.of(
                Arguments.of("00000008 04d2162f", new TlsRequest()),
                Arguments.of("00000008 04d21630", new GssRequest()),
                Arguments.of(
                        "00000010 04d2162e 0000002a 01020304",
                        new CancelRequest(42, Secret.of(new byte[] {1, 2, 3, 4}))),
                Arguments.of(
                        "00000014 04d2162e 0000002a 0102030405060708",
                        new CancelRequest(42, Secret.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))),
                Arguments.of(
                        "00000029 00030000 7573657200 61707000 646174616261736500 68c3b6686500 5f70715f2e7800 00 00",
                        STARTUP),
                Arguments.of(
                        "00000009 0003270f 00", new StartupMessage(new ProtocolVersion(3, 9999), Map.of(), List.of())));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Optional<StartupPacket> read(byte[] bytes) {
        return StartupPacket.read(Unpooled.wrappedBuffer(bytes), StartupBounds.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void readsAndWritesTheseBytes(String hex, StartupPacket packet) {
        assertThat(read(bytes(hex))).contains(packet);
        ByteBuf out = Unpooled.buffer();
        packet.write(out);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.readableBytes()))
                .isEqualTo(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void waitsForTheRestWhereverItIsCut(String hex, StartupPacket packet) {
        byte[] whole = bytes(hex);
        ByteBuf in = Unpooled.buffer();
        for (int cut = 0; cut < whole.length; cut++) {
            assertThat(StartupPacket.read(in, StartupBounds.DEFAULT)).isEmpty();
            assertThat(in.readableBytes()).isEqualTo(cut);
            in.writeByte(whole[cut]);
        }
        in.writeByte(0x7F); // the next packet is left alone
        assertThat(StartupPacket.read(in, StartupBounds.DEFAULT)).contains(packet);
        assertThat(in.readableBytes()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void everyFlippedByteIsReadOrRefusedNeverMore(String hex, StartupPacket packet) {
        long seed = Long.getLong("postern.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < bytes(hex).length; i++) {
                byte[] flipped = bytes(hex);
                flipped[i] ^= (byte) (1 + random.nextInt(255));
                try {
                    Optional<StartupPacket> read = read(flipped);
                    assertThat(read).as("seed %d", seed).isNotEqualTo(Optional.of(packet));
                } catch (WireException refused) {
                    assertThat(refused.first().what()).as("seed %d", seed).isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00000007,                              08P01",
        "00000000,                              08P01",
        "80000000,                              08P01",
        "ffffffff,                              08P01",
        "00002711,                              08P01",
        "7fffffff,                              08P01",
        "00000009 04d2162f 00,                  08P01",
        "0000000c 04d2162e 0000002a,            08P01",
        "0000000f 04d2162e 0000002a 010203,     08P01",
        "00000008 00020000,                     0A000",
        "00000008 00040000,                     0A000",
        "00000008 00030000,                     08P01",
        "0000000c 00030000 75736572,            08P01",
        "0000000e 00030000 757365720061,        08P01",
        "0000000f 00030000 75736572006100,      08P01",
        "0000000e 00030000 00 7573657200,       08P01",
        "0000000d 00030000 7500 ff00 00,        08P01",
    })
    void refuses(String hex, String sqlstate) {
        assertThatThrownBy(() -> read(bytes(hex)))
                .isInstanceOfSatisfying(
                        WireException.class,
                        e -> assertThat(e.first().code().sqlstate()).isEqualTo(sqlstate));
    }

    @Test
    void boundsAreExact() {
        StartupBounds bounds = new StartupBounds(100, 2);
        ByteBuf out = Unpooled.buffer();
        new StartupMessage(ProtocolVersion.V3_0, ordered("a", "1", "b", "2"), List.of()).write(out);
        assertThat(StartupPacket.read(out, bounds)).isPresent();
        new StartupMessage(ProtocolVersion.V3_0, ordered("a", "1", "b", "2", "c", "3"), List.of()).write(out);
        assertThatThrownBy(() -> StartupPacket.read(out, bounds)).hasMessageContaining("more than 2");
        assertThatThrownBy(() -> StartupPacket.read(Unpooled.buffer().writeInt(101), bounds))
                .hasMessageContaining("101 bytes");
        byte[] longest = new byte[StartupPacket.MAX_KEY];
        ByteBuf cancel = Unpooled.buffer();
        new CancelRequest(1, Secret.of(longest)).write(cancel);
        assertThat(StartupPacket.read(cancel, StartupBounds.DEFAULT)).isPresent();
        new CancelRequest(1, Secret.of(new byte[StartupPacket.MAX_KEY + 1])).write(cancel);
        assertThatThrownBy(() -> StartupPacket.read(cancel, StartupBounds.DEFAULT))
                .hasMessageContaining("257 bytes");
    }

    @Test
    void aNameThatCameTwiceHasItsLastValueAndSecretsAreNotPrinted() {
        Optional<StartupPacket> read = read(bytes("00000011 00030000 7500 3100 7500 3200 00"));
        assertThat(read).contains(new StartupMessage(ProtocolVersion.V3_0, Map.of("u", "2"), List.of()));
        assertThat(new CancelRequest(1, Secret.ofText("hush")).toString()).doesNotContain("hush");
    }
}
