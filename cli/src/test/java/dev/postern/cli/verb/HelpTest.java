package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Golden;
import dev.postern.cli.fixture.Typed;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HelpTest {
    @TempDir
    Path userHome = Path.of("");

    static Stream<String> verbs() {
        return Stream.of(
                "",
                "up",
                "down",
                "login",
                "logout",
                "whoami",
                "db",
                "db ls",
                "db show",
                "db connect",
                "connect",
                "status",
                "apply",
                "plan",
                "render",
                "rotate",
                "prove",
                "doctor",
                "wait",
                "conninfo",
                "conninfo explain",
                "migrate",
                "datastore",
                "datastore inspect");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void helpIsAsReviewed(String verb) {
        List<String> words = Stream.concat(
                        Stream.of(verb.split(" ", -1)).filter(word -> !word.isEmpty()), Stream.of("--help"))
                .toList();
        Typed.Result result = new Typed(userHome).run(words.toArray(String[]::new));
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        Golden.check("help" + (verb.isEmpty() ? "" : "-" + verb.replace(' ', '-')) + ".txt", result.out());
    }

    @Test
    void everyVerbHasAGoldenFile() {
        Typed.Result result = new Typed(userHome).run("--help");
        String commands = result.out().substring(result.out().indexOf("Commands:"));
        Stream.of(
                        "up",
                        "down",
                        "login",
                        "logout",
                        "whoami",
                        "db",
                        "connect",
                        "status",
                        "apply",
                        "plan",
                        "render",
                        "prove",
                        "rotate",
                        "doctor",
                        "wait",
                        "conninfo",
                        "migrate",
                        "datastore")
                .forEach(verb -> assertThat(commands).contains("\n  " + verb + " "));
        assertThat(commands.lines().filter(line -> line.matches("  [a-z]+ .*")).count())
                .isEqualTo(18);
    }
}
