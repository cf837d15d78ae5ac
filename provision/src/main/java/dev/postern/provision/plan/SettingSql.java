package dev.postern.provision.plan;

import dev.postern.postgres.quote.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code SET name TO value}, and whether what is stored means the same. PostgreSQL stores values as they were given, but
 * for a few settings a list of names, each of which it quotes when it must.
 */
final class SettingSql {
    private static final Set<String> LISTS = Set.of(
            "search_path",
            "temp_tablespaces",
            "session_preload_libraries",
            "local_preload_libraries",
            "shared_preload_libraries",
            "unix_socket_directories");

    private SettingSql() {}

    /** The statements for those that differ, after for example {@code ALTER DATABASE x}. */
    static List<String> changes(String alter, Map<String, String> wanted, Map<String, String> seen) {
        List<String> sql = new ArrayList<>();
        new TreeMap<>(wanted).forEach((name, value) -> {
            if (!same(name, value, seen)) {
                sql.add(alter + " SET " + quoted(name) + " TO " + value(name, value));
            }
        });
        return sql;
    }

    private static boolean same(String name, String value, Map<String, String> seen) {
        String now = seen.get(name.toLowerCase(Locale.ROOT));
        return now != null && (isList(name) ? elements(name, now).equals(elements(name, value)) : now.equals(value));
    }

    private static boolean isList(String name) {
        return LISTS.contains(name.toLowerCase(Locale.ROOT));
    }

    // an extension's settings have a dot, and each part is a name
    private static String quoted(String name) {
        return java.util.Arrays.stream(name.split("\\.", -1))
                .map(Quote::identifier)
                .collect(Collectors.joining("."));
    }

    private static String value(String name, String value) {
        if (!isList(name)) {
            return Quote.literal(value);
        }
        List<String> elements = elements(name, value);
        return elements.isEmpty() ? "''" : elements.stream().map(Quote::literal).collect(Collectors.joining(", "));
    }

    /** As PostgreSQL splits it: by commas, in lower case outside of quotes (but for paths). */
    private static List<String> elements(String name, String text) {
        boolean paths = name.endsWith("libraries") || name.endsWith("directories");
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    element.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                    wasQuoted = true;
                }
            } else if (c == ',' && !quoted) {
                add(elements, element, wasQuoted);
                wasQuoted = false;
            } else if (quoted || !Character.isWhitespace(c)) {
                element.append(quoted || paths ? c : Character.toLowerCase(c));
            }
        }
        add(elements, element, wasQuoted);
        return elements;
    }

    private static void add(List<String> elements, StringBuilder element, boolean quoted) {
        if (quoted || !element.isEmpty()) {
            elements.add(element.toString());
        }
        element.setLength(0);
    }
}
