package dev.postern.kernel.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemExceptionTest {
    private enum Sample implements Code {
        BROKEN;

        @Override
        public Blame blame() {
            return Blame.CONFIG;
        }

        @Override
        public String sqlstate() {
            return "F0000";
        }
    }

    @Test
    void saysEveryProblemWithPlaceAndFix() {
        Problem located =
                Problem.at(new Place("a.yaml", 3, 7), Sample.BROKEN, "port 70000 is above 65535", "use a port");
        Problem plain = Problem.of(Sample.BROKEN, "no cluster is called x", "");

        assertThat(new ProblemException(List.of(located, plain)))
                .hasMessage(
                        "a.yaml:3:7: port 70000 is above 65535%n  fix: use a port%nno cluster is called x".formatted());
    }

    @Test
    void emptyListIsABugOfTheThrower() {
        assertThatThrownBy(() -> new ProblemException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
