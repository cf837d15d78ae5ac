package dev.postern.datastore.inspect;

import dev.postern.datastore.authority.AuthorityState;
import dev.postern.datastore.authority.JournalEntry;
import dev.postern.datastore.authority.TrustBundle;
import dev.postern.datastore.authority.X509Authority;
import dev.postern.datastore.inspect.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with the authorities; pure. */
final class AuthorityFindings {
    /** SPIRE makes the next authority at half of the life of one and changes to it at a sixth. */
    private static final int LAST_PART = 6;

    private static final Duration MOST_NOTICE = Duration.ofDays(30);
    /** SPIRE removes a day after the end, and looks every six hours. */
    private static final Duration REMOVED_BY = Duration.ofHours(36);

    private final Instant now;
    private final List<Finding> found = new ArrayList<>();

    private AuthorityFindings(Instant now) {
        this.now = now;
    }

    static List<Finding> of(
            Section<BundleRow> bundles, Section<JournalRow> journals, Optional<String> domain, Instant now) {
        AuthorityFindings findings = new AuthorityFindings(now);
        bundles.rows().forEach(findings::bundle);
        Optional<BundleRow> own =
                bundles.rows().stream().filter(row -> row.kind().equals("own")).findFirst();
        if (own.isEmpty() && domain.isPresent() && bundles.unreadable().isEmpty() && bundles.isWhole()) {
            findings.add(
                    Severity.PROBLEM,
                    "OWN_BUNDLE_MISSING",
                    "there is no bundle of " + domain.get() + " itself, so nobody trusts what it signs",
                    "a server writes it at its start: is this the store it uses?");
        }
        journals.rows().forEach(row -> findings.journal(row, own.flatMap(BundleRow::bundle)));
        return List.copyOf(findings.found);
    }

    private void add(Severity severity, String code, String what, String fix) {
        found.add(new Finding(severity, code, what, fix));
    }

    private void bundle(BundleRow row) {
        row.broken()
                .ifPresent(why -> add(
                        Severity.PROBLEM,
                        "BUNDLE_UNREADABLE",
                        "the bundle of " + row.trustDomain() + " cannot be read: " + why,
                        "restore it from a backup, or set it anew with spire-server bundle set"));
        row.bundle().ifPresent(bundle -> {
            if (!bundle.trustDomain().equals(row.trustDomain())) {
                add(
                        Severity.PROBLEM,
                        "BUNDLE_OF_ANOTHER",
                        "the row of " + row.trustDomain() + " holds the bundle of " + bundle.trustDomain(),
                        "somebody has changed the table by hand: set the bundle anew");
            }
            authorities(row, bundle);
        });
    }

    private void authorities(BundleRow row, TrustBundle bundle) {
        Optional<X509Authority> last =
                bundle.x509Authorities().stream().max(Comparator.comparing(X509Authority::notAfter));
        if (last.isEmpty()) {
            add(
                    Severity.PROBLEM,
                    "BUNDLE_EMPTY",
                    "the bundle of " + row.trustDomain() + " has no X.509 authority",
                    "no certificate of that trust domain is accepted until it has one");
        } else if (!last.get().notAfter().isAfter(now)) {
            add(
                    Severity.PROBLEM,
                    "BUNDLE_EXPIRED",
                    "every X.509 authority of " + row.trustDomain() + " has expired, the last at "
                            + last.get().notAfter(),
                    refresh(row));
        } else if (!last.get().notAfter().isAfter(now.plus(notice(last.get())))) {
            add(
                    Severity.WARNING,
                    "BUNDLE_EXPIRES_SOON",
                    "the last X.509 authority of " + row.trustDomain() + " expires at "
                            + last.get().notAfter() + ", and none follows it",
                    refresh(row));
        }
        long left = bundle.x509Authorities().stream()
                .filter(authority -> authority.notAfter().isBefore(now.minus(REMOVED_BY)))
                .count();
        if (left > 0 && row.kind().equals("own")) {
            add(
                    Severity.NOTE,
                    "AUTHORITIES_LEFT",
                    left + " X.509 authorities of " + row.trustDomain() + " expired more than 36 hours ago",
                    "a running server removes them a day after their end: is one running?");
        }
        long tainted =
                bundle.x509Authorities().stream().filter(X509Authority::tainted).count();
        if (tainted > 0) {
            add(
                    Severity.WARNING,
                    "AUTHORITY_TAINTED",
                    tainted + " X.509 authorities of " + row.trustDomain() + " are tainted and not revoked yet",
                    "spire-server localauthority x509 revoke, when everybody has new certificates");
        }
    }

    private static String refresh(BundleRow row) {
        return row.kind().equals("federated")
                ? "spire-server federation refresh -id " + row.trustDomain() + ", or bundle set with a new one"
                : "a running server would have made the next one: is it running, and may it write to this store?";
    }

    private static Duration notice(X509Authority authority) {
        Duration part =
                Duration.between(authority.notBefore(), authority.notAfter()).dividedBy(LAST_PART);
        return part.compareTo(MOST_NOTICE) < 0 ? part : MOST_NOTICE;
    }

    private void journal(JournalRow row, Optional<TrustBundle> own) {
        row.broken()
                .ifPresent(why -> add(
                        Severity.PROBLEM,
                        "JOURNAL_UNREADABLE",
                        "the journal " + row.id() + " cannot be read: " + why,
                        "the server it belongs to will make a new authority at its next start"));
        Optional<JournalEntry> active = row.journal()
                .flatMap(journal -> journal.x509().stream()
                        .filter(entry -> entry.state() == AuthorityState.ACTIVE)
                        .reduce((_, later) -> later));
        active.ifPresent(entry -> {
            if (entry.notAfter().filter(end -> !end.isAfter(now)).isPresent()) {
                add(
                        Severity.WARNING,
                        "SERVER_GONE",
                        "the server of journal " + row.id() + " has signed with nothing since "
                                + entry.notAfter().get(),
                        "it does not run any more, or uses another store; its journal goes two weeks after the end");
            } else if (own.isPresent() && !trusted(own.get()).contains(entry.authorityId())) {
                add(
                        Severity.PROBLEM,
                        "AUTHORITY_NOT_IN_BUNDLE",
                        "the server of journal " + row.id() + " signs with " + entry.authorityId()
                                + ", which is not in the bundle: nobody accepts what it signs",
                        "restart that server, and look for a bundle that was restored from a backup");
            }
            if (row.activeX509().filter(id -> !id.equals(entry.authorityId())).isPresent()) {
                add(
                        Severity.WARNING,
                        "JOURNAL_DISAGREES",
                        "journal " + row.id() + " says in its row that "
                                + row.activeX509().get() + " signs, and in its data " + entry.authorityId(),
                        "SPIRE finds a server's journal by the row: it would make a new authority at its next start");
            }
        });
    }

    private static Set<String> trusted(TrustBundle bundle) {
        return bundle.x509Authorities().stream()
                .flatMap(authority -> authority.authorityId().stream())
                .collect(Collectors.toSet());
    }
}
