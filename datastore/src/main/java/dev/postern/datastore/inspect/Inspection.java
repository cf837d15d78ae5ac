package dev.postern.datastore.inspect;

import dev.postern.datastore.store.StoreFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that was read, as of one moment.
 *
 * @param trustDomain of the server whose store this is, without {@code spiffe://}; empty where nothing tells
 */
public record Inspection(
        Instant at,
        StoreFacts store,
        SchemaVersion schema,
        Optional<String> trustDomain,
        List<TableCount> tables,
        Section<Agent> agents,
        Section<Entry> entries,
        Section<BundleRow> bundles,
        Section<JournalRow> journals,
        Section<JoinToken> joinTokens,
        Section<FederatedDomain> federatedDomains,
        Section<NodeSelector> nodeSelectors,
        List<Finding> findings) {}
