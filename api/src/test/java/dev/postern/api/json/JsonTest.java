package dev.postern.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.Login;
import dev.postern.api.ProblemReport;
import dev.postern.api.ProveAnswer;
import dev.postern.api.Status;
import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;
import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void everyFieldComesBack() {
        Status status = new Status(
                "1",
                "/home",
                "127.0.0.1:1",
                7,
                Instant.parse("2026-11-22T12:00:00.123456789Z"),
                Duration.ofMillis(90_001),
                List.of(new Status.Server(
                        "store", "18.6", "127.0.0.1", 1, 2, "/d", Optional.of("OpenSSL 1.1.1"), "not for production")),
                Optional.of(new Status.Gateway("a", "epoll", "openssl", 1, 2)),
                List.of(new Status.Authority("people", "CN=x", Instant.EPOCH, 3)),
                List.of(),
                Map.of("Cluster", 1),
                5);

        assertThat(Json.read(Json.write(status), Status.class)).isEqualTo(status);
    }

    @Test
    void timesAreTextAndNothingIsAddedToRecords() {
        String json = text(new ProveAnswer(
                List.of(new ProveAnswer.Cell("a", "gateway", "none", "r", "28000", "28000", "no", true, 3))));

        assertThat(json)
                .isEqualTo("{\"cells\":[{\"name\":\"a\",\"path\":\"gateway\",\"credential\":\"none\",\"role\":\"r\","
                        + "\"expected\":\"28000\",\"observed\":\"28000\",\"detail\":\"no\",\"passed\":true,\"millis\":3}],"
                        + "\"untried\":[],\"mends\":[]}");
        assertThat(text(new Login.Request("k", Optional.of(Duration.ofHours(2)))))
                .isEqualTo("{\"publicKey\":\"k\",\"ttl\":\"PT2H\"}");
    }

    @Test
    void aMissingOptionalIsEmptyAndAnythingElseMissingIsRefused() {
        assertThat(Json.read(bytes("{\"publicKey\":\"k\"}"), Login.Request.class)
                        .ttl())
                .isEmpty();
        assertThatThrownBy(() -> Json.read(bytes("{\"ttl\":null}"), Login.Request.class))
                .isInstanceOf(Json.UnreadableException.class)
                .hasMessageContaining("publicKey");
    }

    @Test
    void aServerRefusesWhatAClientIgnores() {
        byte[] newer = bytes("{\"publicKey\":\"k\",\"colour\":\"red\"}");

        assertThat(Json.read(newer, Login.Request.class).publicKey()).isEqualTo("k");
        assertThatThrownBy(() -> Json.readStrictly(newer, Login.Request.class))
                .isInstanceOf(Json.UnreadableException.class)
                .hasMessageContaining("colour");
    }

    @Test
    void problemsKeepTheirCodes() {
        Problem problem = Problem.at(new Place("a.yaml", 3, 4), new Odd(), "what", "fix");

        Problem back = Json.read(Json.write(ProblemReport.of(List.of(problem))), ProblemReport.class)
                .asProblems()
                .getFirst();

        assertThat(back.code().name()).isEqualTo("ODD");
        assertThat(back.code().blame()).isEqualTo(Blame.POLICY);
        assertThat(back.code().sqlstate()).isEqualTo("42501");
        assertThat(back.render()).isEqualTo(problem.render());
    }

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private record Odd() implements Code {
        @Override
        public String name() {
            return "ODD";
        }

        @Override
        public Blame blame() {
            return Blame.POLICY;
        }

        @Override
        public String sqlstate() {
            return "42501";
        }
    }
}
