package dev.postern.datastore.store;

import java.util.List;
import java.util.Set;

/** What SPIRE's tables are called. */
public final class Names {
    public static final String AGENTS = "attested_node_entries";
    public static final String AGENT_EVENTS = "attested_node_entries_events";
    public static final String BUNDLES = "bundles";
    public static final String JOURNALS = "ca_journals";
    public static final String DNS_NAMES = "dns_names";
    public static final String FEDERATIONS = "federated_registration_entries";
    public static final String FEDERATED_DOMAINS = "federated_trust_domains";
    public static final String JOIN_TOKENS = "join_tokens";
    public static final String MIGRATIONS = "migrations";
    public static final String NODE_SELECTORS = "node_resolver_map_entries";
    public static final String ENTRIES = "registered_entries";
    public static final String ENTRY_EVENTS = "registered_entries_events";
    public static final String SELECTORS = "selectors";

    /** All thirteen. */
    public static final List<String> ALL = List.of(
            AGENTS,
            AGENT_EVENTS,
            BUNDLES,
            JOURNALS,
            DNS_NAMES,
            FEDERATIONS,
            FEDERATED_DOMAINS,
            JOIN_TOKENS,
            MIGRATIONS,
            NODE_SELECTORS,
            ENTRIES,
            ENTRY_EVENTS,
            SELECTORS);

    /** Those that nobody else would call so. */
    static final Set<String> TELLING = Set.of(
            AGENTS, AGENT_EVENTS, JOURNALS, FEDERATIONS, FEDERATED_DOMAINS, NODE_SELECTORS, ENTRIES, ENTRY_EVENTS);

    private Names() {}
}
