package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What kill -9 leaves, and what the next start makes of it. */
@Tag("server")
class OrphanTest {
    @Test
    void serverOfAKilledProcessIsStoppedAndItsDataKept() throws Exception {
        Path folder = Scratch.folder();
        Process holder = hold(folder);
        assertThat(Scratch.firstLine(holder)).startsWith("started");
        ServerSpec spec = Scratch.spec(folder);
        // as long as its process lives, it is not ours to take
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> LocalServer.start(spec))
                .matches(failure -> failure.first().code() == ServerCode.DATA_IN_USE)
                .withMessageContaining("pid " + holder.pid());
        holder.destroyForcibly().waitFor();
        List<Long> orphans = Processes.serving(spec.dataFolder());
        assertThat(orphans).isNotEmpty();
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(orphans).doesNotContain(server.pid());
            assertThat(Scratch.ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void stopOrphanStopsOnceAndOnlyOrphans() throws Exception {
        Path folder = Scratch.folder();
        Path data = folder.resolve("data");
        assertThat(LocalServer.stopOrphan(data)).isFalse();
        Process holder = hold(folder);
        assertThat(Scratch.firstLine(holder)).startsWith("started");
        holder.destroyForcibly().waitFor();
        assertThat(LocalServer.stopOrphan(data)).isTrue();
        assertThat(Processes.serving(data)).isEmpty();
        assertThat(LocalServer.stopOrphan(data)).isFalse();
    }

    @Test
    void killedPostmasterIsNoticedAndItsDataRecovered() throws Exception {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        try (LocalServer server = LocalServer.start(spec)) {
            Scratch.ask(server, "CREATE TABLE kept AS SELECT 42 AS n");
            Signal.KILL.send(server.pid());
            server.ended().join();
            assertThat(server.isRunning()).isFalse();
        }
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(Scratch.ask(server, "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void childrenOfAKilledPostmasterDoNotHinderTheNextStart() throws Exception {
        Path folder = Scratch.folder();
        Process holder = hold(folder);
        long postmaster = Long.parseLong(Scratch.firstLine(holder).substring("started ".length()));
        ServerSpec spec = Scratch.spec(folder);
        // a stopped child cannot notice that its postmaster is gone
        long child = Processes.serving(spec.dataFolder()).stream()
                .filter(pid -> pid != postmaster)
                .findFirst()
                .orElseThrow();
        Scratch.run("/bin/sh", "-c", "kill -s STOP " + child);
        holder.destroyForcibly().waitFor();
        Signal.KILL.send(postmaster);
        Scratch.until(
                "only the stopped child is left",
                () -> Processes.serving(spec.dataFolder()).equals(List.of(child)));
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(Scratch.ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void strangerWhoGotThePostmastersPidDoesNotHinderTheNextStart() throws Exception {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        Path remembered = spec.dataFolder().resolve("postmaster.pid");
        List<String> lines = new ArrayList<>();
        try (LocalServer server = LocalServer.start(spec)) {
            lines.addAll(Files.readAllLines(remembered));
            assertThat(lines.getFirst()).isEqualTo(Long.toString(server.pid()));
        }
        // as after a reboot: a process of the same user
        List<String> command = List.of("sleep", "60");
        Process stranger =
                new ProcessBuilder(Scratch.USER.map(u -> u.wrap(command)).orElse(command)).start();
        try {
            lines.set(0, Long.toString(stranger.pid()));
            Files.write(remembered, lines);
            Folders.give(remembered, Scratch.USER);
            int port = Integer.parseInt(lines.get(3));
            Path socketLock = Path.of(lines.get(4), ".s.PGSQL." + port + ".lock");
            Files.write(socketLock, lines.subList(0, 5));
            Folders.give(socketLock, Scratch.USER);
            try (LocalServer server = LocalServer.start(spec.withPort(port))) {
                assertThat(Scratch.ask(server, "SELECT 1")).isEqualTo("1");
                assertThat(stranger.isAlive()).isTrue();
            }
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void initdbWhoseCallerWasKilledLeavesNothingThatLooksLikeACluster() throws Exception {
        Path folder = Scratch.folder();
        Path half = folder.resolve(".data.new");
        Process holder = hold(folder);
        Scratch.until("initdb has begun", () -> Files.exists(half.resolve("PG_VERSION")));
        holder.destroyForcibly().waitFor();
        assertThat(folder.resolve("data")).doesNotExist();
        try (LocalServer server = LocalServer.start(Scratch.spec(folder))) {
            assertThat(Scratch.ask(server, "SELECT 1")).isEqualTo("1");
            assertThat(half).doesNotExist();
            assertThat(folder.resolve("config/.initdb-password")).doesNotExist();
        }
    }

    private static Process hold(Path folder) throws Exception {
        Path runtime = Optional.ofNullable(Scratch.binaries().bin().getParent())
                .map(Path::getParent)
                .orElseThrow();
        return Scratch.jvm(Optional.empty(), ServerHolder.class, folder.toString(), runtime.toString());
    }
}
