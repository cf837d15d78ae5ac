package dev.postern.api.client;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An HTTP answer. A class, because a record of bytes would compare by identity. */
final class RawAnswer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /** @param headers names in lower case */
    RawAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
