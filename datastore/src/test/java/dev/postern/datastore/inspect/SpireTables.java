package dev.postern.datastore.inspect;

import java.util.List;

/** Tables with SPIRE's names and columns, for both databases, and a few rows with something wrong in them. */
final class SpireTables {
    static final String TOKEN = "canary-5f2c";

    private SpireTables() {}

    /** @param prefix of each table, such as {@code spire.} */
    static List<String> statements(String prefix) {
        String times = "id integer, created_at timestamp with time zone, updated_at timestamp with time zone";
        String token = "spiffe://story.test/spire/agent/join_token/" + TOKEN;
        return List.of(
                        "CREATE TABLE $migrations (" + times + ", version integer, code_version text)",
                        "CREATE TABLE $bundles (" + times + ", trust_domain text, data bytea)",
                        "CREATE TABLE $attested_node_entries (" + times
                                + ", spiffe_id text, data_type text, serial_number text,"
                                + " expires_at timestamp with time zone, new_serial_number text, new_expires_at timestamp with"
                                + " time zone, can_reattest boolean, agent_version text)",
                        "CREATE TABLE $attested_node_entries_events (" + times + ", spiffe_id text)",
                        "CREATE TABLE $registered_entries_events (" + times + ", entry_id text)",
                        "CREATE TABLE $node_resolver_map_entries (" + times
                                + ", spiffe_id text, type text, value text)",
                        "CREATE TABLE $registered_entries (" + times
                                + ", entry_id text, spiffe_id text, parent_id text,"
                                + " ttl integer, admin boolean, downstream boolean, expiry bigint, revision_number bigint,"
                                + " store_svid boolean, hint text, jwt_svid_ttl integer, additional_attributes bytea)",
                        "CREATE TABLE $join_tokens (" + times + ", token text, expiry bigint)",
                        "CREATE TABLE $selectors (" + times + ", registered_entry_id integer, type text, value text)",
                        "CREATE TABLE $dns_names (" + times + ", registered_entry_id integer, value text)",
                        "CREATE TABLE $federated_registration_entries (bundle_id integer, registered_entry_id integer)",
                        "CREATE TABLE $federated_trust_domains (" + times
                                + ", trust_domain text, bundle_endpoint_url text,"
                                + " bundle_endpoint_profile text, endpoint_spiffe_id text, implicit boolean)",
                        "CREATE TABLE $ca_journals (" + times
                                + ", data bytea, active_x509_authority_id text, active_jwt_authority_id text)",
                        "INSERT INTO $migrations (id, version, code_version) VALUES (1, 25, '1.15.2')",
                        "INSERT INTO $attested_node_entries (id, spiffe_id, data_type, serial_number, expires_at, can_reattest)"
                                + " VALUES (1, 'spiffe://story.test/agent', 'x509pop', '77', '2020-01-02 03:04:05+00:00', true),"
                                + " (2, 'spiffe://story.test/banned', 'x509pop', '', '2099-01-02 03:04:05+02:00', false)",
                        "INSERT INTO $registered_entries (id, entry_id, spiffe_id, parent_id, ttl, admin, expiry, hint) VALUES"
                                + " (1, 'e1', 'spiffe://story.test/one', 'spiffe://story.test/agent', 600, true, 0, 'main'),"
                                + " (2, 'e2', 'spiffe://story.test/lost', 'spiffe://story.test/nobody', 0, false, 5, ''),"
                                + " (3, 'e3', 'spiffe://story.test/node', '" + token + "', 0, false, 0, '')",
                        "INSERT INTO $selectors (id, registered_entry_id, type, value) VALUES (1, 1, 'unix', 'uid:0'),"
                                + " (2, 3, 'spiffe_id', '" + token + "'), (3, 99, 'unix', 'uid:1')",
                        "INSERT INTO $dns_names (id, registered_entry_id, value) VALUES (1, 1, 'web.story.test')",
                        "INSERT INTO $join_tokens (id, token, expiry) VALUES (1, '" + TOKEN + "', 4000000000)",
                        "INSERT INTO $bundles (id, trust_domain) VALUES (1, 'spiffe://story.test')")
                .stream()
                .map(sql -> sql.replace("$", prefix))
                .toList();
    }
}
