package dev.postern.bench;

import java.util.List;
import java.util.stream.Stream;

/** What pgbench does. */
enum Workload {
    SELECT_1("select-1", "short queries, 1 client", 1, 1, "", "-S"),
    SELECT_8("select-8", "short queries, 8 clients", 8, 2, "", "-S"),
    SELECT_32("select-32", "short queries, 32 clients", 32, 2, "", "-S"),
    PREPARED_1("prepared-1", "prepared short queries, 1 client", 1, 1, "", "-S -M prepared"),
    PREPARED_8("prepared-8", "prepared short queries, 8 clients", 8, 2, "", "-S -M prepared"),
    PREPARED_32("prepared-32", "prepared short queries, 32 clients", 32, 2, "", "-S -M prepared"),
    BULK("bulk", "1 MB results, 4 clients", 4, 2, "SELECT line FROM bulk;", ""),
    CONNECT("connect", "new connection for each query, 8 clients", 8, 8, "", "-S -C");

    private final String word;
    private final String title;
    private final int clients;
    private final int threads;
    private final String sql;
    private final String options;

    Workload(String word, String title, int clients, int threads, String sql, String options) {
        this.word = word;
        this.title = title;
        this.clients = clients;
        this.threads = threads;
        this.sql = sql;
        this.options = options;
    }

    String word() {
        return word;
    }

    String title() {
        return title;
    }

    int clients() {
        return clients;
    }

    int threads() {
        return threads;
    }

    /** A script of its own; empty for pgbench's built-in one. */
    String sql() {
        return sql;
    }

    List<String> options() {
        return options.isEmpty() ? List.of() : List.of(options.split(" "));
    }

    static Workload of(String word) {
        return Stream.of(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload " + word + "; there are "
                        + String.join(
                                ", ", Stream.of(values()).map(Workload::word).toList())));
    }
}
