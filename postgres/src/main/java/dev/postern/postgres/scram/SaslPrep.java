package dev.postern.postgres.scram;

import dev.postern.kernel.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A password as it is hashed, by the rules that PostgreSQL follows, on the server and in libpq: RFC 4013, but a password
 * that the RFC forbids (or that is no UTF-8) is hashed as it was given, and the RFC's tables are asked before the
 * normalization and not after it.
 */
final class SaslPrep {
    private SaslPrep() {}

    static byte[] prepare(Secret password) {
        byte[] given = password.bytes();
        return isAscii(given) ? given : text(given).flatMap(SaslPrep::prepared).orElse(given);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<CharBuffer> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> prepared(CharBuffer text) {
        Tables tables = Tables.get();
        int[] mapped = text.codePoints()
                .map(code -> tables.space().has(code) ? ' ' : code)
                .filter(code -> !tables.nothing().has(code))
                .toArray();
        if (mapped.length == 0
                || Arrays.stream(mapped)
                        .anyMatch(code -> tables.prohibited().has(code)
                                || tables.unassigned().has(code))
                || mixesDirections(mapped, tables)) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(new String(mapped, 0, mapped.length), Normalizer.Form.NFKC);
        return Optional.of(normal.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean mixesDirections(int[] codes, Tables tables) {
        return Arrays.stream(codes).anyMatch(tables.rightToLeft()::has)
                && (Arrays.stream(codes).anyMatch(tables.leftToRight()::has)
                        || !tables.rightToLeft().has(codes[0])
                        || !tables.rightToLeft().has(codes[codes.length - 1]));
    }
}
