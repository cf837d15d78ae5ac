package dev.postern.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TotalsTest {
    @Test
    void countsEachOutcomeByModuleAndKeepsTheReasons(@TempDir Path root) throws IOException {
        report(root, "kernel", """
                <testsuite name="A" time="1.25">
                  <testcase classname="A" name="fine"/>
                  <testcase classname="A" name="alsoFine"><system-out>skipped failure</system-out></testcase>
                  <testcase classname="A" name="wrong"><failure message="expected 1&#10;  but was 2" type="X"/></testcase>
                  <testcase classname="A" name="broken"><error type="java.io.IOException"/></testcase>
                  <testcase classname="A" name="away"><skipped message="no PostgreSQL 15 here"/></testcase>
                  <testcase classname="A" name="root"><skipped type="T"><![CDATA[T: not as root
                      at somewhere]]></skipped></testcase>
                </testsuite>
                """);
        report(root, "model", """
                <testsuite name="B" time="1,000.5"><testcase classname="B" name="fine"/></testsuite>
                """);

        assertThat(Totals.of(root)).isEqualTo("""
                        suite kernel 2 2 2 1.3
                        suite model 1 0 0 1000.5
                        failed kernel A.wrong: expected 1 but was 2
                        failed kernel A.broken: java.io.IOException
                        skipped kernel A.away: no PostgreSQL 15 here
                        skipped kernel A.root: T: not as root
                        """);
    }

    private static void report(Path root, String module, String xml) throws IOException {
        Path folder = Files.createDirectories(root.resolve(module, "target", "surefire-reports"));
        Files.writeString(folder.resolve("TEST-" + module + ".xml"), xml);
    }
}
