package dev.postern.cli.verb;

import dev.postern.cli.terminal.Printable;
import dev.postern.cli.terminal.TextTable;
import dev.postern.datastore.authority.AuthorityState;
import dev.postern.datastore.authority.JournalEntry;
import dev.postern.datastore.authority.SigningKey;
import dev.postern.datastore.authority.TrustBundle;
import dev.postern.datastore.authority.X509Authority;
import dev.postern.datastore.inspect.Agent;
import dev.postern.datastore.inspect.BundleRow;
import dev.postern.datastore.inspect.Entry;
import dev.postern.datastore.inspect.Finding;
import dev.postern.datastore.inspect.Inspection;
import dev.postern.datastore.inspect.JournalRow;
import dev.postern.datastore.inspect.Section;
import dev.postern.datastore.store.StoreFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** An inspection as people read it: one screen, or the parts that were asked for. */
final class DatastoreText {
    private static final int SHOWN_FINDINGS = 8;

    private final Inspection found;
    private final List<String> lines = new ArrayList<>();

    /** What can be asked for, in the order in which it is shown. */
    enum Part {
        AGENTS,
        ENTRIES,
        BUNDLES,
        JOURNAL,
        TOKENS,
        FEDERATION,
        NODE_SELECTORS,
        TABLES,
        CONNECTIONS,
        FINDINGS
    }

    DatastoreText(Inspection found) {
        this.found = found;
    }

    String render(Set<Part> parts) {
        if (parts.isEmpty()) {
            overview();
        } else {
            parts.forEach(this::part);
        }
        return String.join("\n", lines);
    }

    private void line(String text) {
        lines.add(Printable.line(text));
    }

    private void table(TextTable table) {
        lines.add(table.render());
    }

    private void overview() {
        head();
        line("agents       " + summary(found.agents(), "banned", Agent::banned, "expired", Agent::expired));
        line("entries      " + summary(found.entries(), "admin", Entry::admin, "downstream", Entry::downstream));
        found.bundles().rows().stream().limit(5).forEach(row -> line("bundle       " + brief(row)));
        if (found.bundles().total() == 0 || found.bundles().total() > 5) {
            line("bundles      " + summary(found.bundles()));
        }
        found.journals().rows().stream().limit(3).forEach(row -> line("server       " + brief(row)));
        if (found.journals().total() == 0 || found.journals().total() > 3) {
            line("servers      " + summary(found.journals()));
        }
        line("join tokens  " + summary(found.joinTokens()));
        line("federation   " + summary(found.federatedDomains()));
        line("rows         "
                + String.join(
                        ", ",
                        found.tables().stream()
                                .filter(table ->
                                        table.rows().filter(rows -> rows > 0).isPresent())
                                .map(table -> table.table() + " " + table.rows().orElse(0L))
                                .toList()));
        List<String> closed = found.tables().stream()
                .filter(table -> table.why().isPresent())
                .map(table -> table.table())
                .toList();
        if (!closed.isEmpty()) {
            line("not readable " + String.join(", ", closed) + " (see --tables)");
        }
        if (!found.store().connections().isEmpty()) {
            long all = found.store().connections().stream()
                    .mapToLong(connection -> connection.count())
                    .sum();
            line("connections  " + all + " of others (see --connections)");
        }
        lines.add("");
        findings(SHOWN_FINDINGS);
    }

    private void head() {
        StoreFacts store = found.store();
        boolean postgres = !store.server().isEmpty();
        line(
                postgres
                        ? "PostgreSQL " + store.version() + " at " + store.server()
                                + (store.standby() ? " (standby)" : "") + ", database " + store.database() + ", schema "
                                + store.schema() + ", read as " + store.role()
                        : store.database() + ", last written by SQLite " + store.version());
        line("schema " + found.schema().number().map(String::valueOf).orElse("unknown")
                + found.schema()
                        .since()
                        .map(since -> " (since SPIRE " + since + ")")
                        .orElse("")
                + found.schema()
                        .writtenBy()
                        .map(by -> ", written by SPIRE " + by)
                        .orElse("") + ", "
                + size(store.bytes())
                + store.logBytes()
                        .map(log -> " and " + size(log) + " in its log")
                        .orElse("")
                + found.trustDomain().map(domain -> ", trust domain " + domain).orElse(""));
        lines.add("");
    }

    private static String summary(Section<?> section) {
        return section.unreadable().map(why -> "not readable: " + why).orElse(Long.toString(section.total()));
    }

    private static <T> String summary(
            Section<T> section, String one, Predicate<T> isOne, String other, Predicate<T> isOther) {
        if (section.unreadable().isPresent()) {
            return summary(section);
        }
        String among =
                section.isWhole() ? "" : " among the first " + section.rows().size();
        return section.total() + ", of them "
                + section.rows().stream().filter(isOne).count() + " " + one + ", "
                + section.rows().stream().filter(isOther).count() + " " + other + among;
    }

