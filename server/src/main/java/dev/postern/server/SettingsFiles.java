package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code postgresql.conf}, {@code pg_hba.conf} and {@code pg_ident.conf} in the configuration folder, written whole by
 * each start. What decides who can reach the server (files, addresses, port, sockets) goes on the command line, where
 * no {@code ALTER SYSTEM} changes it.
 */
final class SettingsFiles {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");
    private static final Set<String> DECIDED = Set.of(
            "config_file",
            "data_directory",
            "hba_file",
            "ident_file",
            "listen_addresses",
            "port",
            "unix_socket_directories",
            "logging_collector",
            "log_destination",
            "lc_messages",
            "ssl",
            "ssl_cert_file",
            "ssl_key_file",
            "ssl_ca_file",
            "ssl_crl_file");

    private final ServerSpec spec;
    private final Path folder;

    SettingsFiles(ServerSpec spec) {
        this.spec = spec;
        this.folder = spec.configFolder().toAbsolutePath().normalize();
    }

    void write() throws IOException {
        Map<String, String> settings = new TreeMap<>(spec.settings());
        settings.keySet().forEach(SettingsFiles::check);
        // the start is followed by reading the log
        settings.put("lc_messages", "C");
        spec.tls().ifPresent(tls -> add(settings, tls));
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add(name + " = " + quote(name, value)));
        Folders.makePrivate(folder, spec.runAs());
        write("postgresql.conf", lines);
        write("pg_hba.conf", spec.hba());
        write("pg_ident.conf", spec.ident());
        Folders.giveAll(folder, spec.runAs());
    }

    /** The postmaster's arguments. */
    List<String> arguments(int port, Path socketFolder) {
        List<String> arguments = new ArrayList<>(
                List.of("-D", spec.dataFolder().toAbsolutePath().normalize().toString()));
        Map<String, String> decided = Map.of(
                "config_file", folder.resolve("postgresql.conf").toString(),
                "hba_file", folder.resolve("pg_hba.conf").toString(),
                "ident_file", folder.resolve("pg_ident.conf").toString(),
                "listen_addresses", String.join(",", spec.listenAddresses()),
                "port", Integer.toString(port),
                "unix_socket_directories", '"' + socketFolder.toString().replace("\"", "\"\"") + '"');
        new TreeMap<>(decided).forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    private static void add(Map<String, String> settings, ServerTls tls) {
        settings.put("ssl", "on");
        settings.put("ssl_cert_file", absolute(tls.certificate()));
        settings.put("ssl_key_file", absolute(tls.key()));
        tls.clientAuthority().ifPresent(file -> settings.put("ssl_ca_file", absolute(file)));
        tls.revocations().ifPresent(file -> settings.put("ssl_crl_file", absolute(file)));
    }

    private void write(String name, List<String> lines) throws IOException {
        String head = "# Written by Postern at each start; changes made here are lost.\n";
        String text = head + String.join("\n", lines) + "\n";
        DurableFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8), DurableFile.OWNER_ONLY);
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ServerException.of(
                    ServerCode.SETTING_INVALID,
                    "\"" + name + "\" is not the name of a PostgreSQL setting",
                    "write it in lower case, as in PostgreSQL's documentation");
        }
        if (DECIDED.contains(name)) {
            throw ServerException.of(
                    ServerCode.SETTING_INVALID,
                    "the setting " + name + " is decided by the server's specification and cannot be set apart",
                    "remove it from the settings");
        }
    }

    private static String quote(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw ServerException.of(
                    ServerCode.SETTING_INVALID,
                    "the value of the setting " + name + " holds a control character",
                    "write it on one line, without tabs");
        }
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }
}
