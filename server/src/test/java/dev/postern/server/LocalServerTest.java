package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class LocalServerTest {
    @Test
    void startsKeepsItsDataAndIsTheOrdinaryUsersOwn() throws Exception {
        Path folder = Scratch.folder();
        ServerSpec spec = Scratch.spec(folder);
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(server.isRunning()).isTrue();
            assertThat(server.version()).isEqualTo(Scratch.binaries().version());
            assertThat(Scratch.ask(server, "SHOW config_file")).startsWith(folder.resolve("config") + "/");
            assertThat(Scratch.ask(server, "SHOW data_checksums")).isEqualTo("on");
            assertThat(Scratch.ask(server, "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1"))
                    .isEqualTo("bC.UTF-8");
            Scratch.ask(server, "CREATE TABLE kept AS SELECT 42 AS n");
            assertThat(session(server.pid())).isEqualTo(server.pid());
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Scratch.connect(server, "wrong"))
                    .matches(failure -> failure.getSQLState().equals("28P01"));
        }
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(Scratch.ask(server, "SELECT n FROM kept")).isEqualTo("42");
            server.stop(StopMode.IMMEDIATE);
            assertThat(server.isRunning()).isFalse();
            assertThat(server.ended().get(10, TimeUnit.SECONDS)).isNotNull();
        }
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(Scratch.ask(server, "SELECT n FROM kept")).isEqualTo("42");
        }
        assertThat(Processes.serving(spec.dataFolder())).isEmpty();
    }

    @Test
    void passwordIsNowhereButInTheServer() throws Exception {
        Path folder = Scratch.folder();
        try (LocalServer server = LocalServer.start(Scratch.spec(folder))) {
            assertThat(Scratch.read(Path.of("/proc", Long.toString(server.pid()), "cmdline")))
                    .doesNotContain(Scratch.PASSWORD);
            assertThat(server.spec().toString()).doesNotContain(Scratch.PASSWORD);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(Scratch.PASSWORD);
            }
        }
    }

    @Test
    void settingsHbaAndIdentFollowTheSpecificationAtEachStart() throws Exception {
        ServerSpec spec =
                Scratch.spec(Scratch.folder()).withSettings(Map.of("work_mem", "7MB", "my.quoted", "it's \\ x"));
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(Scratch.ask(server, "SHOW work_mem")).isEqualTo("7MB");
            assertThat(Scratch.ask(server, "SHOW my.quoted")).isEqualTo("it's \\ x");
            // what only the specification decides cannot be changed from within
            Scratch.ask(server, "ALTER SYSTEM SET listen_addresses = '*'");
            Scratch.ask(server, "ALTER SYSTEM SET hba_file = '/nowhere'");
        }
        ServerSpec other = spec.withSettings(Map.of("work_mem", "9MB"))
                .withHba(List.of("host all all 127.0.0.1/32 scram-sha-256", "host all nobody all reject"))
                .withIdent(List.of("owner somebody boss"));
        try (LocalServer server = LocalServer.start(other)) {
            assertThat(Scratch.ask(server, "SHOW work_mem")).isEqualTo("9MB");
            assertThat(Scratch.ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Scratch.ask(server, "SELECT count(*) FROM pg_hba_file_rules"))
                    .isEqualTo("2");
            assertThat(Scratch.ask(server, "SELECT map_name FROM pg_ident_file_mappings"))
                    .isEqualTo("owner");
        }
    }

    @Test
    void reloadTakesChangedFiles() throws Exception {
        Path folder = Scratch.folder();
        try (LocalServer server = LocalServer.start(Scratch.spec(folder))) {
            Path settings = folder.resolve("config/postgresql.conf");
            Files.writeString(settings, Scratch.read(settings) + "work_mem = '11MB'\n");
            server.reload();
            Scratch.until(
                    "the new setting",
                    () -> Scratch.ask(server, "SHOW work_mem").equals("11MB"));
        }
    }

    @Test
    void secondStartIsRefusedWithTheHolder() {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        try (LocalServer server = LocalServer.start(spec)) {
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> LocalServer.start(spec))
                    .matches(failure -> failure.first().code() == ServerCode.DATA_IN_USE)
                    .withMessageContaining("pid " + ProcessHandle.current().pid());
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> LocalServer.stopOrphan(spec.dataFolder()))
                    .matches(failure -> failure.first().code() == ServerCode.DATA_IN_USE);
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void settingsOfTheSpecificationCannotBeSetTwiceNorMisspelt() {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        for (Map<String, String> wrong :
                List.of(Map.of("port", "1"), Map.of("Work_Mem", "1MB"), Map.of("work_mem", "1MB\nport = 1"))) {
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> LocalServer.start(spec.withSettings(wrong)))
                    .matches(failure -> failure.first().code() == ServerCode.SETTING_INVALID);
        }
    }

    @Test
    void failedStartTellsThePostmastersOwnReason() {
        ServerSpec spec = Scratch.spec(Scratch.folder()).withSettings(Map.of("work_mem", "a lot"));
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> LocalServer.start(spec))
                .matches(failure -> failure.first().code() == ServerCode.START_FAILED)
                .withMessageContaining("work_mem")
                .withMessageContaining(spec.logFile().toString());
    }

    @Test
    void sharedMemoryThatTheKernelRefusesIsSaid() {
        ServerSpec spec = Scratch.spec(Scratch.folder()).withSettings(Map.of("shared_buffers", "4TB"));
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> LocalServer.start(spec))
                .matches(failure -> failure.first().code() == ServerCode.SHARED_MEMORY_REFUSED);
    }

    // the sixth field after the name in parentheses is the session
    private static long session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    }
}