    private String brief(BundleRow row) {
        Optional<Instant> end = row.bundle().stream()
                .flatMap(bundle -> bundle.x509Authorities().stream())
                .map(X509Authority::notAfter)
                .max(Comparator.naturalOrder());
        return row.trustDomain() + " (" + row.kind() + "): "
                + row.bundle()
                        .map(bundle -> bundle.x509Authorities().size() + " X.509"
                                + end.map(at -> " until " + Times.until(at, found.at()))
                                        .orElse("") + ", "
                                + bundle.jwtKeys().size() + " JWT keys, sequence " + bundle.sequence())
                        .orElseGet(() -> "unreadable, " + row.broken().orElse(""));
    }

    private String brief(JournalRow row) {
        return "journal " + row.id() + ": "
                + row.journal()
                        .map(journal -> active("X.509", journal.x509()) + "; " + active("JWT", journal.jwt()))
                        .orElseGet(() -> "unreadable, " + row.broken().orElse(""));
    }

    private String active(String kind, List<JournalEntry> entries) {
        return kind + " "
                + entries.stream()
                        .filter(entry -> entry.state() == AuthorityState.ACTIVE)
                        .findFirst()
                        .map(entry -> entry.authorityId()
                                + entry.notAfter()
                                        .map(end -> " until " + Times.until(end, found.at()))
                                        .orElse(""))
                        .orElse("none active");
    }

