package dev.postern.postgres.quote;

import java.nio.charset.StandardCharsets;

/**
 * Quotes identifiers and literals as PostgreSQL does. What PostgreSQL could not store (a NUL, half a surrogate pair) or
 * would silently shorten (a name above 63 bytes) is refused: a shortened name is another name.
 */
public final class Quote {
    /** {@code NAMEDATALEN - 1}: a longer name would be cut. */
    public static final int NAME_BYTES = 63;

    private Quote() {}

    /** As {@code quote_ident}: unchanged when that is safe, otherwise in double quotes. */
    public static String identifier(String name) {
        check("identifier", name);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > NAME_BYTES) {
            throw new QuoteException(
                    QuoteCode.NAME_LENGTH,
                    "an identifier has 1 to " + NAME_BYTES + " bytes, this one has " + bytes,
                    "choose a shorter name; PostgreSQL would cut this one");
        }
        return isPlain(name) && !Keywords.needsQuotes(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code schema.name}, each part quoted by itself. */
    public static String qualified(String schema, String name) {
        return identifier(schema) + '.' + identifier(name);
    }

    /** As {@code quote_literal}: in single quotes; with backslashes as {@code E'…'}, safe whatever the settings are. */
    public static String literal(String text) {
        check("literal", text);
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    private static boolean isPlain(String name) {
        char first = name.charAt(0);
        return (isLower(first) || first == '_') && name.chars().allMatch(c -> isLower(c) || isDigit(c) || c == '_');
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static void check(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new QuoteException(
                    QuoteCode.NUL_CHARACTER,
                    "the " + what + " has a NUL character, which PostgreSQL cannot hold",
                    "remove the NUL");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new QuoteException(
                    QuoteCode.NOT_UNICODE, "the " + what + " has half of a surrogate pair", "give it as valid Unicode");
        }
    }
}
