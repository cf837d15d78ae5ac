package dev.postern.cli.verb;

import dev.postern.api.Databases;
import dev.postern.kernel.settings.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what somebody means by a name. */
final class Reachable {
    private Reachable() {}

    /** The entry of that name, or the only database of that name. */
    static Databases.Database find(Databases all, String name) {
        List<Databases.Database> entries = all.databases().stream()
                .filter(database -> database.entry().equals(name))
                .toList();
        List<Databases.Database> found = entries.isEmpty()
                ? all.databases().stream()
                        .filter(database -> database.database().equals(name))
                        .toList()
                : entries;
        if (!found.isEmpty() && (found.size() == 1 || !entries.isEmpty())) {
            return found.getFirst();
        }
        Set<String> names = new LinkedHashSet<>();
        all.databases().forEach(database -> names.add(database.entry()));
        throw new CliException(
                CliCode.NO_SUCH_DATABASE,
                found.isEmpty()
                        ? "no rule lets you reach \"" + name + "\", or there is none of that name"
                                + Suggestion.phrase(name, names)
                        : "\"" + name + "\" is a database of " + found.size() + " entries",
                names.isEmpty() ? "declare a Database and an AccessRule" : "name one of: " + String.join(", ", names));
    }
}
