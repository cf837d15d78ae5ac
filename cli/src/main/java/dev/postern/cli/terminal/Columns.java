package dev.postern.cli.terminal;

import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: two for most of East Asia's characters, none for what combines with another. */
public final class Columns {
    private static final int ASCII_END = 0x7f;

    private Columns() {}

    /** @param text without control characters */
    public static int of(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            columns += point < ASCII_END ? 1 : Math.max(0, WCWidth.wcwidth(point));
            i += Character.charCount(point);
        }
        return columns;
    }
}
