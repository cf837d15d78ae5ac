package dev.postern.api.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one HTTP/1.1 answer, bounded in size and time. */
final class AnswerReader {
    private static final int MOST_HEAD_BYTES = 32 << 10;
    private static final int CHUNK = 16 << 10;

    private final Socket socket;
    private final Deadline deadline;
    private final int most;
    private final byte[] buffer = new byte[CHUNK];
    private int position;
    private int limit;

    AnswerReader(Socket socket, Deadline deadline, int most) {
        this.socket = socket;
        this.deadline = deadline;
        this.most = most;
    }

    /** More came than the bound. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The connection ended before the first byte. */
    static final class NoAnswerException extends EOFException {
        private static final long serialVersionUID = 1L;
    }

    RawAnswer read() throws IOException {
        String[] lines = head().split("\r\n", -1);
        String[] start = lines[0].split(" ", 3);
        if (start.length < 2 || !start[0].startsWith("HTTP/1.") || !start[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer does not start as HTTP/1.1 does");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        if (headers.containsKey("transfer-encoding")) {
            throw new IOException("the answer has a transfer encoding, which this server never uses");
        }
        return new RawAnswer(Integer.parseInt(start[1]), headers, body(headers.get("content-length")));
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            if (position == limit && !fill()) {
                throw head.size() == 0
                        ? new NoAnswerException()
                        : new EOFException("the connection ended inside the answer's head");
            }
            byte next = buffer[position++];
            ending = next == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : next == '\r' ? 1 : 0;
            head.write(next);
            if (head.size() > MOST_HEAD_BYTES) {
                throw new TooLargeException();
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[] body(@Nullable String header) throws IOException {
        Optional<Long> announced = announced(header);
        if (announced.isPresent() && announced.get() > most) {
            throw new TooLargeException();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK);
        while (announced.isEmpty() || body.size() < announced.get()) {
            if (position == limit && !fill()) {
                if (announced.isPresent()) {
                    throw new EOFException(
                            "the connection ended after " + body.size() + " of " + announced.get() + " bytes");
                }
                break;
            }
            int wanted = announced
                    .map(length -> (int) Math.min(length - body.size(), limit - position))
                    .orElse(limit - position);
            body.write(buffer, position, wanted);
            position += wanted;
            if (body.size() > most) {
                throw new TooLargeException();
            }
        }
        return body.toByteArray();
    }

    private static Optional<Long> announced(@Nullable String length) throws IOException {
        if (length == null) {
            return Optional.empty();
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("the answer's length is not a number");
        }
        return Optional.of(Long.parseLong(length));
    }

    private boolean fill() throws IOException {
        socket.setSoTimeout(deadline.remainingMillis());
        InputStream in = socket.getInputStream();
        int read = in.read(buffer);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }
}
