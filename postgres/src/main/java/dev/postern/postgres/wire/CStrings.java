package dev.postern.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strings that a zero byte ends. */
final class CStrings {
    private CStrings() {}

    static void write(ByteBuf out, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a string with a zero byte cannot be sent");
        }
        ByteBufUtil.writeUtf8(out, text);
        out.writeByte(0);
    }

    /** Refuses what is not UTF-8, because names are compared and shown. */
    static String read(ByteBuf in, String what) {
        ByteBuffer bytes = slice(in, what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            throw WireException.malformed(what + " is not UTF-8");
        }
    }

    /** For text in an encoding that we do not know: what is not UTF-8 is shown as a replacement character. */
    static String readLenient(ByteBuf in, String what) {
        return StandardCharsets.UTF_8.decode(slice(in, what)).toString();
    }

    private static ByteBuffer slice(ByteBuf in, String what) {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            throw WireException.malformed(what + " is not terminated");
        }
        ByteBuffer bytes = in.nioBuffer(in.readerIndex(), length);
        in.skipBytes(length + 1);
        return bytes;
    }
}
