package dev.postern.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.postgres.wire.FrameScanner.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** However a stream is cut, the same messages are seen and the same bytes leave. */
class FrameScannerTest {
    /** Drops X, upper-cases the first two bytes of A, wants all of W, passes the rest by header. */
    private static final class Recorder implements FrameScanner.Frames {
        private final List<String> seen = new ArrayList<>();
        private final ByteBuf left = Unpooled.buffer();
        private int pieces;

        @Override
        public int wanted(byte tag, int body) {
            return switch (tag) {
                case 'A' -> Math.min(2, body);
                case 'W' -> body;
                case '!' -> throw WireException.malformed("no");
                default -> 0;
            };
        }

        @Override
        public Verdict head(byte tag, int body, ByteBuf bytes, int at) {
            int start = at + FrameScanner.HEADER;
            if (tag == 'A') {
                for (int i = start; i < start + wanted(tag, body); i++) {
                    bytes.setByte(i, Character.toUpperCase(bytes.getByte(i)));
                }
            }
            seen.add((char) tag + (tag == 'W' ? bytes.toString(start, body, StandardCharsets.US_ASCII) : "" + body));
            return tag == 'X' ? Verdict.DROP : Verdict.FORWARD;
        }

        @Override
        public void forward(ByteBuf bytes) {
            pieces++;
            left.writeBytes(bytes);
            bytes.release();
        }
    }

    private static ByteBuf stream(String... messages) {
        ByteBuf bytes = Unpooled.buffer();
        for (String message : messages) {
            byte[] body = message.substring(1).getBytes(StandardCharsets.US_ASCII);
            bytes.writeByte(message.charAt(0)).writeInt(4 + body.length).writeBytes(body);
        }
        return bytes;
    }

    private static final String[] MESSAGES = {
        "D", "Dabc", "Xgone", "A", "Az", "Aother", "W", "Wwhole", "X", "X12345678", "Dlast", "Wx", "Ayes", "X!"
    };
    private static final List<String> SEEN =
            List.of("D0", "D3", "X4", "A0", "A1", "A5", "W", "Wwhole", "X0", "X8", "D4", "Wx", "A3", "X1");
    private static final ByteBuf EXPECTED =
            stream("D", "Dabc", "A", "AZ", "AOTher", "W", "Wwhole", "Dlast", "Wx", "AYEs");

    private static void check(List<ByteBuf> parts) {
        Recorder recorder = new Recorder();
        FrameScanner scanner = new FrameScanner(UnpooledByteBufAllocator.DEFAULT, recorder);
        for (ByteBuf part : parts) {
            scanner.scan(part);
            assertThat(part.refCnt()).isZero();
        }
        assertThat(recorder.seen).isEqualTo(SEEN);
        assertThat(recorder.left).isEqualTo(EXPECTED);
        assertThat(scanner.atBoundary()).isTrue();
        assertThat(scanner.midMessage()).isFalse();
        scanner.close();
    }

    @Test
    void cutAtEveryByte() {
        ByteBuf whole = stream(MESSAGES);
        for (int cut = 0; cut <= whole.readableBytes(); cut++) {
            check(List.of(whole.copy(0, cut), whole.copy(cut, whole.readableBytes() - cut)));
        }
    }

    @Test
    void cutIntoSinglesAndAtRandom() {
        ByteBuf whole = stream(MESSAGES);
        long seed = Long.getLong("postern.seed", System.nanoTime());
        System.out.println("FrameScannerTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int most = 1; most < 40; most++) {
            List<ByteBuf> parts = new ArrayList<>();
            int at = 0;
            while (at < whole.readableBytes()) {
                int length = Math.min(1 + random.nextInt(most), whole.readableBytes() - at);
                parts.add(whole.copy(at, length));
                at += length;
            }
            check(parts);
        }
    }

    @Test
    void whatNeedsNoLookLeavesInOnePiece() {
        Recorder recorder = new Recorder();
        FrameScanner scanner = new FrameScanner(UnpooledByteBufAllocator.DEFAULT, recorder);
        ByteBuf many = Unpooled.buffer();
        for (int i = 0; i < 100; i++) {
            many.writeBytes(stream("Drow"));
        }
        scanner.scan(many.copy(0, many.readableBytes() - 2));
        assertThat(recorder.pieces).isEqualTo(1);
        assertThat(recorder.left.readableBytes()).isEqualTo(many.readableBytes() - 2); // nothing is held back
        assertThat(scanner.atBoundary()).isFalse();
        scanner.scan(many.copy(many.readableBytes() - 2, 2));
        assertThat(scanner.atBoundary()).isTrue();
    }

    @Test
    void impossibleLengthsAreRefused() {
        for (int length : new int[] {3, 0, -1, Integer.MIN_VALUE}) {
            for (int cut = 1; cut <= 5; cut++) {
                FrameScanner scanner = new FrameScanner(UnpooledByteBufAllocator.DEFAULT, new Recorder());
                ByteBuf bytes = Unpooled.buffer().writeByte('D').writeInt(length);
                ByteBuf first = bytes.copy(0, cut);
                ByteBuf rest = bytes.copy(cut, 5 - cut);
                assertThatThrownBy(() -> {
                            scanner.scan(first);
                            scanner.scan(rest);
                        })
                        .isInstanceOf(WireException.class);
                scanner.close();
                if (rest.refCnt() > 0) { // refused before it was handed over
                    rest.release();
                }
            }
        }
    }

    @Test
    void everyFlippedByteIsSeenOrRefused() {
        long seed = Long.getLong("postern.seed", System.nanoTime());
        System.out.println("FrameScannerTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuf whole = stream(MESSAGES);
        for (int i = 0; i < whole.readableBytes(); i++) {
            ByteBuf flipped = whole.copy();
            flipped.setByte(i, flipped.getByte(i) ^ (1 + random.nextInt(255)));
            Recorder recorder = new Recorder();
            FrameScanner scanner = new FrameScanner(UnpooledByteBufAllocator.DEFAULT, recorder);
            try {
                scanner.scan(flipped);
            } catch (WireException refused) {
                assertThat(refused.first().what()).isNotBlank();
            }
            scanner.close();
            assertThat(flipped.refCnt()).as("seed %d", seed).isZero();
            assertThat(recorder.left.readableBytes()).isLessThanOrEqualTo(whole.readableBytes());
        }
    }
}
