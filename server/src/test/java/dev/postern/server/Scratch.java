package dev.postern.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Folders that an ordinary user can enter, the unpacked PostgreSQL, and specifications of servers in them. */
final class Scratch {
    static final String PASSWORD = "canary-password-of-server-tests";
    static final boolean ROOT = System.getProperty("user.name").equals("root");
    static final Optional<RunAs> USER = ROOT
            ? Stream.of("postgres", "nobody")
                    .flatMap(name -> RunAs.named(name).stream())
                    .findFirst()
            : Optional.empty();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Scratch() {}

    static Path folder() {
        try {
            Path folder = Files.createDirectory(Mine.ALL.resolve(Integer.toString(NUMBER.incrementAndGet())));
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Binaries binaries() {
        return Unpacked.BINARIES;
    }

    static ServerSpec spec(Path folder) {
        return spec(folder, binaries());
    }

    static ServerSpec spec(Path folder, Binaries binaries) {
        return ServerSpec.of(binaries, folder.resolve("data"), folder.resolve("config"), folder.resolve("run"))
                .withSuperuser("boss", Secret.ofText(PASSWORD))
                .withHba(List.of("host all all 127.0.0.1/32 scram-sha-256"))
                .withIdent(List.of())
                .withSettings(Map.of("fsync", "off", "shared_buffers", "16MB"))
                .withRunAs(USER);
    }

    static Connection connect(LocalServer server, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "boss");
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", properties);
    }

    static String ask(LocalServer server, String sql) throws SQLException {
        try (Connection connection = connect(server, PASSWORD);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    static void until(String what, Callable<Boolean> condition) throws Exception {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        while (!condition.call()) {
            if (deadline.passed()) {
                throw new AssertionError("not within 30 s: " + what);
            }
            deadline.pause();
        }
    }

    /** Runs a command to its end as we are. */
    static Program.Result run(String... command) {
        try {
            return Program.run(List.of(command), Optional.empty());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A JVM with our class path; its standard output is to be read by the caller. */
    static Process jvm(Optional<RunAs> user, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(user.map(u -> u.wrap(command)).orElse(command))
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static String firstLine(Process process) throws IOException {
        InputStream output = process.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = output.read(); c >= 0 && c != '\n'; c = output.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** A small file system of its own; the test is skipped where we may not mount one. */
    static Path smallDisk(int megabytes) {
        assumeTrue(ROOT, "only root can mount a small disk");
        Path folder = folder();
        Program.Result mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        assumeTrue(mounted.exit() == 0, "a small disk cannot be mounted here: " + mounted.output());
        return folder;
    }

    static void unmount(Path disk) {
        run("umount", "-l", disk.toString());
    }

    private static Path all() {
        try {
            Path folder = Files.createTempDirectory("postern-server-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAll(folder)));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // a failed test may leave a server
    private static void deleteAll(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path data : all.filter(path -> path.endsWith("data")).toList()) {
                Processes.killAll(() -> Processes.serving(data), Duration.ofSeconds(5));
            }
            Folders.delete(folder);
        } catch (IOException failure) {
            System.err.println("cannot delete " + folder + ": " + failure);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // not made in a child JVM that only needs a specification and will be killed
    private static final class Mine {
        static final Path ALL = all();
    }

    private static final class Unpacked {
        static final Binaries BINARIES = Binaries.embedded(folder());
    }
}
