package dev.postern.provision.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.provision.prove.Cell.Path;
import dev.postern.provision.prove.Cell.Shown;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTableTest {
    @Test
    void alignsAndExplainsWhatDiffers() {
        Verdicts verdicts = new Verdicts(List.of(
                row("app", new Expectation.Allowed(), new Verdict.Allowed("1"), 12),
                row("café without", new Expectation.Sqlstate("28000"), new Verdict.Refused("28000", "no"), 7),
                row(
                        "another CA",
                        new Expectation.Alert(TlsAlert.UNKNOWN_CA),
                        new Verdict.Unknown("reset\u001b[2J\nby peer"),
                        1234)));
        assertThat(ProofTable.render(verdicts)).isEqualTo("""
                            cell          path    expected    got        ms
                        ok  app           direct  allowed     allowed    12
                        ok  café without  direct  28000       28000       7
                        NO  another CA    direct  unknown_ca  unknown  1234
                            reset [2J by peer
                        """);
        assertThat(verdicts.passed()).isFalse();
    }

    @Test
    void onlyTheExactExpectationPasses() {
        Expectation refused = new Expectation.Sqlstate("28000");
        assertThat(row("x", refused, new Verdict.Refused("28P01", "no"), 1).passed())
                .isFalse();
        assertThat(row("x", refused, new Verdict.RefusedByTls(TlsAlert.UNKNOWN_CA, "no"), 1)
                        .passed())
                .isFalse();
        assertThat(row("x", refused, new Verdict.Allowed("in"), 1).passed()).isFalse();
        assertThat(row("x", new Expectation.Allowed("alice"), new Verdict.Allowed("bob"), 1)
                        .passed())
                .isFalse();
        assertThat(row("x", new Expectation.Allowed("alice"), new Verdict.Allowed("alice"), 1)
                        .passed())
                .isTrue();
        assertThat(row("x", new Expectation.Allowed(), new Verdict.Unknown("?"), 1)
                        .passed())
                .isFalse();
    }

    private static Verdicts.Row row(String name, Expectation expected, Verdict verdict, long millis) {
        Cell cell = new Cell(name, Path.DIRECT, "d", "r", Shown.RIGHT, new Action.Connect(), expected);
        return new Verdicts.Row(cell, verdict, Duration.ofMillis(millis));
    }
}
