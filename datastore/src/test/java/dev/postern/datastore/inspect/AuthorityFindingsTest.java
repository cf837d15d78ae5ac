package dev.postern.datastore.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.datastore.authority.AuthorityState;
import dev.postern.datastore.authority.Journal;
import dev.postern.datastore.authority.JournalEntry;
import dev.postern.datastore.authority.TrustBundle;
import dev.postern.datastore.authority.X509Authority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthorityFindingsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final String DOMAIN = "spiffe://story.test";

    private static X509Authority authority(String id, Duration left, boolean tainted) {
        return new X509Authority(
                "CN=" + id,
                "1",
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(left),
                "ab",
                Optional.of(id),
                "EC",
                List.of(),
                tainted);
    }

    private static BundleRow row(String domain, String kind, String inside, X509Authority... authorities) {
        return new BundleRow(
                domain,
                kind,
                1,
                Optional.of(new TrustBundle(inside, List.of(authorities), List.of(), List.of(), 0, "1")),
                Optional.empty());
    }

    private static JournalRow journal(String signsWith, Duration left, Optional<String> column) {
        JournalEntry entry = new JournalEntry(
                "A",
                AuthorityState.ACTIVE,
                signsWith,
                Optional.empty(),
                Optional.of(NOW.plus(left)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new JournalRow(
                1,
                Optional.empty(),
                column,
                Optional.empty(),
                Optional.of(new Journal(List.of(entry), List.of(), List.of())),
                Optional.empty());
    }

    private static List<String> codes(List<BundleRow> bundles, List<JournalRow> journals) {
        return AuthorityFindings.of(
                        new Section<>(bundles.size(), bundles, Optional.empty()),
                        new Section<>(journals.size(), journals, Optional.empty()),
                        Optional.of(DOMAIN),
                        NOW)
                .stream()
                .map(Finding::code)
                .toList();
    }

    @Test
    void aBundleThatIsWellAndItsServerGiveNoFindings() {
        assertThat(codes(
                        List.of(row(DOMAIN, "own", DOMAIN, authority("a", Duration.ofDays(20), false))),
                        List.of(journal("a", Duration.ofDays(20), Optional.of("a")))))
                .isEmpty();
    }

    @Test
    void whatIsWrongWithABundleIsNamedByItsCode() {
        assertThat(codes(List.of(), List.of())).containsExactly("OWN_BUNDLE_MISSING");
        assertThat(codes(List.of(row(DOMAIN, "own", DOMAIN)), List.of())).containsExactly("BUNDLE_EMPTY");
        assertThat(codes(
                        List.of(row(DOMAIN, "own", "spiffe://other", authority("a", Duration.ofDays(20), false))),
                        List.of()))
                .containsExactly("BUNDLE_OF_ANOTHER");
        assertThat(codes(List.of(row(DOMAIN, "own", DOMAIN, authority("a", Duration.ofHours(-1), false))), List.of()))
                .containsExactly("BUNDLE_EXPIRED");
        assertThat(codes(List.of(row(DOMAIN, "own", DOMAIN, authority("a", Duration.ofMinutes(1), false))), List.of()))
                .containsExactly("BUNDLE_EXPIRES_SOON");
        assertThat(codes(
                        List.of(row(
                                DOMAIN,
                                "own",
                                DOMAIN,
                                authority("a", Duration.ofDays(20), true),
                                authority("old", Duration.ofHours(-37), false))),
                        List.of()))
                .containsExactlyInAnyOrder("AUTHORITY_TAINTED", "AUTHORITIES_LEFT");
    }

    @Test
    void aServerThatSignsWithWhatNobodyTrustsIsFound() {
        List<BundleRow> own = List.of(row(DOMAIN, "own", DOMAIN, authority("a", Duration.ofDays(20), false)));
        assertThat(codes(own, List.of(journal("b", Duration.ofDays(20), Optional.of("b")))))
                .containsExactly("AUTHORITY_NOT_IN_BUNDLE");
        assertThat(codes(own, List.of(journal("a", Duration.ofHours(-1), Optional.of("a")))))
                .containsExactly("SERVER_GONE");
        assertThat(codes(own, List.of(journal("a", Duration.ofDays(20), Optional.of("c")))))
                .containsExactly("JOURNAL_DISAGREES");
    }
}
