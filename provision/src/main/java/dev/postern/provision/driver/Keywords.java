package dev.postern.provision.driver;

import dev.postern.postgres.conninfo.Keyword;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGProperty;

/** Which keywords each driver takes, and what it does with the others. */
final class Keywords {
    /** libpq's keywords that are younger than libpq 13. */
    private static final Map<String, Integer> SINCE = Map.ofEntries(
            Map.entry("sslcrldir", 14),
            Map.entry("sslsni", 14),
            Map.entry("require_auth", 16),
            Map.entry("sslcertmode", 16),
            Map.entry("load_balance_hosts", 16),
            Map.entry("gssdelegation", 17),
            Map.entry("sslnegotiation", 17),
            Map.entry("min_protocol_version", 18),
            Map.entry("max_protocol_version", 18),
            Map.entry("sslkeylogfile", 18),
            Map.entry("scram_client_key", 18),
            Map.entry("scram_server_key", 18),
            Map.entry("oauth_issuer", 18),
            Map.entry("oauth_client_id", 18),
            Map.entry("oauth_client_secret", 18),
            Map.entry("oauth_scope", 18));

    private static final Set<String> PGX = Set.of(
            "host",
            "port",
            "dbname",
            "database",
            "user",
            "password",
            "passfile",
            "connect_timeout",
            "sslmode",
            "sslkey",
            "sslcert",
            "sslrootcert",
            "sslnegotiation",
            "sslpassword",
            "sslsni",
            "krbspn",
            "krbsrvname",
            "target_session_attrs",
            "service",
            "servicefile",
            "min_protocol_version",
            "max_protocol_version",
            "channel_binding",
            "require_auth",
            "default_query_exec_mode",
            "statement_cache_capacity",
            "description_cache_capacity",
            "application_name",
            "options",
            "client_encoding",
            "replication",
            "timezone");

    private static final Set<String> LIB_PQ = Set.of(
            "host",
            "hostaddr",
            "port",
            "dbname",
            "user",
            "password",
            "passfile",
            "options",
            "application_name",
            "fallback_application_name",
            "sslmode",
            "sslnegotiation",
            "sslcert",
            "sslkey",
            "sslrootcert",
            "sslsni",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "sslinline",
            "krbsrvname",
            "krbspn",
            "connect_timeout",
            "binary_parameters",
            "disable_prepared_binary_result",
            "client_encoding",
            "datestyle",
            "tz",
            "geqo",
            "target_session_attrs",
            "load_balance_hosts",
            "service",
            "min_protocol_version",
            "max_protocol_version",
            "replication");

    private static final Set<String> NODE = Set.of(
            "host",
            "port",
            "database",
            "user",
            "password",
            "ssl",
            "sslmode",
            "sslcert",
            "sslkey",
            "sslrootcert",
            "sslnegotiation",
            "uselibpqcompat",
            "application_name",
            "fallback_application_name",
            "options",
            "client_encoding",
            "replication",
            "statement_timeout",
            "lock_timeout",
            "query_timeout",
            "idle_in_transaction_session_timeout");

    private static final Set<String> TOKIO = Set.of(
            "user",
            "password",
            "dbname",
            "options",
            "application_name",
            "sslmode",
            "sslnegotiation",
            "host",
            "hostaddr",
            "port",
            "connect_timeout",
            "tcp_user_timeout",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_retries",
            "target_session_attrs",
            "channel_binding",
            "load_balance_hosts");

    private static final Set<String> PGBOUNCER = Set.of(
            "dbname",
            "host",
            "port",
            "user",
            "password",
            "auth_user",
            "auth_query",
            "pool_size",
            "min_pool_size",
            "reserve_pool",
            "connect_query",
            "pool_mode",
            "max_db_connections",
            "client_encoding",
            "datestyle",
            "timezone",
            "application_name");

    private Keywords() {}

    static Fate fate(DriverName driver, String keyword) {
        return switch (driver) {
            case LIBPQ, PSYCOPG -> Keyword.named(keyword).isPresent() ? Fate.TAKEN : Fate.REFUSED;
            case PGX -> PGX.contains(keyword) ? Fate.TAKEN : Fate.SENT;
            case LIB_PQ -> LIB_PQ.contains(keyword) ? Fate.TAKEN : Fate.SENT;
            case PGJDBC -> pgjdbc(keyword) ? Fate.TAKEN : Fate.IGNORED;
            case NODE_POSTGRES -> NODE.contains(keyword) ? Fate.TAKEN : Fate.IGNORED;
            case TOKIO_POSTGRES -> TOKIO.contains(keyword) ? Fate.TAKEN : Fate.REFUSED;
            case PGBOUNCER -> PGBOUNCER.contains(keyword) ? Fate.TAKEN : Fate.REFUSED;
            case PGPOOL -> Fate.REFUSED;
        };
    }

    // host, port and dbname are what the URL says before its question mark
    private static boolean pgjdbc(String keyword) {
        return Set.of("host", "port", "dbname").contains(keyword) || PGProperty.forName(keyword) != null;
    }

    /** The first libpq that has it; 13 for all that are older. */
    static int since(String keyword) {
        return SINCE.getOrDefault(keyword, 13);
    }

    /** What a driver calls libpq's keyword; the same when it has no other word. */
    static String own(DriverName driver, String keyword) {
        if (driver == DriverName.NODE_POSTGRES && keyword.equals("dbname")) {
            return "database";
        }
        if (driver != DriverName.PGJDBC) {
            return keyword;
        }
        return switch (keyword) {
            case "channel_binding" -> "channelBinding";
            case "sslnegotiation" -> "sslNegotiation";
            case "gssencmode" -> "gssEncMode";
            case "connect_timeout" -> "connectTimeout";
            case "application_name" -> "ApplicationName";
            case "target_session_attrs" -> "targetServerType";
            case "load_balance_hosts" -> "loadBalanceHosts";
            case "keepalives" -> "tcpKeepAlive";
            case "require_auth" -> "requireAuth";
            default -> keyword;
        };
    }
}
