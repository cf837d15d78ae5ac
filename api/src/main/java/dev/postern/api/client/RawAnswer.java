package dev.postern.api.client;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An HTTP answer. Header names are lower case. */
record RawAnswer(int status, Map<String, String> headers, byte[] body) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
