package dev.postern.cli.verb;

import dev.postern.api.Databases;
import dev.postern.kernel.settings.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what somebody means by a name. */
final class Reachable {
    private Reachable() {}

    /**
     * {@code ENTRY/DATABASE}, a login's service, or the only database of that name; an entry's name is the service of the
     * database that it leads to when none is said.
     */
    static Databases.Database find(Databases all, String name) {
        List<Databases.Database> exact = all.databases().stream()
                .filter(database ->
                        database.service().equals(name) || (database.entry() + "/" + database.database()).equals(name))
                .toList();
        List<Databases.Database> found = exact.isEmpty()
                ? all.databases().stream()
                        .filter(database -> database.database().equals(name)
                                || database.entry().equals(name))
                        .toList()
                : exact;
        if (found.size() == 1) {
            return found.getFirst();
        }
        Set<String> names = new LinkedHashSet<>();
        all.databases().forEach(database -> names.add(database.entry() + "/" + database.database()));
        Set<String> said = new LinkedHashSet<>(names);
        all.databases().forEach(database -> said.addAll(List.of(database.entry(), database.database())));
        throw new CliException(
                CliCode.NO_SUCH_DATABASE,
                found.isEmpty()
                        ? "no rule lets you reach \"" + name + "\", or there is none of that name"
                                + Suggestion.phrase(name, said)
                        : "\"" + name + "\" may mean " + found.size() + " databases",
                names.isEmpty() ? "declare a Database and an AccessRule" : "name one of: " + String.join(", ", names));
    }
}
