package dev.postern.datastore.inspect;

import dev.postern.datastore.authority.BundleDecoder;
import dev.postern.datastore.authority.Decoded;
import dev.postern.datastore.authority.EpochSeconds;
import dev.postern.datastore.authority.Journal;
import dev.postern.datastore.authority.JournalDecoder;
import dev.postern.datastore.authority.TrustBundle;
import dev.postern.datastore.protobuf.Message;
import dev.postern.datastore.store.Names;
import dev.postern.datastore.store.RowReader;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.Table;
import dev.postern.datastore.store.UnreadableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads each table into what it means. */
final class SectionReader {
    private static final int MOST_MESSAGES = 200;

    private final Snapshot store;
    private final Instant now;

    SectionReader(Snapshot store, Instant now) {
        this.store = store;
        this.now = now;
    }

    private interface Query {
        String of(Columns columns);
    }

    private <T> Section<T> section(String name, List<String> needed, int most, Query columns, RowReader<T> reader) {
        try {
            Table table = store.readable(name, needed);
            List<T> rows = store.rows(
                    "SELECT " + columns.of(new Columns(store, table)) + " FROM " + table.sql() + " ORDER BY id LIMIT "
                            + most,
                    reader);
            return new Section<>(store.count("SELECT count(*) FROM " + table.sql()), rows, Optional.empty());
        } catch (UnreadableException closed) {
            return Section.closed(closed.why());
        }
    }

    Section<Agent> agents() {
        return section(
                Names.AGENTS,
                List.of("id", "spiffe_id"),
                store.limits().rows(),
                of -> String.join(
                        ", ",
                        of.text("spiffe_id"),
                        of.text("data_type"),
                        of.text("serial_number"),
                        of.epoch("expires_at"),
                        of.epoch("new_expires_at"),
                        of.flag("can_reattest"),
                        of.text("agent_version"),
                        of.has("serial_number") ? "1" : "0"),
                row -> {
                    Optional<Instant> end = EpochSeconds.instant(row.number(4));
                    return new Agent(
                            row.text(1),
                            row.text(2),
                            row.said(3),
                            end,
                            EpochSeconds.instant(row.number(5)),
                            row.flag(6),
                            row.said(7),
                            row.flag(8) && row.said(3).isEmpty(),
                            end.filter(now::isAfter).isPresent());
                });
    }

    Section<BundleRow> bundles(Optional<String> own) {
        return section(
                Names.BUNDLES,
                List.of("id", "trust_domain", "data"),
                Math.min(MOST_MESSAGES, store.limits().rows()),
                of -> String.join(
                        ", ", of.text("trust_domain"), of.length("data"), of.bytes("data", Message.MOST_BYTES)),
                row -> {
                    String domain = row.text(1);
                    String kind = own.map(name -> domain.equals("spiffe://" + name) ? "own" : "federated")
                            .orElse("unknown");
                    Decoded<TrustBundle> decoded = row.bytes(3)
                            .map(BundleDecoder::decode)
                            .orElseGet(() -> new Decoded.Broken<>("it is empty or longer than is read"));
                    return switch (decoded) {
                        case Decoded.Whole<TrustBundle> whole ->
                            new BundleRow(domain, kind, row.number(2), Optional.of(whole.value()), Optional.empty());
                        case Decoded.Broken<TrustBundle> broken ->
                            new BundleRow(domain, kind, row.number(2), Optional.empty(), Optional.of(broken.why()));
                    };
                });
    }

    Section<JournalRow> journals() {
        return section(
                Names.JOURNALS,
                List.of("id", "data"),
                Math.min(MOST_MESSAGES, store.limits().rows()),
                of -> String.join(
                        ", ",
                        "id",
                        of.epoch("updated_at"),
                        of.text("active_x509_authority_id"),
                        of.text("active_jwt_authority_id"),
                        of.bytes("data", Message.MOST_BYTES)),
                row -> {
                    Decoded<Journal> decoded = row.bytes(5)
                            .map(JournalDecoder::decode)
                            .orElseGet(() -> new Decoded.Broken<>("it is empty or longer than is read"));
                    Optional<Journal> journal = decoded instanceof Decoded.Whole<Journal> whole
                            ? Optional.of(whole.value())
                            : Optional.empty();
                    Optional<String> broken = decoded instanceof Decoded.Broken<Journal> unread
                            ? Optional.of(unread.why())
                            : Optional.empty();
                    return new JournalRow(
                            row.number(1),
                            EpochSeconds.instant(row.number(2)),
                            row.said(3),
                            row.said(4),
                            journal,
                            broken);
                });
    }

    Section<JoinToken> joinTokens() {
        return section(
                Names.JOIN_TOKENS,
                List.of("id"),
                store.limits().rows(),
                of -> String.join(", ", "id", of.text("token"), of.number("expiry")),
                row -> {
                    Optional<Instant> end = EpochSeconds.instant(row.number(3));
                    return new JoinToken(
                            row.number(1),
                            row.said(2).map(TokenMask::fingerprint).orElse(""),
                            end,
                            end.filter(now::isAfter).isPresent());
                });
    }

    Section<FederatedDomain> federatedDomains() {
        return section(
                Names.FEDERATED_DOMAINS,
                List.of("id", "trust_domain"),
                store.limits().rows(),
                of -> String.join(
                        ", ",
                        of.text("trust_domain"),
                        of.text("bundle_endpoint_url"),
                        of.text("bundle_endpoint_profile"),
                        of.text("endpoint_spiffe_id"),
                        of.flag("implicit")),
                row -> new FederatedDomain(row.text(1), row.text(2), row.text(3), row.said(4), row.flag(5)));
    }

    Section<NodeSelector> nodeSelectors() {
        return section(
                Names.NODE_SELECTORS,
                List.of("id", "spiffe_id", "type", "value"),
                store.limits().rows(),
                of -> String.join(", ", of.text("spiffe_id"), of.text("type"), of.text("value")),
                row -> new NodeSelector(row.text(1), row.text(2), row.text(3)));
    }

    List<TableCount> tables() {
        List<TableCount> counts = new ArrayList<>();
        for (String name : Names.ALL) {
            Optional<Table> table = store.table(name);
            if (table.isEmpty()) {
                counts.add(new TableCount(name, false, Optional.empty(), Optional.empty(), Optional.empty()));
                continue;
            }
            Optional<Long> bytes = table.get().bytes();
            try {
                if (table.get().readable().isEmpty()) {
                    store.readable(name, List.copyOf(table.get().columns()));
                }
                long rows = store.count("SELECT count(*) FROM " + table.get().sql());
                counts.add(new TableCount(name, true, Optional.of(rows), bytes, Optional.empty()));
            } catch (UnreadableException closed) {
                counts.add(new TableCount(name, true, Optional.empty(), bytes, Optional.of(closed.why())));
            }
        }
        return List.copyOf(counts);
    }

    SchemaVersion schema() {
        Section<SchemaVersion> rows = section(
                Names.MIGRATIONS,
                List.of("id", "version"),
                1,
                of -> String.join(", ", of.number("version"), of.text("code_version")),
                row -> new SchemaVersion(
                        Optional.of(row.number(1)), row.said(2), Releases.first(row.number(1)), Optional.empty()));
        return rows.rows().stream()
                .findFirst()
                .orElseGet(() -> new SchemaVersion(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        rows.unreadable().or(() -> Optional.of("migrations is empty"))));
    }
}
