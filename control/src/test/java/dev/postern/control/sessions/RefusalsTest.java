package dev.postern.control.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.SessionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Refusals refusals = new Refusals();

    @Test
    void sumsWhatIsAlikeInOneMinute() {
        add(NOON.plusSeconds(1), "192.0.2.1", "", "no certificate");
        add(NOON.plusSeconds(59), "192.0.2.1", "", "no certificate");
        add(NOON.plusSeconds(60), "192.0.2.1", "", "no certificate");
        add(NOON.plusSeconds(61), "192.0.2.1", "", "expired");

        assertThat(refusals.take())
                .containsExactly(
                        new Refusal(NOON, "192.0.2.1", "", "28000", "no certificate", 2, NOON.plusSeconds(59)),
                        new Refusal(
                                NOON.plusSeconds(60),
                                "192.0.2.1",
                                "",
                                "28000",
                                "no certificate",
                                1,
                                NOON.plusSeconds(60)),
                        new Refusal(
                                NOON.plusSeconds(60), "192.0.2.1", "", "28000", "expired", 1, NOON.plusSeconds(61)));
        assertThat(refusals.take()).isEmpty();
    }

    @Test
    void aNetworkOfIpv6IsOneOrigin() {
        for (int i = 1; i <= 1_000; i++) {
            add(NOON, "2001:db8:1:2::" + Integer.toHexString(i), "", "no certificate");
        }
        assertThat(refusals.take()).extracting(Refusal::times).containsExactly(1_000L);
    }

    @Test
    void anOriginThatAlwaysSaysSomethingElseHasFewRowsAndOneForTheRest() {
        for (int i = 0; i < 1_000; i++) {
            add(NOON, "192.0.2.1", "", "database \"" + i + "\" is not declared");
        }
        List<Refusal> taken = refusals.take();

        assertThat(taken).hasSize(Refusals.ROWS_OF_AN_ORIGIN + 1);
        assertThat(taken.getLast().reason()).isEqualTo(Refusals.OTHERS);
        assertThat(taken.getLast().origin()).isEqualTo("192.0.2.1");
        assertThat(taken.getLast().times()).isEqualTo(1_000 - Refusals.ROWS_OF_AN_ORIGIN);
    }

    @Test
    void manyOriginsHaveABoundedNumberOfRowsAMinuteAlsoWhenSomeAreWrittenBefore() {
        int rows = 0;
        long times = 0;
        for (int i = 0; i < 5_000; i++) {
            add(NOON, "10.0." + i / 250 + "." + i % 250, "", "no certificate");
            if (i % 50 == 0) {
                List<Refusal> taken = refusals.take();
                rows += (int) taken.stream()
                        .filter(row -> !row.origin().equals(Refusals.OTHERS))
                        .count();
                times += taken.stream().mapToLong(Refusal::times).sum();
            }
        }
        times += refusals.take().stream().mapToLong(Refusal::times).sum();

        assertThat(rows).isEqualTo(Refusals.ROWS_OF_STRANGERS);
        assertThat(times).isEqualTo(5_000);
    }

    @Test
    void strangersTakeNoRowsFromCallers() {
        for (int i = 0; i < 5_000; i++) {
            add(NOON, "10.0." + i / 250 + "." + i % 250, "", "no certificate");
        }
        add(NOON, "10.0.0.1", "user:alice", "no rule");

        assertThat(refusals.take()).anySatisfy(row -> {
            assertThat(row.caller()).isEqualTo("user:alice");
            assertThat(row.reason()).isEqualTo("no rule");
        });
    }

    @Test
    void givesUpOnlyWhatIsTooMuchWhileTheStoreIsAway() {
        for (int minute = 0; minute < 300; minute++) {
            for (int i = 0; i < 200; i++) {
                add(NOON.plusSeconds(60L * minute), "10.0.0." + i, "", "no certificate");
            }
        }
        List<Refusal> taken = refusals.take();
        assertThat(taken).hasSize(Refusals.MOST_WAITING);
        long kept = taken.stream().mapToLong(Refusal::times).sum();
        assertThat(kept + refusals.lost()).isEqualTo(300 * 200);

        refusals.giveBack(taken);
        assertThat(refusals.take()).containsExactlyElementsOf(taken);
    }

    private void add(Instant at, String address, String caller, String reason) {
        refusals.add(new SessionEvent.Refused(
                1, at, new InetSocketAddress(InetAddress.ofLiteral(address), 9), caller, "28000", reason));
    }
}
