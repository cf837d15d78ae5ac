package dev.postern.provision.driver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs and libraries that read connection settings, with the version whose rules these are. */
public enum DriverName {
    LIBPQ("libpq", "13 to 18"),
    PSYCOPG("psycopg", "3.3.9 with its own libpq 18"),
    PGX("pgx", "5.10.0"),
    LIB_PQ("lib/pq", "1.12.3"),
    PGJDBC("pgjdbc", "42.7.14"),
    NODE_POSTGRES("node-postgres", "8.23.1"),
    TOKIO_POSTGRES("tokio-postgres", "0.7.18"),
    PGBOUNCER("PgBouncer", "1.18.0, to its servers"),
    PGPOOL("Pgpool-II", "4.3.5, to its servers");

    private final String word;
    private final String version;

    DriverName(String word, String version) {
        this.word = word;
        this.version = version;
    }

    public String word() {
        return word;
    }

    public String version() {
        return version;
    }

    /** By the name that people write: case does not matter, nor which punctuation; lib/pq is not libpq. */
    static Optional<DriverName> named(String name) {
        String wanted = plain(name);
        return Stream.of(values())
                .filter(each -> plain(each.word).equals(wanted) || aliases(each).contains(wanted))
                .findFirst();
    }

    private static List<String> aliases(DriverName driver) {
        return switch (driver) {
            case LIBPQ -> List.of("psql", "pg-dump", "pgbench");
            case PSYCOPG -> List.of("psycopg3", "python");
            case PGX -> List.of("pgxv5");
            case LIB_PQ -> List.of("pq");
            case PGJDBC -> List.of("jdbc", "java");
            case NODE_POSTGRES -> List.of("pg", "node");
            case TOKIO_POSTGRES -> List.of("tokio", "rust");
            case PGBOUNCER -> List.of();
            case PGPOOL -> List.of("pgpool");
        };
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
