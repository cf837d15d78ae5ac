package dev.postern.provision.driver;

import dev.postern.postgres.conninfo.Keyword;
import dev.postern.provision.driver.Said.Form;
import dev.postern.provision.driver.Said.Written;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a connection string apart, keywords that nobody knows included. */
final class SaidReader {
    private static final String JDBC = "jdbc:postgresql:";
    /** What means something in a part of a URI unless it is percent-encoded. */
    private static final String MEANINGFUL = " \"#?/\\@+";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private Optional<Written> password = Optional.empty();

    private SaidReader() {}

    static Said read(String text) {
        SaidReader reader = new SaidReader();
        if (text.startsWith(JDBC)) {
            return reader.uri(Form.JDBC, text.substring(JDBC.length()).replaceFirst("^//", ""));
        }
        for (String prefix : List.of("postgresql://", "postgres://")) {
            if (text.startsWith(prefix)) {
                return reader.uri(Form.URI, text.substring(prefix.length()));
            }
        }
        return reader.keyValue(text);
    }

    private Said keyValue(String text) {
        int at = 0;
        while (true) {
            at = skip(text, at);
            if (at == text.length()) {
                return Said.of(Form.KEY_VALUE, settings, password);
            }
            int start = at;
            while (at < text.length() && text.charAt(at) != '=' && !blank(text.charAt(at))) {
                at++;
            }
            String keyword = text.substring(start, at);
            at = skip(text, at);
            if (at == text.length() || text.charAt(at) != '=') {
                return Said.broken(
                        Form.KEY_VALUE,
                        "a word at character " + (start + 1)
                                + " has no \"=\": perhaps the rest of a value that has a blank and no quotes");
            }
            at = skip(text, at + 1);
            StringBuilder value = new StringBuilder();
            boolean quoted = at < text.length() && text.charAt(at) == '\'';
            int end = quoted ? quoted(text, at + 1, value) : bare(text, at, value);
            if (end < 0) {
                return Said.broken(Form.KEY_VALUE, "a quote or backslash at character " + (at + 1) + " has no end");
            }
            put(keyword, value.toString(), quoted ? "" : text.substring(at, end), false);
            at = end;
        }
    }

    private static int quoted(String text, int from, StringBuilder value) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                return at + 1;
            }
            if (c == '\\') {
                at++;
                if (at == text.length()) {
                    return -1;
                }
            }
            value.append(text.charAt(at));
        }
        return -1;
    }

    private static int bare(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && !blank(text.charAt(at))) {
            if (text.charAt(at) == '\\') {
                at++;
                if (at == text.length()) {
                    return -1;
                }
            }
            value.append(text.charAt(at));
            at++;
        }
        return at;
    }

    private Said uri(Form form, String rest) {
        int question = questionMark(rest);
        String before = rest.substring(0, question);
        // the last @: a password may hold others, which some drivers take and some do not
        int at = before.lastIndexOf('@');
        if (at >= 0) {
            String info = before.substring(0, at);
            int colon = info.indexOf(':');
            put("user", decoded(colon < 0 ? info : info.substring(0, colon)), "", true);
            if (colon >= 0) {
                put("password", info.substring(colon + 1), info.substring(colon + 1), true);
            }
        }
        String place = before.substring(at + 1);
        int slash = place.indexOf('/');
        hosts(slash < 0 ? place : place.substring(0, slash));
        if (slash >= 0) {
            put("dbname", decoded(place.substring(slash + 1)), "", true);
        }
        if (question < rest.length()) {
            for (String pair : rest.substring(question + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 0 && !pair.isEmpty()) {
                    return Said.broken(form, "a parameter behind the question mark has no \"=\"");
                }
                if (equals > 0) {
                    String value = pair.substring(equals + 1);
                    put(decoded(pair.substring(0, equals)), decoded(value), value, false);
                }
            }
        }
        return Said.of(form, settings, password);
    }

    // a question mark before the last @ belongs to a password
    private static int questionMark(String rest) {
        int first = rest.indexOf('?');
        int last = first < 0 ? -1 : rest.indexOf('@', first);
        boolean query = last < 0 || rest.substring(first, last).indexOf('=') >= 0;
        int mark = query ? first : rest.indexOf('?', last);
        return mark < 0 ? rest.length() : mark;
    }

    private void hosts(String text) {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int bracket = each.indexOf(']');
            int colon = each.indexOf(':', Math.max(bracket, 0));
            String host = colon < 0 ? each : each.substring(0, colon);
            hosts.add(decoded(host).replaceAll("[\\[\\]]", ""));
            ports.add(colon < 0 ? "" : each.substring(colon + 1));
        }
        put("host", String.join(",", hosts), "", true);
        put("port", ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports), "", true);
    }

    private void put(String keyword, String value, String raw, boolean before) {
        if (keyword.equals("password")) {
            int equals = value.indexOf('=');
            String first = equals < 0 ? "" : value.substring(0, equals);
            boolean swallowed = !before && Keyword.named(first).isPresent();
            password = Optional.of(new Written(raw(raw), before, swallowed ? first : ""));
        } else if (Said.secret(keyword)) {
            settings.put(keyword, "");
        } else if (!value.isEmpty() || !before) {
            settings.put(keyword, value);
        }
    }

    private static String raw(String text) {
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean encoded = c == '%' && text.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*");
            if (MEANINGFUL.indexOf(c) >= 0 || (c == '%' && !encoded)) {
                found.append(c);
            }
        }
        return found.toString();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean blank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
