package dev.postern.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts text into statements where PostgreSQL would: at semicolons outside of quotes, dollar quotes, comments, parentheses
 * and the body of an SQL function that is written {@code BEGIN ATOMIC … END}.
 */
final class SqlText {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private int at;
    private int parentheses;
    private int bodies;

    private SqlText(String text) {
        this.text = text;
    }

    /**
     * @param statements complete ones, without their semicolons; empty ones are left out
     * @param rest what has no semicolon yet; blank when nothing is left
     */
    record Cut(List<String> statements, String rest) {}

    static Cut cut(String text) {
        SqlText scanner = new SqlText(text);
        List<String> statements = new ArrayList<>();
        int start = 0;
        int end = scanner.nextEnd();
        while (end >= 0) {
            add(statements, text.substring(start, end));
            start = end + 1;
            end = scanner.nextEnd();
        }
        String rest = text.substring(start);
        return new Cut(List.copyOf(statements), scanner.words.isEmpty() && isBlank(rest) ? "" : rest);
    }

    /** The first words, upper case, without comments: enough to tell what kind of statement it is. */
    static List<String> words(String statement) {
        SqlText scanner = new SqlText(statement);
        scanner.nextEnd();
        return List.copyOf(scanner.words);
    }

    private static void add(List<String> statements, String statement) {
        if (!isBlank(statement)) {
            statements.add(statement.strip());
        }
    }

    // a comment alone is nothing to send
    private static boolean isBlank(String statement) {
        SqlText scanner = new SqlText(statement);
        scanner.skipSpaceAndComments();
        return scanner.at >= statement.length();
    }

    /** Where the next statement ends, or -1. */
    private int nextEnd() {
        words.clear();
        parentheses = 0;
        bodies = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';' && parentheses == 0 && bodies == 0) {
                return at++;
            }
            step(c);
        }
        return -1;
    }

    private void step(char c) {
        int before = at;
        skipSpaceAndComments();
        if (at > before) {
            return;
        }
        if (c == '\'') {
            skipQuoted('\'', false);
        } else if (c == '"') {
            skipQuoted('"', false);
        } else if (c == '$' && !dollarQuote().isEmpty()) {
            skipDollarQuoted();
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else {
            if (c == '(') {
                parentheses++;
            } else if (c == ')') {
                parentheses = Math.max(0, parentheses - 1);
            }
            at++;
        }
    }

    private void skipSpaceAndComments() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    // PostgreSQL's nest
    private void skipBlockComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
        if (depth > 0) {
            open();
        }
    }

    private void skipQuoted(char quote, boolean backslashes) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (backslashes && c == '\\') {
                at += 2;
            } else if (c == quote) {
                at++;
                return; // a doubled quote starts the next piece of the same string
            } else {
                at++;
            }
        }
        at = text.length();
        open();
    }

    // the text ended inside a comment or a quote: there is something, and it has no end
    private void open() {
        words.add("");
    }

    private String dollarQuote() {
        int end = text.indexOf('$', at + 1);
        if (end < 0 || (at > 0 && isPart(text.charAt(at - 1)))) {
            return "";
        }
        String tag = text.substring(at + 1, end);
        boolean valid = tag.isEmpty()
                || (!Character.isDigit(tag.charAt(0)) && tag.chars().allMatch(c -> isPart((char) c) && c != '$'));
        return valid ? text.substring(at, end + 1) : "";
    }

    private void skipDollarQuoted() {
        String quote = dollarQuote();
        int end = text.indexOf(quote, at + quote.length());
        at = end < 0 ? text.length() : end + quote.length();
        if (end < 0) {
            open();
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && isPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at).toUpperCase(Locale.ROOT);
        if (word.equals("E") && at < text.length() && text.charAt(at) == '\'') {
            skipQuoted('\'', true);
            return;
        }
        countBody(word);
        words.add(word);
    }

    private void countBody(String word) {
        boolean atomic =
                word.equals("ATOMIC") && !words.isEmpty() && words.getLast().equals("BEGIN");
        if (atomic || (bodies > 0 && word.equals("CASE"))) {
            bodies++;
        } else if (bodies > 0 && word.equals("END")) {
            bodies--;
        }
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
