package dev.postern.postgres.conninfo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting that libpq 18 knows, in the order in which settings are written.
 *
 * @param environment the variable that stands for it, empty when there is none
 * @param secret whether its value must never be shown
 * @param words the only values that libpq takes, empty when it takes any
 */
public record Keyword(String name, String environment, boolean secret, List<String> words) {
    private static final Map<String, Keyword> ALL = table();

    /** Every keyword, in order. */
    public static List<Keyword> all() {
        return List.copyOf(ALL.values());
    }

    /** Keywords are compared exactly: {@code Host} is none. */
    public static Optional<Keyword> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, Keyword> table() {
        Map<String, Keyword> table = new LinkedHashMap<>();
        add(table, "host", "PGHOST");
        add(table, "hostaddr", "PGHOSTADDR");
        add(table, "port", "PGPORT");
        add(table, "dbname", "PGDATABASE");
        add(table, "user", "PGUSER");
        secret(table, "password", "PGPASSWORD");
        add(table, "passfile", "PGPASSFILE");
        add(table, "service", "PGSERVICE");
        add(table, "sslmode", "PGSSLMODE", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");
        add(table, "sslrootcert", "PGSSLROOTCERT");
        add(table, "sslcert", "PGSSLCERT");
        add(table, "sslkey", "PGSSLKEY");
        secret(table, "sslpassword", "");
        add(table, "sslcertmode", "PGSSLCERTMODE", "disable", "allow", "require");
        add(table, "sslcrl", "PGSSLCRL");
        add(table, "sslcrldir", "PGSSLCRLDIR");
        add(table, "sslsni", "PGSSLSNI");
        add(table, "sslnegotiation", "PGSSLNEGOTIATION", "postgres", "direct");
        add(table, "sslcompression", "PGSSLCOMPRESSION");
        add(table, "ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION");
        add(table, "ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION");
        add(table, "sslkeylogfile", "");
        add(table, "channel_binding", "PGCHANNELBINDING", "disable", "prefer", "require");
        add(table, "require_auth", "PGREQUIREAUTH");
        add(table, "requirepeer", "PGREQUIREPEER");
        addRest(table);
        return table;
    }

    private static void addRest(Map<String, Keyword> table) {
        add(table, "gssencmode", "PGGSSENCMODE", "disable", "prefer", "require");
        add(table, "krbsrvname", "PGKRBSRVNAME");
        add(table, "gsslib", "PGGSSLIB");
        add(table, "gssdelegation", "PGGSSDELEGATION");
        secret(table, "scram_client_key", "");
        secret(table, "scram_server_key", "");
        add(table, "oauth_issuer", "");
        add(table, "oauth_client_id", "");
        secret(table, "oauth_client_secret", "");
        add(table, "oauth_scope", "");
        add(table, "min_protocol_version", "PGMINPROTOCOLVERSION");
        add(table, "max_protocol_version", "PGMAXPROTOCOLVERSION");
        add(
                table,
                "target_session_attrs",
                "PGTARGETSESSIONATTRS",
                "any",
                "read-write",
                "read-only",
                "primary",
                "standby",
                "prefer-standby");
        add(table, "load_balance_hosts", "PGLOADBALANCEHOSTS", "disable", "random");
        add(table, "connect_timeout", "PGCONNECT_TIMEOUT");
        add(table, "keepalives", "");
        add(table, "keepalives_idle", "");
        add(table, "keepalives_interval", "");
        add(table, "keepalives_count", "");
        add(table, "tcp_user_timeout", "");
        add(table, "client_encoding", "PGCLIENTENCODING");
        add(table, "options", "PGOPTIONS");
        add(table, "application_name", "PGAPPNAME");
        add(table, "fallback_application_name", "");
        add(table, "replication", "");
    }

    private static void add(Map<String, Keyword> table, String name, String environment, String... words) {
        table.put(name, new Keyword(name, environment, false, List.of(words)));
    }

    private static void secret(Map<String, Keyword> table, String name, String environment) {
        table.put(name, new Keyword(name, environment, true, List.of()));
    }
}
