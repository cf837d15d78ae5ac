package dev.postern.cli.sql;

import java.time.Instant;
import java.util.Locale;
import org.jline.reader.impl.history.DefaultHistory;

/** Remembers what was typed, except what may hold a secret. */
final class SqlHistory extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
        if (!mayHoldSecret(line)) {
            super.add(time, line);
        }
    }

    static boolean mayHoldSecret(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.contains("private key")
                || lower.contains("passphrase")
                || lower.contains("dblink")
                || lower.contains("user mapping")
                || lower.contains("pgp_sym_")
                || lower.contains("crypt(");
    }
}
