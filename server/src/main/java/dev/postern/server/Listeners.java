package dev.postern.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads from {@code /proc} which process listens on a TCP port. */
final class Listeners {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private Listeners() {}

    private record Socket(String uid, String inode) {}

    static Optional<Ports.Holder> on(int port) {
        return List.of("net/tcp", "net/tcp6").stream()
                .flatMap(table -> read(PROC.resolve(table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> isListening(columns, port))
                .map(columns -> new Socket(columns[7], columns[9]))
                .findFirst()
                .map(Listeners::holder);
    }

    // columns: number, local address:port, remote, state, queues, timer, retransmits, uid, timeout, inode
    private static boolean isListening(String[] columns, int port) {
        return columns.length > 9
                && columns[3].equals(LISTENING)
                && columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port));
    }

    private static Ports.Holder holder(Socket socket) {
        OptionalLong pid = process("socket:[" + socket.inode + "]");
        Optional<String> command = pid.isPresent()
                ? read(PROC.resolve(pid.getAsLong() + "/comm")).stream().findFirst()
                : Optional.empty();
        return new Ports.Holder(pid, command, user(socket.uid));
    }

    private static OptionalLong process(String link) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process, link)) {
                    return OptionalLong.of(Long.parseLong(String.valueOf(process.getFileName())));
                }
            }
        } catch (IOException _) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    // another user's process does not let us look
    private static boolean hasOpen(Path process, String link) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isLink(file, link)) {
                    return true;
                }
            }
        } catch (IOException _) {
            return false;
        }
        return false;
    }

    private static boolean isLink(Path file, String link) {
        try {
            return Files.readSymbolicLink(file).toString().equals(link);
        } catch (IOException _) {
            return false;
        }
    }

    private static String user(String uid) {
        return read(Path.of("/etc/passwd")).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals(uid))
                .map(fields -> fields[0])
                .findFirst()
                .orElse("with the number " + uid);
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return List.of();
        }
    }
}
