package dev.postern.postgres.conninfo;

import dev.postern.kernel.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * libpq's file of passwords: {@code hostname:port:database:username:password} in each line, {@code *} for any, a backslash
 * before a colon or backslash that belongs to a field. The first line that fits counts.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">libpq: the password file</a>
 */
public final class PasswordFile {
    private static final int NAMES = 4;

    private final List<List<String>> lines;

    private PasswordFile(List<List<String>> lines) {
        this.lines = lines;
    }

    /** Lines that are none are passed over, as libpq does. */
    public static PasswordFile of(String text) {
        return new PasswordFile(text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(PasswordFile::fields)
                .filter(fields -> fields.size() > NAMES)
                .toList());
    }

    /** @param host as the connection string has it */
    public Optional<Secret> find(String host, int port, String database, String user) {
        List<String> wanted = List.of(host, Integer.toString(port), database, user);
        return lines.stream()
                .filter(line -> fits(line, wanted))
                .findFirst()
                .map(line -> Secret.ofText(line.get(NAMES)));
    }

    private static boolean fits(List<String> line, List<String> wanted) {
        for (int i = 0; i < NAMES; i++) {
            if (!line.get(i).equals("*") && !line.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    // an escaped star stays one: names that are a star are not told apart by libpq either
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char at = line.charAt(i);
            if (at == '\\' && i + 1 < line.length()) {
                i++;
                field.append(line.charAt(i));
            } else if (at == ':') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(at);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** No passwords. */
    @Override
    public String toString() {
        return "PasswordFile[" + lines.size() + " lines]";
    }
}
