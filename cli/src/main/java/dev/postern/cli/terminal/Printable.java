package dev.postern.cli.terminal;

import java.util.Locale;

/**
 * Text of others made safe for a terminal. A server's message, a role's name or a row can hold escape sequences that
 * recolour, move the cursor or type; and bidirectional marks that show text in another order than it is.
 */
public final class Printable {
    private static final int FIRST_PRINTED = 0x20;
    private static final int DELETE = 0x7f;
    private static final int LAST_C1 = 0x9f;

    private Printable() {}

    /** For running text: line ends stay, everything else that a terminal would obey is spelled {@code \x1B}. */
    public static String text(String raw) {
        return spelled(raw, true);
    }

    /** For one line: line ends are spelled too. */
    public static String line(String raw) {
        return spelled(raw, false);
    }

    /** For JSON that is already written: what JSON leaves as it is and a terminal obeys is escaped the JSON way. */
    public static String json(String written) {
        StringBuilder safe = null;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            boolean obeyed = c >= DELETE && isObeyed(c);
            if (obeyed && safe == null) {
                safe = new StringBuilder(written.length() + 16).append(written, 0, i);
            }
            if (safe != null) {
                if (obeyed) {
                    safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    safe.append(c);
                }
            }
        }
        return safe == null ? written : safe.toString();
    }

    private static String spelled(String raw, boolean lineEnds) {
        StringBuilder safe = null;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean kept = !isObeyed(c) || (lineEnds && c == '\n');
            if (!kept && safe == null) {
                safe = new StringBuilder(raw.length() + 16).append(raw, 0, i);
            }
            if (safe != null) {
                safe.append(kept ? String.valueOf(c) : spell(c));
            }
        }
        return safe == null ? raw : safe.toString();
    }

    private static String spell(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, c <= LAST_C1 ? "\\x%02X" : "\\u%04X", (int) c);
        };
    }

    private static boolean isObeyed(char c) {
        return c < FIRST_PRINTED
                || (c >= DELETE && c <= LAST_C1)
                || (c >= '\u200e' && c <= '\u200f')
                || (c >= '\u2028' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u061c'
                || c == '\ufeff';
    }
}
