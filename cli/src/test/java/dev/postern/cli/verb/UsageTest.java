package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void aMisspelledOptionIsAnsweredWithTheRightOne() {
        Typed.Result result = typed().run("up", "--gatway-port", "1");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--gatway-port").contains("did you mean --gateway-port?");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aMisspelledVerbIsAnsweredWithTheRightOne() {
        Typed.Result result = typed().run("statsu");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("status");
    }

    @Test
    void aScriptIsNoJson() {
        Typed.Result result = typed().run("plan", "--sql", "--json", "nothing.yaml");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("steps[].sql");
    }

    @Test
    void dbAloneSaysWhatIsMissing() {
        Typed.Result result = typed().run("db");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("ls, show or connect");
    }

    @Test
    void whatIsTypedIsNeverSentBackRaw() {
        Typed.Result result = typed().run("\u001b[31mred");
        assertThat(result.err()).contains("\\x1B[31mred").doesNotContain("\u001b");
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        Typed.Result result = typed().run("up", "--gateway-port", "70000", "--home", folder.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--gateway-port is 70000").contains("65535");
    }

    @Test
    void aVariableIsReadWhereTheCommandLineIsSilent() {
        Typed.Result result = typed().with("POSTERN_GATEWAY_PORT", "70001").run("up", "--home", folder.toString());
        assertThat(result.err()).contains("--gateway-port is 70001");
    }

    @Test
    void theFileIsReadWhereTheVariableIsSilentToo() throws IOException {
        Files.writeString(folder.resolve("postern.properties"), "gateway-port=70002\n");
        assertThat(typed().run("up", "--home", folder.toString()).err()).contains("--gateway-port is 70002");
        assertThat(typed().with("POSTERN_GATEWAY_PORT", "70001")
                        .run("up", "--home", folder.toString())
                        .err())
                .contains("--gateway-port is 70001");
        assertThat(typed().with("POSTERN_GATEWAY_PORT", "70001")
                        .run("up", "--home", folder.toString(), "--gateway-port", "70000")
                        .err())
                .contains("--gateway-port is 70000");
        assertThat(typed().with("POSTERN_HOME", folder.toString()).run("up").err())
                .contains("--gateway-port is 70002");
    }

    @Test
    void everyUnknownSettingIsNamedAtOnceWithASuggestion() throws IOException {
        Files.writeString(folder.resolve("postern.properties"), "gatway-port=1\nnonsense=2\nhome=/x\n");
        Typed.Result result = typed().run("status", "--home=" + folder);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("\"gatway-port\"")
                .contains("did you mean \"gateway-port\"?")
                .contains("\"nonsense\"")
                .contains("\"home\"");
    }

    @Test
    void aHomeThatWasNeverStartedSaysHowToStartIt() {
        Typed.Result result =
                typed().run("db", "ls", "--home", folder.resolve("none").toString());
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("has not been started").contains("postern up");
    }

    @Test
    void problemsAreJsonWhenAnswersAre() {
        Typed.Result result = typed().run("db", "ls", "--json", "--home", folder.toString());
        assertThat(result.err()).contains("\"code\" : \"NOT_RUNNING\"").contains("\"fix\" :");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void downWhereNothingRunsSaysSo() {
        Typed.Result result = typed().run("down", "--home", folder.toString());
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Nothing runs from the home " + folder);
    }

    private Typed typed() {
        return new Typed(folder);
    }
}
