package dev.postern.provision.consumer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts inside of other texts. */
final class Quoting {
    private Quoting() {}

    /** A value of a key=value string, always in quotes: what libpq, pgx and lib/pq all read. */
    static String keyValue(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Any part of a URI. */
    static String uri(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A URI that names a user, with a password behind it. */
    static String withPassword(String uri, String password) {
        int at = uri.indexOf('@');
        return uri.substring(0, at) + ":" + password + uri.substring(at);
    }

    /** HCL's and JSON's strings. */
    static String hcl(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
