package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What PostgreSQL wrote since a start, and what it means for the one who has to mend it. */
final class StartLog {
    private static final int READ_AT_MOST = 64 << 10;
    private static final int TOLD_LINES = 5;

    private final Path file;
    private final long from;

    private StartLog(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** Makes the file for the user as whom PostgreSQL runs; one that has grown large is kept as {@code .1}. */
    static StartLog open(ServerSpec spec) throws IOException {
        Path file = spec.logFile().toAbsolutePath();
        Path parent = file.getParent();
        if (parent != null) {
            Folders.makePrivate(parent, spec.runAs());
        }
        if (Files.exists(file) && Files.size(file) > LogSize.MOST) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW);
            Files.setPosixFilePermissions(file, DurableFile.OWNER_ONLY);
            Folders.give(file, spec.runAs());
        }
        return new StartLog(file, Files.size(file));
    }

    List<String> lines() {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            // shorter than it was: it has begun anew since
            long begin = from <= log.length() ? from : 0;
            log.seek(Math.max(begin, log.length() - READ_AT_MOST));
            byte[] bytes = new byte[(int) (log.length() - log.getFilePointer())];
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failure) {
            return List.of("the log " + file + " cannot be read: " + failure.getMessage());
        }
    }

    /** A start that ended in the postmaster's exit. */
    ServerException failed(ServerSpec spec, int exit) {
        List<String> lines = lines();
        return explain(spec, lines)
                .orElseGet(() -> ServerException.of(
                        ServerCode.START_FAILED,
                        "PostgreSQL " + spec.binaries().version() + " did not start from " + spec.dataFolder()
                                + " (exit code " + exit + "): " + reason(lines),
                        "see " + file + ", which ends with:" + tail(lines)));
    }

    ServerException tooSlow(ServerSpec spec, long seconds) {
        return ServerException.of(
                ServerCode.START_TIMED_OUT,
                "PostgreSQL " + spec.binaries().version() + " does not accept connections after " + seconds + " s from "
                        + spec.dataFolder(),
                "see " + file + ", which ends with:" + tail(lines()));
    }

    /** The specific sentence, where the lines have one of the known causes. */
    static Optional<ServerException> explain(ServerSpec spec, List<String> lines) {
        String all = String.join("\n", lines);
        String log = "; the log is " + spec.logFile();
        if (Failures.isDiskFull(all)) {
            return Optional.of(
                    Failures.diskFull("PostgreSQL cannot start from " + spec.dataFolder(), spec.dataFolder()));
        }
        if (all.contains("execution of the PostgreSQL server is not permitted")
                || all.contains("cannot be run as root")) {
            return Optional.of(ServerException.of(
                    ServerCode.ROOT_REFUSED, "PostgreSQL refuses to run as root", "start as an ordinary user" + log));
        }
        if (all.contains("shared memory segment") || all.contains("anonymous shared memory")) {
            return Optional.of(ServerException.of(
                    ServerCode.SHARED_MEMORY_REFUSED,
                    "the kernel refused PostgreSQL the shared memory it asked for: " + reason(lines),
                    "lower shared_buffers, or raise the limit (in a container: --shm-size)" + log));
        }
        if (all.contains("is running in data directory")) {
            return Optional.of(ServerException.of(
                    ServerCode.DATA_IN_USE,
                    "another PostgreSQL that is not ours runs from " + spec.dataFolder() + ": " + reason(lines),
                    "stop it, or choose another data folder" + log));
        }
        return Optional.empty();
    }

    /** Whether an address could not be taken because somebody else has its port. */
    static boolean isPortBusy(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("could not bind") && line.contains("already in use"));
    }

    static boolean isPortDenied(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("could not bind") && line.contains("Permission denied"));
    }

    /** The line that says why: the first fatal one, else the last. */
    static String reason(List<String> lines) {
        List<String> written = lines.stream().filter(line -> !line.isBlank()).toList();
        return written.stream()
                .filter(StartLog::isFatal)
                .findFirst()
                .or(() -> written.isEmpty() ? Optional.empty() : Optional.of(written.getLast()))
                .orElse("it wrote nothing");
    }

    private static boolean isFatal(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains("fatal:") || lower.contains("panic:") || lower.contains("error:");
    }

    private static String tail(List<String> lines) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - TOLD_LINES))
                .map(line -> System.lineSeparator() + "    " + line)
                .collect(Collectors.joining());
    }
}
