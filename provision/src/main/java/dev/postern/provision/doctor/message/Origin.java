package dev.postern.provision.doctor.message;

/** Who prints a message. */
public enum Origin {
    SERVER("PostgreSQL, and so every client"),
    SERVER_LOG("PostgreSQL, in its log"),
    LIBPQ("libpq: psql, psycopg and everything built on it"),
    PGJDBC("pgjdbc"),
    GO("Go: pgx and lib/pq, so Flight Control, SPIRE, Teleport"),
    NODE("node-postgres"),
    PYTHON("asyncpg and Python's ssl"),
    RUST("tokio-postgres and rustls"),
    PGBOUNCER("PgBouncer"),
    PGPOOL("Pgpool-II"),
    SPIRE("SPIRE"),
    TELEPORT("Teleport"),
    OPERATOR("operators on Kubernetes");

    private final String words;

    Origin(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
