package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Scope;
import dev.postern.model.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The consumers that there are, and what each can be told in {@code options}. A new consumer begins with a line here. */
final class ConsumerOptions {

    /** Known by name; their issue is still to come. */
    static final List<String> LATER = List.of("pgbouncer", "pgpool", "cloudnative-pg");

    private static final Option ADDRESS = Option.text(
            "address", "where it connects from, as `pg_hba.conf` has it; several by commas; `all` when not given");
    private static final Option MOUNT_PATH = Option.text(
            "mountPath", "where the consumer sees its folder, if elsewhere, for example inside of a container");

    private static final Map<String, List<Option>> ALL = all();

    private ConsumerOptions() {}

    /**
     * Something that a consumer can be told.
     *
     * @param words what it may be; any text when empty
     */
    record Option(String name, List<String> words, String meaning) {
        static Option text(String name, String meaning) {
            return new Option(name, List.of(), meaning);
        }

        static Option word(String name, List<String> words, String meaning) {
            return new Option(name, words, meaning);
        }
    }

    static List<String> consumers() {
        return List.copyOf(ALL.keySet());
    }

    static Map<String, List<Option>> table() {
        return ALL;
    }

    static void check(String consumer, Map<String, String> options, Node.Mapping spec, Scope scope) {
        List<Option> known = ALL.getOrDefault(consumer, List.of());
        List<String> names = known.stream().map(Option::name).toList();
        options.forEach((name, value) -> {
            Optional<Option> option =
                    known.stream().filter(one -> one.name().equals(name)).findFirst();
            if (option.isEmpty()) {
                scope.add(
                        Places.of(spec, "options", name),
                        ManifestCode.UNKNOWN_KEY,
                        "the consumer " + consumer + " has no option " + Problems.show(name)
                                + Problems.suggest(name, names),
                        names.isEmpty() ? "it has none; remove it" : "known there: " + String.join(", ", names));
            } else if (!option.get().words().isEmpty() && !option.get().words().contains(value)) {
                scope.add(
                        Places.of(spec, "options", name),
                        ManifestCode.UNKNOWN_WORD,
                        scope.field("options").path() + "." + name + " cannot be " + Problems.show(value)
                                + Problems.suggest(value, option.get().words()),
                        "use " + String.join(" or ", option.get().words()));
            }
        });
    }

    private static Map<String, List<Option>> all() {
        Map<String, List<Option>> all = new LinkedHashMap<>();
        all.put("libpq", List.of(ADDRESS, MOUNT_PATH));
        all.put("jdbc", List.of(ADDRESS, MOUNT_PATH));
        return all;
    }
}
