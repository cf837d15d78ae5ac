package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The names that a wish may bring, each judged before anything is written or signed. */
final class GivenName {
    /** RFC 5280's bound for CN and OU, in characters. */
    static final int LONGEST = 64;
    /** PostgreSQL cuts longer names, so that two roles would become one. */
    private static final int LONGEST_ROLE_BYTES = 63;

    private static final int LONGEST_DNS = 253;
    private static final Pattern LABELS = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
            + "(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");
    /** Four decimal numbers without leading zeros, which some readers take for octal. */
    private static final Pattern IPV4 = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private GivenName() {}

    static String role(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_ROLE_BYTES) {
            throw refused("the role has " + bytes + " bytes; PostgreSQL's names end at " + LONGEST_ROLE_BYTES);
        }
        return text("the role", name);
    }

    static String text(String what, String name) {
        int length = name.codePointCount(0, name.length());
        if (length == 0 || length > LONGEST) {
            throw refused(what + " has " + length + " characters; a certificate's name takes 1 to " + LONGEST);
        }
        if (name.codePoints().anyMatch(GivenName::invisible)) {
            throw refused(what + " contains a control character or one that nobody sees");
        }
        return name;
    }

    static String dns(String name) {
        String labels = name.startsWith("*.") ? name.substring(2) : name;
        if (name.length() > LONGEST_DNS || !LABELS.matcher(labels).matches()) {
            throw refused("\"" + shown(name) + "\" is not a DNS name; others than ASCII are written xn--");
        }
        String last = labels.substring(labels.lastIndexOf('.') + 1);
        if (last.chars().allMatch(each -> each >= '0' && each <= '9')) {
            throw refused("\"" + name + "\" is an IP address and not a DNS name");
        }
        return name;
    }

    static String address(String literal) {
        try {
            if (IPV4.matcher(literal).matches() || IPV6.matcher(literal).matches()) {
                return InetAddress.ofLiteral(literal).getHostAddress();
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw refused("\"" + shown(literal) + "\" is not an IP address");
    }

    private static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST)
                .map(each -> invisible(each) ? '?' : each)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static PkiException refused(String what) {
        return new PkiException(PkiCode.WISH_REFUSED, what, "use another name");
    }
}
