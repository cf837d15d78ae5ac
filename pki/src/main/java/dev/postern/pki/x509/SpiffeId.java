package dev.postern.pki.x509;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The parts of SPIFFE IDs that certificates carry as their URI. */
public final class SpiffeId {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    private static final int LONGEST_TRUST_DOMAIN = 255;

    private SpiffeId() {}

    /** @throws PkiException when it is not what a SPIFFE trust domain may be */
    public static String trustDomain(String name) {
        if (name.length() > LONGEST_TRUST_DOMAIN || !name.matches("[a-z0-9._-]+")) {
            throw new PkiException(
                    PkiCode.WISH_REFUSED,
                    "a trust domain has 1 to 255 characters of a-z, 0-9, dot, hyphen and underscore; this one has "
                            + name.length() + " or others",
                    "use a name like postern.example.com");
        }
        return name;
    }

    /**
     * Any name as one path segment, which may hold letters, digits, dot, hyphen and underscore only. Each other byte of its
     * UTF-8 is written {@code -xHH-}; so is a hyphen where it would read as the beginning of that. No two names have the same
     * segment.
     */
    public static String segment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return name.replace(".", escaped((byte) '.'));
        }
        StringBuilder segment = new StringBuilder();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            if (plain(bytes[at]) && !beginsEscape(bytes, at)) {
                segment.append((char) bytes[at]);
            } else {
                segment.append(escaped(bytes[at]));
            }
        }
        return segment.toString();
    }

    private static String escaped(byte value) {
        return "-x" + HexFormat.of().toHexDigits(value) + "-";
    }

    // what follows the two digits is a hyphen, or will be one because it is escaped itself
    private static boolean beginsEscape(byte[] bytes, int at) {
        return at + 4 < bytes.length
                && bytes[at] == '-'
                && bytes[at + 1] == 'x'
                && HexFormat.isHexDigit(bytes[at + 2])
                && HexFormat.isHexDigit(bytes[at + 3])
                && (bytes[at + 4] == '-' || !plain(bytes[at + 4]));
    }

    private static boolean plain(byte value) {
        return PLAIN.indexOf(value) >= 0;
    }
}
