package dev.postern.pki.x509;

import java.nio.charset.StandardCharsets;
import javax.security.auth.x500.X500Principal;

/**
 * A name as text that can be shown. Whoever makes a certificate chooses its bytes, so line ends, terminal sequences and
 * marks that turn the writing direction are written as RFC 4514's hexadecimal pairs, and what is very long is cut.
 */
final class DistinguishedName {
    private static final int LONGEST_SHOWN = 300;

    private DistinguishedName() {}

    static String text(X500Principal name) {
        StringBuilder shown = new StringBuilder();
        name.getName(X500Principal.RFC2253).codePoints().limit(LONGEST_SHOWN).forEach(each -> {
            if (prints(each)) {
                shown.appendCodePoint(each);
            } else {
                for (byte part : Character.toString(each).getBytes(StandardCharsets.UTF_8)) {
                    shown.append("\\%02X".formatted(part & 0xff));
                }
            }
        });
        return shown.toString();
    }

    private static boolean prints(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
