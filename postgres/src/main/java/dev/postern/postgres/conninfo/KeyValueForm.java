package dev.postern.postgres.conninfo;

import java.util.Map;
import java.util.stream.Collectors;

/** {@code host=a dbname='b c'}: blanks around {@code =}, single quotes, backslash before any character. */
final class KeyValueForm {
    private static final String WHERE = "the connection string";

    private final Draft draft;
    private String text = "";
    private int at;

    KeyValueForm(Draft draft) {
        this.draft = draft;
    }

    void parse(String conninfo) {
        text = conninfo;
        at = 0;
        skipBlanks();
        while (at < text.length()) {
            int start = at;
            String keyword = keyword();
            String value = value();
            draft.take(keyword, value, WHERE + ", at character " + (start + 1) + ",");
            skipBlanks();
        }
    }

    private String keyword() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && !isBlank(text.charAt(at))) {
            at++;
        }
        String keyword = text.substring(start, at);
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '=') {
            // the word itself may be the second half of a password that was not quoted
            throw draft.syntax(
                    WHERE + " has a word without \"=\" at character " + (start + 1),
                    "write key=value; put values that have spaces into single quotes");
        }
        at++;
        skipBlanks();
        return keyword;
    }

    private String value() {
        boolean quoted = at < text.length() && text.charAt(at) == '\'';
        int start = at;
        if (quoted) {
            at++;
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (quoted ? c == '\'' : isBlank(c)) {
                return value.toString();
            }
            if (c != '\\') {
                value.append(c);
            } else if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (quoted) {
            throw draft.syntax(
                    WHERE + " has a quote at character " + (start + 1) + " that is not closed",
                    "close it; write \\' for a quote inside");
        }
        return value.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    static String render(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + quote(setting.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quote(String value) {
        String escaped = value.replace("\\", "\\\\").replace("'", "\\'");
        boolean plain =
                !value.isEmpty() && escaped.equals(value) && value.chars().noneMatch(KeyValueForm::isBlank);
        return plain ? value : "'" + escaped + "'";
    }

    /** C's {@code isspace} in the C locale. */
    static boolean isBlank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
