package dev.postern.gateway.authorize;

import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which entry and which physical database a client means. Up to three places may name the entry: the TLS server name, the
 * option {@code postern.entry}, and {@code database=ENTRY/NAME}; they must agree. When none does, {@code database} itself
 * is an entry's name or a database that exactly one entry has. A database that was not said is the user's name, as in
 * PostgreSQL, before anything is decided.
 */
record Target(Entry entry, String database) {
    static Target find(Optional<String> bySni, StartupSettings settings, List<Entry> entries) throws Refusal {
        Map<String, String> named = new LinkedHashMap<>();
        bySni.ifPresent(name -> named.put("the TLS server name", name));
        settings.entry().ifPresent(name -> named.put("postern.entry", name));
        String database = settings.database().orElse(settings.user());
        int slash = database.indexOf('/');
        if (slash > 0 && byName(entries, database.substring(0, slash)).isPresent()) {
            named.put("database", database.substring(0, slash));
            database = database.substring(slash + 1);
        }
        if (named.values().stream().distinct().count() > 1) {
            throw unknown(
                    named.entrySet().stream()
                            .map(by -> by.getKey() + " says entry \"" + by.getValue() + "\"")
                            .collect(Collectors.joining(", ")),
                    entries);
        }
        if (named.isEmpty()) {
            return byDatabase(database, entries);
        }
        String name = named.values().iterator().next();
        Entry entry = byName(entries, name).orElseThrow(() -> unknown("there is no entry \"" + name + "\"", entries));
        if (settings.physicalReplication()) {
            return new Target(entry, entry.defaultDatabase()); // a physical walsender has no database
        }
        return declared(entry, database, entries);
    }

    private static Target declared(Entry entry, String database, List<Entry> entries) throws Refusal {
        if (!entry.databases().contains(database)) {
            if (database.equals(entry.name())) {
                return new Target(
                        entry, entry.defaultDatabase()); // two places name the entry, and nothing else is meant
            }
            throw unknown("entry \"" + entry.name() + "\" has no database \"" + database + "\"", entries);
        }
        return new Target(entry, database);
    }

    private static Target byDatabase(String database, List<Entry> entries) throws Refusal {
        Optional<Entry> named = byName(entries, database);
        if (named.isPresent()) {
            return new Target(named.get(), named.get().defaultDatabase());
        }
        List<Entry> having = entries.stream()
                .filter(entry -> entry.databases().contains(database))
                .toList();
        return switch (having.size()) {
            case 1 -> new Target(having.getFirst(), database);
            case 0 -> throw unknown("there is no entry and no database \"" + database + "\"", entries);
            default ->
                throw unknown(
                        "database \"" + database + "\" is in " + having.size() + " entries, say which one", having);
        };
    }

    private static Optional<Entry> byName(List<Entry> entries, String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static Refusal unknown(String what, List<Entry> entries) {
        List<String> candidates = new ArrayList<>();
        for (Entry entry : entries) {
            entry.databases().stream().sorted().forEach(name -> candidates.add(entry.name() + "/" + name));
        }
        String shown = candidates.stream().limit(20).collect(Collectors.joining(", "));
        String hint = candidates.isEmpty()
                ? "no database is declared yet"
                : "connect with database=" + shown
                        + (candidates.size() > 20 ? " or " + (candidates.size() - 20) + " more" : "");
        return new Refusal(GatewayCode.ENTRY_UNKNOWN, what, hint);
    }
}
