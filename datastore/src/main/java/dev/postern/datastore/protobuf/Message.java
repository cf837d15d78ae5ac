package dev.postern.datastore.protobuf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one message. What is embedded in it stays bytes until it is asked for, so nothing nests deeper than the caller
 * goes.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: encoding</a>
 */
public final class Message {
    /** As much as SPIRE lets a bundle or a journal grow on any of its databases. */
    public static final int MOST_BYTES = 16 << 20;

    static final int MOST_FIELDS = 20_000;

    private static final int HIGHEST_NUMBER = (1 << 29) - 1;
    private static final int LONGEST_VARINT = 10;
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final byte[] bytes;
    private int at;

    private Message(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws MalformedMessageException when the bytes are not a message, or one with more than 20,000 fields */
    public static List<Field> fields(byte[] bytes) throws MalformedMessageException {
        if (bytes.length > MOST_BYTES) {
            throw new MalformedMessageException(
                    "it has " + bytes.length + " bytes, at most " + MOST_BYTES + " are read");
        }
        Message message = new Message(bytes);
        List<Field> fields = new ArrayList<>();
        while (message.at < bytes.length) {
            if (fields.size() == MOST_FIELDS) {
                throw new MalformedMessageException("it has more than " + MOST_FIELDS + " fields");
            }
            fields.add(message.next());
        }
        return fields;
    }

    private Field next() throws MalformedMessageException {
        long tag = varint();
        long number = tag >>> 3;
        if (number < 1 || number > HIGHEST_NUMBER) {
            throw new MalformedMessageException("it has a field with the number " + Long.toUnsignedString(number));
        }
        int name = (int) number;
        return switch ((int) (tag & 7)) {
            case VARINT -> new Field.Varint(name, varint());
            case LENGTH -> new Field.Bytes(name, take(varint(), name));
            case EIGHT_BYTES -> fixed(name, Long.BYTES);
            case FOUR_BYTES -> fixed(name, Integer.BYTES);
            default -> throw new MalformedMessageException("field " + name + " is of no kind that is in use");
        };
    }

    private Field fixed(int number, int length) throws MalformedMessageException {
        take(length, number);
        return new Field.Fixed(number);
    }

    private byte[] take(long length, int number) throws MalformedMessageException {
        if (length < 0 || length > bytes.length - at) {
            throw new MalformedMessageException("field " + number + " wants " + Long.toUnsignedString(length)
                    + " bytes where " + (bytes.length - at) + " are left");
        }
        int from = at;
        at += (int) length;
        return Arrays.copyOfRange(bytes, from, at);
    }

    private long varint() throws MalformedMessageException {
        long value = 0;
        for (int read = 0; read < LONGEST_VARINT; read++) {
            if (at == bytes.length) {
                throw new MalformedMessageException("it ends within a number");
            }
            byte part = bytes[at++];
            if (read == LONGEST_VARINT - 1 && (part & 0xfe) != 0) {
                break;
            }
            value |= (long) (part & 0x7f) << (7 * read);
            if (part >= 0) {
                return value;
            }
        }
        throw new MalformedMessageException("it has a number of more than 64 bits");
    }
}
