package dev.postern.datastore.inspect;

import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import dev.postern.datastore.store.Limits;
import dev.postern.datastore.store.PostgresStore;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.SqliteStore;
import dev.postern.provision.connect.Login;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a whole store of SPIRE, and changes nothing in it. */
public final class Inspector {
    private static final int ATTEMPTS = 5;
    private static final String SCHEME = "spiffe://";

    private final Limits limits;
    private final InstantSource clock;

    public Inspector(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param logins of one connection string, tried in this order
     * @param schema where SPIRE's tables are; empty to find it
     */
    public Inspection postgres(List<Login> logins, Optional<String> schema) {
        try (Snapshot store = PostgresStore.open(logins, schema, limits)) {
            return inspect(store);
        }
    }

    public Inspection sqlite(Path file) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SqliteStore source = SqliteStore.of(file);
            boolean live = source.isLive();
            Inspection inspection;
            try (Snapshot store = source.open(limits)) {
                inspection = inspect(store);
            }
            // one that was read as a file at rest may have been opened by SPIRE meanwhile
            if (live || source.unchanged()) {
                return inspection;
            }
        }
        throw new DatastoreException(
                DatastoreCode.FILE_UNUSABLE,
                file + " has changed each of the " + ATTEMPTS + " times it was read",
                "read a copy, or wait until SPIRE has started");
    }

    private Inspection inspect(Snapshot store) {
        Instant now = clock.instant();
        SectionReader reader = new SectionReader(store, now);
        Section<JournalRow> journals = reader.journals();
        Section<Agent> agents = reader.agents();
        Section<Entry> entries = EntryReader.read(store);
        Optional<String> domain = trustDomain(journals, agents, entries);
        Section<BundleRow> bundles = reader.bundles(domain);
        SchemaVersion schema = reader.schema();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(StoreFindings.of(store, schema));
        findings.addAll(AuthorityFindings.of(bundles, journals, domain, now));
        findings.addAll(new RowFindings(store, now).all());
        findings.sort(Comparator.comparing(Finding::severity));
        return new Inspection(
                now,
                store.facts(),
                schema,
                domain,
                reader.tables(),
                agents,
                entries,
                bundles,
                journals,
                reader.joinTokens(),
                reader.federatedDomains(),
                reader.nodeSelectors(),
                List.copyOf(findings));
    }

    /** By what the server's own certificates say; else by its agents or entries. */
    private static Optional<String> trustDomain(
            Section<JournalRow> journals, Section<Agent> agents, Section<Entry> entries) {
        Stream<String> own = journals.rows().stream()
                .flatMap(row -> row.journal().stream())
                .flatMap(journal -> journal.x509().stream())
                .flatMap(entry -> entry.certificate().stream())
                .flatMap(certificate -> certificate.uris().stream());
        return Stream.of(
                        own,
                        agents.rows().stream().map(Agent::spiffeId),
                        entries.rows().stream().map(Entry::spiffeId))
                .flatMap(ids -> ids)
                .filter(id -> id.startsWith(SCHEME))
                .map(id -> id.substring(SCHEME.length()).split("/", 2)[0])
                .findFirst();
    }
}