    private void part(Part part) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        switch (part) {
            case AGENTS -> agents();
            case ENTRIES -> entries();
            case BUNDLES -> bundles();
            case JOURNAL -> journals();
            case TOKENS -> tokens();
            case FEDERATION -> federation();
            case NODE_SELECTORS -> nodeSelectors();
            case TABLES -> tables();
            case CONNECTIONS -> connections();
            case FINDINGS -> findings(Integer.MAX_VALUE);
        }
    }

    private boolean shown(String name, Section<?> section) {
        line(name + ": " + summary(section)
                + (section.isWhole() || section.unreadable().isPresent()
                        ? ""
                        : ", the first " + section.rows().size() + " (--limit)"));
        return !section.rows().isEmpty();
    }

    private void agents() {
        if (shown("agents", found.agents())) {
            TextTable table = new TextTable("AGENT", "TYPE", "EXPIRES", "", "RE-ATTESTS", "VERSION", "SERIAL");
            for (Agent agent : found.agents().rows()) {
                table.row(
                        agent.spiffeId(),
                        agent.type(),
                        agent.expiresAt()
                                .map(end -> Times.until(end, found.at()))
                                .orElse("unknown"),
                        agent.banned() ? "BANNED" : agent.expired() ? "EXPIRED" : "",
                        agent.canReattest() ? "yes" : "no",
                        agent.version().orElse(""),
                        agent.serial().orElse(""));
            }
            table(table);
        }
    }

    private void entries() {
        if (!shown("entries", found.entries())) {
            return;
        }
        for (Entry entry : found.entries().rows()) {
            line(entry.spiffeId() + flags(entry));
            line("  entry     " + entry.entryId() + ", revision " + entry.revision());
            line("  parent    " + entry.parentId() + " (" + entry.parent() + ")");
            line("  selectors " + String.join(", ", entry.selectors()));
            line("  TTL       X.509 " + ttl(entry.x509TtlSeconds()) + ", JWT " + ttl(entry.jwtTtlSeconds())
                    + entry.expiresAt()
                            .map(end -> "; the entry itself until " + Times.until(end, found.at()))
                            .orElse(""));
            if (!entry.dnsNames().isEmpty()) {
                line("  DNS       " + String.join(", ", entry.dnsNames()));
            }
            if (!entry.federatesWith().isEmpty()) {
                line("  federates " + String.join(", ", entry.federatesWith()));
            }
            entry.hint().ifPresent(hint -> line("  hint      " + hint));
        }
    }

    private static String flags(Entry entry) {
        return (entry.admin() ? "  ADMIN" : "")
                + (entry.downstream() ? "  DOWNSTREAM" : "")
                + (entry.storeSvid() ? "  STORED" : "");
    }

    private static String ttl(long seconds) {
        return seconds == 0 ? "by the server" : seconds + " s";
    }

    private void bundles() {
        if (!shown("bundles", found.bundles())) {
            return;
        }
        for (BundleRow row : found.bundles().rows()) {
            line(brief(row));
            row.bundle().ifPresent(this::bundle);
        }
    }

    private void bundle(TrustBundle bundle) {
        if (bundle.refreshHintSeconds() != 0) {
            line("  refresh   " + bundle.refreshHintSeconds() + " s");
        }
        bundle.x509Authorities().forEach(this::authority);
        bundle.jwtKeys().forEach(key -> key("JWT", key));
        bundle.witKeys().forEach(key -> key("WIT", key));
    }

    private void authority(X509Authority authority) {
        line("  X.509     " + authority.subject() + ", " + authority.key() + (authority.tainted() ? "  TAINTED" : ""));
        line("    expires " + Times.until(authority.notAfter(), found.at()));
        line("    serial  " + authority.serial());
        line("    SHA-256 " + authority.sha256());
        authority.authorityId().ifPresent(id -> line("    id      " + id));
    }

    private void key(String kind, SigningKey key) {
        line("  " + kind + "       " + key.kid() + ", " + key.key()
                + key.notAfter()
                        .map(end -> ", expires " + Times.until(end, found.at()))
                        .orElse(", never expires")
                + (key.tainted() ? "  TAINTED" : ""));
    }

    private void journals() {
        if (!shown("journals", found.journals())) {
            return;
        }
        TextTable table = new TextTable("JOURNAL", "KIND", "SLOT", "STATE", "AUTHORITY", "ISSUED", "EXPIRES");
        for (JournalRow row : found.journals().rows()) {
            row.broken().ifPresent(why -> line("journal " + row.id() + " cannot be read: " + why));
            row.journal().ifPresent(journal -> {
                journal.x509().forEach(entry -> journal(table, row, "X.509", entry));
                journal.jwt().forEach(entry -> journal(table, row, "JWT", entry));
                journal.wit().forEach(entry -> journal(table, row, "WIT", entry));
            });
        }
        table(table);
    }

    private void journal(TextTable table, JournalRow row, String kind, JournalEntry entry) {
        table.row(
                Long.toString(row.id()),
                kind,
                entry.slot(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.authorityId(),
                entry.issuedAt().map(Times::at).orElse(""),
                entry.notAfter().map(end -> Times.until(end, found.at())).orElse(""));
    }

    private void tokens() {
        if (shown("join tokens", found.joinTokens())) {
            TextTable table = new TextTable("ROW", "SHA-256", "EXPIRES");
            found.joinTokens()
                    .rows()
                    .forEach(token -> table.row(
                            Long.toString(token.id()),
                            token.sha256(),
                            token.expiresAt()
                                    .map(end -> Times.until(end, found.at()))
                                    .orElse("")));
            table(table);
        }
    }

    private void federation() {
        if (shown("federated trust domains", found.federatedDomains())) {
            TextTable table = new TextTable("TRUST DOMAIN", "PROFILE", "URL", "ENDPOINT'S ID", "FOR ALL ENTRIES");
            found.federatedDomains()
                    .rows()
                    .forEach(domain -> table.row(
                            domain.trustDomain(),
                            domain.profile(),
                            domain.url(),
                            domain.endpointSpiffeId().orElse(""),
                            domain.implicit() ? "yes" : "no"));
            table(table);
        }
    }

    private void nodeSelectors() {
        if (shown("node selectors", found.nodeSelectors())) {
            TextTable table = new TextTable("AGENT", "SELECTOR");
            found.nodeSelectors()
                    .rows()
                    .forEach(selector -> table.row(selector.spiffeId(), selector.type() + ":" + selector.value()));
            table(table);
        }
    }

    private void tables() {
        TextTable table = new TextTable("TABLE", "ROWS", "SIZE", "");
        found.tables()
                .forEach(each -> table.row(
                        each.table(),
                        each.rows().map(String::valueOf).orElse("-"),
                        each.bytes().map(DatastoreText::size).orElse("-"),
                        each.there() ? each.why().orElse("") : "not there"));
        table(table);
    }

    private void connections() {
        if (found.store().connections().isEmpty()) {
            line(found.store().server().isEmpty() ? "a file has no connections" : "no connections but ours");
            return;
        }
        found.store()
                .limits()
                .ifPresent(limits -> line("max_connections " + limits.server() + ", of the database "
                        + limit(limits.database()) + ", of the tables' owner " + limit(limits.role())));
        TextTable table = new TextTable("USER", "APPLICATION", "STATE", "COUNT", "TLS", "OLDEST");
        found.store()
                .connections()
                .forEach(each -> table.row(
                        each.user(),
                        each.application(),
                        each.state(),
                        Long.toString(each.count()),
                        Long.toString(each.encrypted()),
                        each.oldest().map(Times::at).orElse("")));
        table(table);
    }

    private static String limit(int count) {
        return count < 0 ? "none" : Integer.toString(count);
    }

    private void findings(int most) {
        if (found.findings().isEmpty()) {
            line("nothing to look at");
        }
        for (Finding finding : found.findings().stream().limit(most).toList()) {
            line(finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding.what());
            if (!finding.fix().isEmpty()) {
                line("  fix: " + finding.fix());
            }
        }
        if (found.findings().size() > most) {
            line("… and " + (found.findings().size() - most) + " more (see --findings)");
        }
    }

    private static String size(long bytes) {
        return bytes < 10_000
                ? bytes + " bytes"
                : bytes < 10_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
