package dev.postern.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceSectionsTest {
    @TempDir
    Path home = Path.of("");

    @Test
    void writesASectionAndTakesItBack() throws IOException {
        ServiceSections sections = ServiceSections.locate(Map.of(), home);
        assertThat(sections.nameFor("demo")).isEqualTo("demo");
        sections.write(values("demo", 7432));
        assertThat(sections.file()).hasContent("""
                        # postern: managed, do not edit
                        [demo]
                        host=localhost
                        port=7432
                        dbname=demo
                        user=demo_app
                        sslmode=verify-full
                        sslrootcert=/h/demo-ca.crt
                        sslcert=/h/demo.crt
                        sslkey=/h/demo.key
                        """);
        assertThat(Files.getPosixFilePermissions(sections.file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        sections.write(values("demo", 7999));
        assertThat(sections.nameFor("demo")).isEqualTo("demo");
        assertThat(Files.readString(sections.file())).containsOnlyOnce("[demo]").contains("port=7999");
        sections.remove("demo");
        assertThat(sections.file()).isEmptyFile();
    }

    @Test
    void whatSomebodyElseWroteIsKeptToTheByte() throws IOException {
        String theirs = """
                # mine
                [demo]
                host=elsewhere.example

                [other]
                host = odd
                # end
                """;
        Path file = home.resolve(".pg_service.conf");
        Files.writeString(file, theirs);
        ServiceSections sections = ServiceSections.locate(Map.of(), home);
        String name = sections.nameFor("demo");
        assertThat(name).isEqualTo("postern-demo");
        sections.write(values(name, 7432));
        assertThat(Files.readString(file)).startsWith(theirs);
        sections.write(values(name, 7433));
        sections.remove("demo");
        assertThat(Files.readString(file)).startsWith(theirs);
        sections.remove(name);
        assertThat(Files.readString(file)).isEqualTo(theirs);
    }

    @Test
    void sectionsOfLoginsAtTheSameTimeAreAllThere() throws Exception {
        List<String> names = IntStream.range(0, 12).mapToObj(i -> "demo" + i).toList();
        List<Process> logins = new ArrayList<>();
        for (String name : names) {
            logins.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            ServiceWriterMain.class.getName(),
                            home.toString(),
                            name)
                    .inheritIO()
                    .start());
        }
        for (Process login : logins) {
            assertThat(login.waitFor()).isZero();
        }
        assertThat(Files.readString(home.resolve(".pg_service.conf")))
                .contains(names.stream().map(name -> "[" + name + "]").toList());
    }

    @Test
    void linesThatSomebodyPutsBehindOurSectionStay() throws IOException {
        ServiceSections sections = ServiceSections.locate(Map.of(), home);
        sections.write(values("demo", 7432));
        Files.writeString(sections.file(), Files.readString(sections.file()) + "# mine\n[mine]\nhost=h\n");
        sections.remove("demo");
        assertThat(sections.file()).hasContent("# mine\n[mine]\nhost=h\n");
    }

    @Test
    void looksWhereLibpqLooks() {
        ServiceSections named = ServiceSections.locate(Map.of("PGSERVICEFILE", "/etc/some.conf", "HOME", "/x"), home);
        assertThat(named.file()).isEqualTo(Path.of("/etc/some.conf"));
        assertThat(named.export()).isEmpty();
        ServiceSections same = ServiceSections.locate(Map.of("HOME", home.toString()), home);
        assertThat(same.export()).isEmpty();
        ServiceSections other = ServiceSections.locate(Map.of("HOME", "/elsewhere"), Path.of("/home/it's me"));
        assertThat(other.file()).isEqualTo(Path.of("/home/it's me/.pg_service.conf"));
        assertThat(other.export()).contains("export PGSERVICEFILE='/home/it'\\''s me/.pg_service.conf'");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = Files.writeString(home.resolve("dotfiles.conf"), "[x]\nhost=h\n");
        Path link = Files.createSymbolicLink(home.resolve(".pg_service.conf"), real);
        ServiceSections.locate(Map.of(), home).write(values("demo", 1));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).startsWith("[x]\nhost=h\n").contains("[demo]");
    }

    @Test
    void anUnwritableFileIsOneSentence() throws IOException {
        Path folder = Files.createDirectory(home.resolve("folder.conf"));
        ServiceSections sections = ServiceSections.locate(Map.of("PGSERVICEFILE", folder.toString()), home);
        assertThatThrownBy(() -> sections.write(values("demo", 1)))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining(folder.toString());
    }

    static ConnectionValues values(String service, int port) {
        return new ConnectionValues(
                service,
                "localhost",
                port,
                "demo",
                "demo_app",
                Path.of("/h/demo.crt"),
                Path.of("/h/demo.key"),
                Path.of("/h/demo.pk8"),
                Path.of("/h/demo-ca.crt"));
    }
}
