package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cluster's own files. A new cluster is made beside its place and renamed when initdb has synced all of it, so that
 * an initdb that was killed, or that found the disk full, leaves nothing that looks like a cluster.
 */
final class DataFolder {
    private static final Duration KILL_TIME = Duration.ofSeconds(10);

    private final ServerSpec spec;
    private final Path folder;

    DataFolder(ServerSpec spec) {
        this.spec = spec;
        this.folder = spec.dataFolder().toAbsolutePath().normalize();
    }

    /** Makes the cluster if the folder is missing or empty, otherwise checks that it is one that can be started. */
    void prepare() {
        try {
            removeHalfMade();
            if (isMissingOrEmpty()) {
                make();
            } else {
                check();
            }
        } catch (AccessDeniedException denied) {
            throw new ServerException(notOwned(), denied);
        } catch (IOException failure) {
            throw Failures.io(
                    ServerCode.FOLDER_UNUSABLE, "the data folder " + folder + " cannot be used", folder, failure);
        }
    }

    private boolean isMissingOrEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (NoSuchFileException _) {
            return true;
        }
    }

    private void check() throws IOException {
        Path version = folder.resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw ServerException.of(
                    ServerCode.DATA_NOT_A_CLUSTER,
                    "the folder " + folder + " is not empty and holds no PostgreSQL cluster",
                    "choose an empty folder, or one that PostgreSQL made");
        }
        if (!owner(folder).equals(runner())) {
            throw new ServerException(notOwned());
        }
        String major = Files.readString(version).strip();
        if (!major.equals(Integer.toString(spec.binaries().major()))) {
            throw ServerException.of(
                    ServerCode.DATA_OTHER_MAJOR,
                    "the data folder " + folder + " was made by PostgreSQL " + major + ", but the programs in "
                            + spec.binaries().bin() + " are PostgreSQL "
                            + spec.binaries().version(),
                    "use PostgreSQL " + major + " (--pg-bin), or move the data with pg_upgrade or pg_dump");
        }
    }

    private void make() throws IOException {
        Path half = half();
        Path password = spec.configFolder().resolve(".initdb-password");
        Folders.makePrivate(half, spec.runAs());
        try {
            if (spec.superuserPassword().isPresent()) {
                writePassword(password, spec.superuserPassword().get());
            }
            Program.Result result = Program.run(initdb(half, password), spec.runAs());
            if (result.exit() != 0) {
                throw failed(result);
            }
            Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncFolder(half.resolveSibling("."));
        } finally {
            Files.deleteIfExists(password);
            Folders.delete(half);
        }
    }

    private void writePassword(Path file, Secret password) throws IOException {
        byte[] bytes = password.bytes();
        try {
            DurableFile.write(file, bytes, DurableFile.OWNER_ONLY);
            Folders.give(file, spec.runAs());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private List<String> initdb(Path target, Path password) {
        List<String> command = new ArrayList<>(List.of(
                spec.binaries().program("initdb").toString(),
                "--pgdata=" + target,
                "--username=" + spec.superuser(),
                "--encoding=UTF8",
                "--auth-local=peer",
                "--auth-host=scram-sha-256",
                "--data-checksums"));
        if (spec.binaries().major() >= 14) {
            command.add("--no-instructions");
        }
        if (spec.binaries().major() >= 17) {
            // the same order and the same letters on every machine, whatever its C library
            command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        } else {
            command.add("--locale=C.UTF-8");
        }
        if (spec.superuserPassword().isPresent()) {
            command.add("--pwfile=" + password);
        }
        if (spec.settings().getOrDefault("fsync", "on").equals("off")) {
            command.add("--no-sync");
        }
        return command;
    }

    private ServerException failed(Program.Result result) {
        String what = "initdb of PostgreSQL " + spec.binaries().version() + " failed for " + folder;
        if (Failures.isDiskFull(result.output())) {
            return Failures.diskFull(what, folder);
        }
        return StartLog.explain(spec, result.output().lines().toList())
                .orElseGet(() -> ServerException.of(
                        ServerCode.INITDB_FAILED,
                        what + " with exit code " + result.exit() + ": "
                                + StartLog.reason(result.output().lines().toList()),
                        "mend what it says and start again; nothing was left behind"));
    }

    // of an initdb whose caller was killed; it may still be running
    private void removeHalfMade() throws IOException {
        Path half = half();
        if (Files.exists(half)) {
            Processes.killAll(() -> Processes.making(half), KILL_TIME);
            Folders.delete(half);
        }
    }

    private Path half() throws IOException {
        return DataLock.beside(folder, ".new");
    }

    private Problem notOwned() {
        String holder;
        try {
            holder = "it belongs to the user " + owner(folder);
        } catch (IOException _) {
            holder = "it cannot be looked into";
        }
        return Problem.of(
                ServerCode.DATA_NOT_OWNED,
                "PostgreSQL would run as the user " + runner() + ", who cannot use the data folder " + folder + ": "
                        + holder,
                "start as its owner, or choose another data folder");
    }

    private static String owner(Path path) throws IOException {
        return Files.getOwner(path).getName();
    }

    private String runner() {
        Optional<RunAs> user = spec.runAs();
        return user.isPresent() ? user.get().user() : System.getProperty("user.name");
    }
}
