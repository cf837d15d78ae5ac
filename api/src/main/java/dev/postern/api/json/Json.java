package dev.postern.api.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one mapping of records to JSON. Times are ISO-8601 text, an empty {@code Optional} is {@code null}; a missing or
 * {@code null} field that is not an {@code Optional} is refused, so that no record is ever half filled.
 */
public final class Json {
    private static final int DEEPEST = 32;
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /** What could not be read, and where. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private UnreadableException(JacksonException cause) {
            super(cause.getOriginalMessage() + place(cause), cause);
        }

        private UnreadableException(String what) {
            super(what);
        }
    }

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Indented, for people and for {@code --json}. */
    public static String pretty(Object value) {
        return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /** For a server: a field that is not known is an error, because it would be ignored otherwise. */
    public static <T> T readStrictly(byte[] json, Class<T> type) {
        return read(MAPPER.readerFor(type).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES), json, type);
    }

    /** For a client: a newer server may say more. */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(MAPPER.readerFor(type), json, type);
    }

    private static <T> T read(ObjectReader reader, byte[] json, Class<T> type) {
        try {
            T value = type.cast(reader.readValue(json));
            if (value == null) {
                throw new UnreadableException("null is not a value here");
            }
            return value;
        } catch (JacksonException unreadable) {
            throw new UnreadableException(unreadable);
        }
    }

    private static String place(JacksonException cause) {
        return Optional.<TokenStreamLocation>ofNullable(cause.getLocation())
                .filter(at -> at.getLineNr() > 0)
                .map(at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                .orElse("");
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .changeDefaultNullHandling(value -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .build();
    }
}
