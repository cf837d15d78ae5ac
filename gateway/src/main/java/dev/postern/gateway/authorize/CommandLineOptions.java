package dev.postern.gateway.authorize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code options} parameter: words separated by spaces, a backslash keeps the next character. {@code -c name=value},
 * {@code -cname=value} and {@code --name=value} are settings.
 */
final class CommandLineOptions {
    private CommandLineOptions() {}

    /**
     * Moves settings whose names start with {@code prefix} into {@code taken}.
     *
     * @return the other words, as they were
     */
    static String take(String options, String prefix, Map<String, String> taken) {
        List<String> rest = new ArrayList<>();
        List<String> words = words(options);
        for (int i = 0; i < words.size(); i++) {
            String raw = words.get(i);
            String word = unescape(raw);
            int used = 1;
            String setting = "";
            if (word.equals("-c") && i + 1 < words.size()) {
                setting = unescape(words.get(i + 1));
                used = 2;
            } else if (word.startsWith("-c")) {
                setting = word.substring(2);
            } else if (word.startsWith("--")) {
                setting = word.substring(2);
            }
            int equals = setting.indexOf('=');
            // PostgreSQL reads - in a setting's name as _ and folds case
            String name = equals < 0
                    ? ""
                    : setting.substring(0, equals).replace('-', '_').toLowerCase(Locale.ROOT);
            if (name.startsWith(prefix)) {
                taken.put(name, setting.substring(equals + 1));
            } else {
                rest.addAll(words.subList(i, i + used));
            }
            i += used - 1;
        }
        return String.join(" ", rest);
    }

    /** Words with their backslashes still in them. */
    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            boolean space = c == ' ' || (c >= '\t' && c <= '\r');
            if (space && !escaped) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
            escaped = c == '\\' && !escaped;
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static String unescape(String word) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\' && i + 1 < word.length()) {
                text.append(word.charAt(++i));
            } else if (c != '\\') {
                text.append(c);
            }
        }
        return text.toString();
    }
}
