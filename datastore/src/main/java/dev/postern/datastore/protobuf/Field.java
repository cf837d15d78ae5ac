package dev.postern.datastore.protobuf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One field of a message as it was written. */
public sealed interface Field {
    int number();

    /** An integer, boolean or enumeration. */
    record Varint(int number, long value) implements Field {}

    /** A string, bytes, an embedded message or packed numbers. */
    final class Bytes implements Field {
        private final int number;
        private final byte[] value;

        Bytes(int number, byte[] value) {
            this.number = number;
            this.value = value;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /** Four or eight bytes of a number. None of the messages that we know has one, so they are only passed over. */
    record Fixed(int number) implements Field {}

    /** @throws MalformedMessageException when the field is of another kind */
    default long number(String name) throws MalformedMessageException {
        if (this instanceof Varint varint) {
            return varint.value();
        }
        throw new MalformedMessageException(name + " (field " + number() + ") is not a number");
    }

    /** @throws MalformedMessageException when the field is of another kind */
    default byte[] bytes(String name) throws MalformedMessageException {
        if (this instanceof Bytes sequence) {
            return sequence.value;
        }
        throw new MalformedMessageException(name + " (field " + number() + ") is not a sequence of bytes");
    }

    /** @throws MalformedMessageException when the field is of another kind, or is not UTF-8 */
    default String text(String name) throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(name)))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new MalformedMessageException(name + " (field " + number() + ") is not UTF-8");
        }
    }
}
