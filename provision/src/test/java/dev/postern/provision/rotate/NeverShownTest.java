package dev.postern.provision.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding.Rotation;
import dev.postern.provision.password.PasswordCheck;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.CommandRunner;
import dev.postern.provision.secret.LocalCommands;
import dev.postern.provision.secret.PasswordMaker;
import dev.postern.provision.secret.PodmanSecrets;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPodman;
import dev.postern.testing.TestPodman.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rotation into the real Podman, watched: arguments of all processes, everything logged, everything said. */
@Tag("server")
class NeverShownTest {
    private static final PasswordMaker MAKER = new PasswordMaker(new SecureRandom());
    private static final String USER = "app-user";
    private static final String PASSWORD = "app-password";

    /** Every command line of this machine, as often as can be. */
    private static final class Watch implements AutoCloseable {
        private final Set<String> lines = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                look();
            }
        });

        private void look() {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    try {
                        lines.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                    } catch (IOException _) {
                        // it has ended
                    }
                }
            } catch (IOException failure) {
                lines.add(failure.toString());
            }
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** Everything that any logger says, at the finest level. */
    private static final class Log extends Handler implements AutoCloseable {
        private final List<String> records = new ArrayList<>();
        private final List<Logger> loggers =
                List.of(Logger.getLogger("dev.postern"), Logger.getLogger("org.postgresql"));

        Log() {
            setLevel(Level.ALL);
            loggers.forEach(logger -> {
                logger.setLevel(Level.ALL);
                logger.setUseParentHandlers(false);
                logger.addHandler(this);
            });
        }

        @Override
        public synchronized void publish(LogRecord record) {
            StringBuilder text = new StringBuilder(String.valueOf(record.getMessage()));
            for (Object parameter : Optional.ofNullable(record.getParameters()).orElse(new Object[0])) {
                text.append(' ').append(parameter);
            }
            records.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            loggers.forEach(logger -> {
                logger.removeHandler(this);
                logger.setUseParentHandlers(true);
                logger.setLevel(null);
            });
        }
    }

    /** @param told every password that it was ever given, also those that were taken back */
    private record Podman(PodmanSecrets secrets, List<Secret> told) implements Sink {
        @Override
        public Optional<Delivered> read() {
            return secrets.read(USER)
                    .flatMap(user -> secrets.read(PASSWORD).map(password -> new Delivered(user.text(), password)));
        }

        @Override
        public void deliver(Delivered delivered) {
            if (!told.contains(delivered.password())) {
                told.add(delivered.password());
            }
            secrets.write(USER, Secret.ofText(delivered.user()), Map.of());
            secrets.write(PASSWORD, delivered.password(), Map.of("role", delivered.user()));
        }
    }

    @Test
    void passwordsAreInNoArgumentLogErrorOrReceipt() throws SQLException {
        Optional<String> missing = TestPodman.missing(Release.TRIXIE);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        TestPodman real = TestPodman.of(Release.TRIXIE);
        LocalCommands local = new LocalCommands(Duration.ofMinutes(1));
        CommandRunner runner = (command, input) -> local.run(real.command(command.subList(1, command.size())), input);
        List<Secret> used = new ArrayList<>();
        Podman sink = new Podman(PodmanSecrets.of(runner), used);
        RotationServer server = RotationServer.of(PgVersion.V18);
        String role = server.alternating("manager");
        String single = server.single("manager");
        List<String> said = new ArrayList<>();
        Rotator rotator =
                new Rotator(server.admin("manager"), "postgres", new PasswordCheck(server::login, MAKER), MAKER);
        try (Watch watch = new Watch();
                Log log = new Log()) {
            for (Wish wish : List.of(
                    new Wish(role, Rotation.ALTERNATE, false),
                    new Wish(role, Rotation.ALTERNATE, true),
                    new Wish(single, Rotation.IN_PLACE, false),
                    new Wish(single, Rotation.IN_PLACE, false))) {
                said.add(rotator.rotate(wish, sink).toString());
            }
            said.add(failing(server, sink, single));
            said.addAll(log.records);
            assertThat(log.records).hasSizeGreaterThan(100);
            said.addAll(watch.lines);
            assertThat(watch.lines).anyMatch(line -> line.contains("secret") && line.contains(PASSWORD));
        }
        said.add(server.postgres().log());
        // four rotations, and one that failed after the consumer was told
        assertThat(used).hasSize(5);
        for (Secret password : used) {
            assertThat(said).noneMatch(text -> text.contains(password.text()));
        }
    }

    /** In place, the server away after the consumer was told: the password that is delivered is in no error. */
    private static String failing(RotationServer server, Podman sink, String role) {
        Sink breaking = new Sink() {
            @Override
            public Optional<Delivered> read() {
                return sink.read();
            }

            @Override
            public void deliver(Delivered delivered) {
                sink.deliver(delivered);
                try {
                    server.postgres().execute("postgres", "ALTER ROLE manager NOCREATEROLE");
                } catch (SQLException failure) {
                    throw new AssertionError(failure);
                }
            }
        };
        Rotator rotator =
                new Rotator(server.admin("manager"), "postgres", new PasswordCheck(server::login, MAKER), MAKER);
        StringWriter text = new StringWriter();
        assertThatThrownBy(() -> rotator.rotate(new Wish(role, Rotation.IN_PLACE, false), breaking))
                .isInstanceOf(ProvisionException.class)
                .satisfies(failure -> failure.printStackTrace(new PrintWriter(text, true)));
        try {
            server.postgres().execute("postgres", "ALTER ROLE manager CREATEROLE");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
        return text.toString();
    }
}
