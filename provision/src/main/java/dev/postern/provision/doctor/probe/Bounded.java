package dev.postern.provision.doctor.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a stranger sends. */
final class Bounded {
    private static final int MOST = 64 * 1024;
    private static final int SHOWN = 60;

    private Bounded() {}

    /** One message of protocol 3. */
    static final class Message {
        private final byte tag;
        private final byte[] rest;

        /** @param rest what follows the length */
        Message(byte tag, byte[] rest) {
            this.tag = tag;
            this.rest = rest;
        }

        byte tag() {
            return tag;
        }

        ByteBuffer body() {
            return ByteBuffer.wrap(rest);
        }
    }

    /** A message's length that nothing of PostgreSQL's has at this moment. */
    static final class Implausible extends IOException {
        private static final long serialVersionUID = 1;

        Implausible(String text) {
            super(text);
        }
    }

    /**
     * Its first {@value #MOST} bytes; what is longer is cut, because the end of an error's text says nothing that its
     * beginning does not.
     */
    static Message message(InputStream in) throws IOException {
        byte tag = one(in);
        byte[] head = exactly(in, 4);
        int length = ByteBuffer.wrap(head).getInt() - 4;
        boolean error = tag == 'E' || tag == 'N';
        if (length < 0 || (length > MOST && !error)) {
            byte[] shown = new byte[5];
            shown[0] = tag;
            System.arraycopy(head, 0, shown, 1, 4);
            throw new Implausible(printable(shown));
        }
        return new Message(tag, exactly(in, Math.min(length, MOST)));
    }

    static byte one(InputStream in) throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new EOFException();
        }
        return (byte) read;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** What is there already, without waiting for more. */
    static String pending(InputStream in, byte first) throws IOException {
        byte[] rest = in.readNBytes(Math.min(in.available(), SHOWN));
        byte[] all = new byte[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return printable(all);
    }

    static ServerError error(Message message) {
        Map<Character, String> fields = new HashMap<>();
        ByteBuffer body = message.body();
        while (body.hasRemaining()) {
            char letter = (char) (body.get() & 0xff);
            if (letter == 0) {
                break;
            }
            fields.put(letter, string(body));
        }
        return new ServerError(
                fields.getOrDefault('V', fields.getOrDefault('S', "ERROR")),
                fields.getOrDefault('C', ""),
                fields.getOrDefault('M', ""),
                fields.getOrDefault('D', ""),
                fields.getOrDefault('H', ""));
    }

    static List<String> strings(ByteBuffer body) {
        List<String> all = new ArrayList<>();
        while (body.hasRemaining()) {
            String next = string(body);
            if (next.isEmpty()) {
                break;
            }
            all.add(next);
        }
        return all;
    }

    /** Up to a zero byte, or the end; one line, no control characters. */
    static String string(ByteBuffer body) {
        int start = body.position();
        while (body.hasRemaining() && body.get(body.position()) != 0) {
            body.get();
        }
        byte[] bytes = new byte[body.position() - start];
        body.get(start, bytes);
        if (body.hasRemaining()) {
            body.get();
        }
        return line(new String(bytes, StandardCharsets.UTF_8));
    }

    static String line(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f]+", " ").strip();
        return clean.length() <= 2000 ? clean : clean.substring(0, 2000) + "…";
    }

    /** Bytes for people. */
    static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
            int each = bytes[i] & 0xff;
            text.append(each >= 0x20 && each < 0x7f ? String.valueOf((char) each) : "\\x%02x".formatted(each));
        }
        return text.toString();
    }
}
