package dev.postern.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One way to PostgreSQL.
 *
 * @param how transport and TLS library, as the table names them
 * @param identity name of the client's certificate and key in {@code files}
 * @param proxy processes between client and server whose CPU is counted
 */
record Target(String name, String how, int port, Path files, String identity, List<Long> proxy) {
    static final String DIRECT = "direct";
    static final String BOUNCER = "PgBouncer";
    static final String GATEWAY = "gateway";

    /** For libpq: mutual TLS, the server's name checked. */
    Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("PGHOST", "localhost"),
                Map.entry("PGHOSTADDR", "127.0.0.1"),
                Map.entry("PGPORT", Integer.toString(port)),
                Map.entry("PGUSER", Certificates.NAME),
                Map.entry("PGDATABASE", Certificates.NAME),
                Map.entry("PGSSLMODE", "verify-full"),
                Map.entry("PGSSLROOTCERT", files.resolve("server-root.crt").toString()),
                Map.entry("PGSSLCERT", files.resolve(identity + ".crt").toString()),
                Map.entry("PGSSLKEY", files.resolve(identity + ".key").toString()));
    }
}
