package dev.postern.postgres.conninfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.postgres.conninfo.ServiceFile.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFileTest {
    private static final Conninfo DEMO =
            Conninfo.parse("host=localhost port=5432 dbname=demo user=app sslcert='/a b/ü'");
    private static final String OURS = """
            # postern: managed, do not edit
            [demo]
            host=localhost
            port=5432
            dbname=demo
            user=app
            sslcert=/a b/ü
            """;

    @Test
    void anEmptyFileGetsOurSection() {
        ServiceFile.Edit edit = edit("", "demo", Optional.of(DEMO));
        assertThat(text(edit)).isEqualTo(OURS);
        assertThat(edit.outcomes()).isEqualTo(Map.of("demo", Outcome.ADDED));
        assertThat(edit.file().find("demo")).contains(DEMO);
        assertThat(edit.file().sections()).containsExactly(new ServiceFile.Section("demo", true, 2));
    }

    @Test
    void aUsersOwnSectionIsNeverTouched() {
        for (String own :
                List.of("[demo]\nhost=mine\n", "  [demo] x\r\nhost=mine", "# postern: managed\n[demo]\n", "[demo]")) {
            ServiceFile.Edit edit = edit(own, "demo", Optional.of(DEMO));
            assertThat(text(edit)).isEqualTo(own);
            assertThat(edit.outcomes()).isEqualTo(Map.of("demo", Outcome.TAKEN));
            assertThat(text(edit(own, "demo", Optional.empty()))).isEqualTo(own);
        }
    }

    @Test
    void oursIsWithdrawnWhenAUserMakesTheirOwn() {
        ServiceFile.Edit edit = edit(OURS + "\n[demo]\nhost=mine\n", "demo", Optional.of(DEMO));
        assertThat(text(edit)).isEqualTo("\n[demo]\nhost=mine\n");
        assertThat(edit.outcomes()).isEqualTo(Map.of("demo", Outcome.TAKEN));
    }

    @Test
    void onlyOurSectionIsReplacedAndRemoved() {
        String before = "# mine\n[a]\nhost=x\n\n";
        String after = "\n# about b\n[b]\nhost=\u00ffy\n# end";
        String old = OURS.replace("port=5432", "port=1\n# a comment\n\ndbname=old");
        ServiceFile.Edit replaced = edit(before + old + after, "demo", Optional.of(DEMO));
        assertThat(text(replaced)).isEqualTo(before + OURS + after);
        assertThat(replaced.outcomes()).isEqualTo(Map.of("demo", Outcome.REPLACED));
        ServiceFile.Edit same = replaced.file().edit(Map.of("demo", Optional.of(DEMO)));
        assertThat(text(same)).isEqualTo(before + OURS + after);
        assertThat(same.outcomes()).isEqualTo(Map.of("demo", Outcome.UNCHANGED));
        ServiceFile.Edit removed = same.file().edit(Map.of("demo", Optional.empty()));
        assertThat(text(removed)).isEqualTo(before + after);
        assertThat(removed.outcomes()).isEqualTo(Map.of("demo", Outcome.REMOVED));
        assertThat(removed.file().edit(Map.of("demo", Optional.empty())).outcomes())
                .isEqualTo(Map.of("demo", Outcome.ABSENT));
    }

    @Test
    void bytesOfOthersSurviveWhateverTheyAre() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            byte[] before = (new String(noise, StandardCharsets.ISO_8859_1).replace("[demo]", "") + "\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            ServiceFile.Edit added = ServiceFile.of(before).edit(Map.of("demo", Optional.of(DEMO)));
            assertThat(added.file().content()).as("seed %d", seed).startsWith(before);
            assertThat(added.file()
                            .edit(Map.of("demo", Optional.empty()))
                            .file()
                            .content())
                    .as("seed %d", seed)
                    .isEqualTo(before);
        }
    }

    @Test
    void lineEndsAreThoseOfTheFile() {
        assertThat(text(edit("# x\r\n[a]\r\nhost=b", "demo", Optional.of(Conninfo.parse("host=h")))))
                .isEqualTo("# x\r\n[a]\r\nhost=b\r\n# postern: managed, do not edit\r\n[demo]\r\nhost=h\r\n");
    }

    @Test
    void readsAsLibpqDoes() {
        ServiceFile file = ServiceFile.of("""
                host=ignored
                [a]
                  # comment
                   host=x\t
                host=second
                options= -c a=b
                [b] trailing
                nonsense
                [c]
                user = x
                [d]
                service=a
                [a]
                host=later
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(file.find("a")).contains(Conninfo.parse("host=x options=' -c a=b'"));
        assertThat(file.find("z")).isEmpty();
        for (String broken : List.of("b", "c", "d")) {
            assertThatThrownBy(() -> file.find(broken)).hasMessageContaining("of the service file");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        demo  | user='a '          | the value of user cannot stand
        demo  | options='a\\nb'    | the value of options cannot stand
        demo  | service=other      | the value of service cannot stand
        demo  | password=x         | a password does not belong
        de]mo | host=x             | a service's name has letters
        """)
    void whatCannotStandThereIsRefused(String name, String conninfo, String what) {
        Conninfo settings = Conninfo.parse(conninfo.replace("\\n", "\n"));
        assertThatThrownBy(() -> edit("", name, Optional.of(settings))).hasMessageContaining(what);
    }

    @Test
    void placesAreWhereLibpqLooks() {
        Path passwd = Path.of("/home/ann");
        Path etc = Path.of("/etc/postgresql-common");
        assertThat(ServiceFilePlaces.of(Map.of("HOME", "/x"), passwd, etc, 15))
                .isEqualTo(new ServiceFilePlaces(Path.of("/x/.pg_service.conf"), etc.resolve("pg_service.conf")));
        assertThat(ServiceFilePlaces.of(Map.of("HOME", "/x"), passwd, etc, 14).personal())
                .isEqualTo(Path.of("/home/ann/.pg_service.conf"));
        assertThat(ServiceFilePlaces.of(Map.of("PGSERVICEFILE", "/f", "PGSYSCONFDIR", "/s"), passwd, etc, 18))
                .isEqualTo(new ServiceFilePlaces(Path.of("/f"), Path.of("/s/pg_service.conf")));
        assertThat(ServiceFilePlaces.personalOfAnyVersion(Map.of("HOME", "/x"), passwd))
                .containsExactly(Path.of("/x/.pg_service.conf"), Path.of("/home/ann/.pg_service.conf"));
        assertThat(ServiceFilePlaces.personalOfAnyVersion(Map.of("HOME", "/home/ann"), passwd))
                .hasSize(1);
    }

    private static ServiceFile.Edit edit(String before, String name, Optional<Conninfo> wanted) {
        return ServiceFile.of(before.getBytes(StandardCharsets.UTF_8)).edit(Map.of(name, wanted));
    }

    private static String text(ServiceFile.Edit edit) {
        return new String(edit.file().content(), StandardCharsets.UTF_8);
    }
}
