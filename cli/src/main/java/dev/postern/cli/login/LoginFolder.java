package dev.postern.cli.login;

import dev.postern.api.json.Json;
import dev.postern.kernel.durable.DurableFile;
import dev.postern.pki.x509.PrivateKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code ~/.postgresql/postern}: what was logged in to, and with what. */
public final class LoginFolder {
    private static final List<String> ENDINGS = List.of(".crt", ".key", ".pk8", "-ca.crt", ".json");

    private final Path folder;

    /** @param userHome from the password database: every libpq looks there, or is told the whole path */
    public LoginFolder(Path userHome) {
        this.folder = userHome.resolve(".postgresql").resolve("postern");
    }

    public Path folder() {
        return folder;
    }

    public void write(StoredLogin login, PrivateKey key, String certificate, String ca) {
        try {
            makePrivate(folder);
            String entry = fileName(login.entry());
            PrivateKeyFile.writePem(folder.resolve(entry + ".key"), key);
            PrivateKeyFile.writeDer(folder.resolve(entry + ".pk8"), key);
            write(entry + "-ca.crt", ca.getBytes(StandardCharsets.US_ASCII), DurableFile.PUBLIC);
            write(entry + ".crt", certificate.getBytes(StandardCharsets.US_ASCII), DurableFile.PUBLIC);
            write(entry + ".json", Json.pretty(login).getBytes(StandardCharsets.UTF_8), DurableFile.OWNER_ONLY);
        } catch (IOException failure) {
            throw new LoginException(
                    LoginCode.LOGIN_UNWRITABLE,
                    "the login cannot be written to " + folder + " (" + reason(failure) + ")",
                    "make that folder writable and free some space, then log in again",
                    failure);
        }
    }

    public List<StoredLogin> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(LoginFolder::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException failure) {
            throw unreadable(folder, reason(failure), failure);
        }
    }

    public Optional<StoredLogin> find(String entry) {
        Path file = folder.resolve(fileName(entry) + ".json");
        return Files.exists(file) ? read(file) : Optional.empty();
    }

    public ConnectionValues values(StoredLogin login) {
        String entry = fileName(login.entry());
        return new ConnectionValues(
                login.service(),
                login.host(),
                login.port(),
                login.database(),
                login.user(),
                folder.resolve(entry + ".crt"),
                folder.resolve(entry + ".key"),
                folder.resolve(entry + ".pk8"),
                folder.resolve(entry + "-ca.crt"));
    }

    public void remove(StoredLogin login) {
        try {
            for (String ending : ENDINGS) {
                Files.deleteIfExists(folder.resolve(fileName(login.entry()) + ending));
            }
        } catch (IOException failure) {
            throw new LoginException(
                    LoginCode.LOGIN_UNWRITABLE,
                    "the login to " + login.entry() + " cannot be removed from " + folder + " (" + reason(failure)
                            + ")",
                    "remove these files by hand",
                    failure);
        }
    }

    private static Optional<StoredLogin> read(Path file) {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), StoredLogin.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unreadable(file, reason(failure), failure);
        } catch (Json.UnreadableException damaged) {
            throw unreadable(file, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    private static LoginException unreadable(Path file, String reason, Throwable cause) {
        return new LoginException(
                LoginCode.LOGIN_UNREADABLE,
                file + " cannot be read (" + reason + ")",
                "remove it and log in again",
                cause);
    }

    private void write(String name, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        DurableFile.write(folder.resolve(name), content, permissions);
    }

    static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    // names of entries are declared names, which hold no separators; what a server sends is not trusted to be one
    private static String fileName(String entry) {
        return entry.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("^\\.", "_");
    }

    static String reason(IOException failure) {
        return failure instanceof java.nio.file.FileSystemException file
                ? file.getFile() + ": "
                        + Optional.ofNullable(file.getReason())
                                .orElse(file.getClass().getSimpleName())
                : String.valueOf(failure.getMessage());
    }
}
