package dev.postern.datastore.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the tables' owner looks for tables, as its role and the database are set. When SPIRE starts it asks whether its
 * tables are in the current schema, and makes new ones when they are not; its queries look through the whole path.
 *
 * @param owner of the tables, as whom SPIRE most likely logs in
 * @param setting as PostgreSQL keeps it
 * @param schemas those of it that exist
 */
public record SearchPath(String owner, String setting, List<String> schemas) {
    private static final String OWN = "$user";

    /** Where the owner's tables are made and looked for. */
    public Optional<String> current() {
        return schemas.stream().findFirst();
    }

    /** Whether a schema called like the owner would become the current one. */
    public boolean ownWouldBeFirst() {
        return parse(setting).stream().findFirst().filter(OWN::equals).isPresent() && !schemas.contains(owner);
    }

    static SearchPath of(String owner, String setting, Set<String> existing) {
        List<String> found = parse(setting).stream()
                .map(name -> name.equals(OWN) ? owner : name)
                .filter(existing::contains)
                .distinct()
                .toList();
        return new SearchPath(owner, setting, found);
    }

    /** The names of a list of identifiers: quoted ones as they stand, others in lower case. */
    static List<String> parse(String list) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        boolean inQuotes = false;
        for (int i = 0; i <= list.length(); i++) {
            char c = i == list.length() ? ',' : list.charAt(i);
            boolean end = i == list.length();
            if (c == '"' && !end) {
                boolean doubled = inQuotes && i + 1 < list.length() && list.charAt(i + 1) == '"';
                if (doubled) {
                    name.append('"');
                    i++;
                } else {
                    inQuotes = !inQuotes;
                    quoted = true;
                }
            } else if (end || (c == ',' && !inQuotes)) {
                if (quoted || !name.toString().isBlank()) {
                    names.add(name.toString());
                }
                name.setLength(0);
                quoted = false;
            } else if (inQuotes) {
                name.append(c);
            } else if (!Character.isWhitespace(c)) {
                name.append(Character.toLowerCase(c));
            }
        }
        return names;
    }
}
