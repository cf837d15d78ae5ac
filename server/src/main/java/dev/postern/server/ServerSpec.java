package dev.postern.server;

import dev.postern.kernel.secret.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One PostgreSQL server, wholly described. Settings, HBA, ident and certificates lie in {@code configFolder}, outside
 * the data folder, and are written anew by each start.
 *
 * @param dataFolder made by the first start; its parent must be writable
 * @param logFile what PostgreSQL writes to standard error
 * @param port 0: a free one at each start
 * @param superuser its name; used by the first start only
 * @param superuserPassword used by the first start only
 * @param hba lines of {@code pg_hba.conf}, first match wins; nobody gets in when there are none
 * @param ident lines of {@code pg_ident.conf}
 * @param settings by name; what the other components decide may not be among them
 * @param runAs when this process is root
 */
public record ServerSpec(
        Binaries binaries,
        Path dataFolder,
        Path configFolder,
        Path socketFolder,
        Path logFile,
        int port,
        List<String> listenAddresses,
        String superuser,
        Optional<Secret> superuserPassword,
        Optional<ServerTls> tls,
        List<String> hba,
        List<String> ident,
        Map<String, String> settings,
        Optional<RunAs> runAs) {
    public ServerSpec {
        listenAddresses = List.copyOf(listenAddresses);
        hba = List.copyOf(hba);
        ident = List.copyOf(ident);
        settings = Map.copyOf(settings);
    }

    /**
     * Superuser {@code postgres} without a password, 127.0.0.1, a free port, no TLS, log in {@code configFolder}, HBA
     * with the one line that lets the owner in over the socket.
     */
    public static ServerSpec of(Binaries binaries, Path dataFolder, Path configFolder, Path socketFolder) {
        return new ServerSpec(
                binaries,
                dataFolder,
                configFolder,
                socketFolder,
                configFolder.resolve("postgresql.log"),
                0,
                List.of("127.0.0.1"),
                "postgres",
                Optional.empty(),
                Optional.empty(),
                List.of("local all all peer map=owner"),
                List.of("owner /^.*$ postgres"),
                Map.of(),
                Optional.empty());
    }

    public ServerSpec withPort(int number) {
        return copy(logFile, number, listenAddresses, superuser, superuserPassword, tls, hba, ident, settings, runAs);
    }

    public ServerSpec withLogFile(Path file) {
        return copy(file, port, listenAddresses, superuser, superuserPassword, tls, hba, ident, settings, runAs);
    }

    public ServerSpec withListenAddresses(List<String> addresses) {
        return copy(logFile, port, addresses, superuser, superuserPassword, tls, hba, ident, settings, runAs);
    }

    public ServerSpec withSuperuser(String name, Secret password) {
        return copy(logFile, port, listenAddresses, name, Optional.of(password), tls, hba, ident, settings, runAs);
    }

    public ServerSpec withTls(ServerTls files) {
        return copy(
                logFile,
                port,
                listenAddresses,
                superuser,
                superuserPassword,
                Optional.of(files),
                hba,
                ident,
                settings,
                runAs);
    }

    public ServerSpec withHba(List<String> lines) {
        return copy(logFile, port, listenAddresses, superuser, superuserPassword, tls, lines, ident, settings, runAs);
    }

    public ServerSpec withIdent(List<String> lines) {
        return copy(logFile, port, listenAddresses, superuser, superuserPassword, tls, hba, lines, settings, runAs);
    }

    /** Adds to the settings; a name that is there already gets the new value. */
    public ServerSpec withSettings(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return copy(logFile, port, listenAddresses, superuser, superuserPassword, tls, hba, ident, all, runAs);
    }

    public ServerSpec withRunAs(Optional<RunAs> user) {
        return copy(logFile, port, listenAddresses, superuser, superuserPassword, tls, hba, ident, settings, user);
    }

    private ServerSpec copy(
            Path log,
            int number,
            List<String> addresses,
            String name,
            Optional<Secret> password,
            Optional<ServerTls> files,
            List<String> hbaLines,
            List<String> identLines,
            Map<String, String> all,
            Optional<RunAs> user) {
        return new ServerSpec(
                binaries,
                dataFolder,
                configFolder,
                socketFolder,
                log,
                number,
                addresses,
                name,
                password,
                files,
                hbaLines,
                identLines,
                all,
                user);
    }
}
