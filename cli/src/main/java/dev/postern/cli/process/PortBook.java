package dev.postern.cli.process;

import dev.postern.cli.settings.UpSettings;
import dev.postern.kernel.durable.DurableFile;
import dev.postern.server.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of a home, chosen once and kept, because service files and JDBC URLs carry them. On the first start a busy
 * default is replaced by a free port, and said; a port that somebody chose, or that an earlier start has handed out, is
 * an error when it is busy.
 */
record PortBook(Map<Name, Integer> ports, List<String> said) {
    private static final int NEIGHBOURS = 100;

    /** What listens, with the port it takes on a machine where nothing else does. */
    enum Name {
        GATEWAY(7432, "--gateway-port"),
        API(7443, "--api-port"),
        DEMO(7433, "--demo-port"),
        STORE(7434, "");

        private final int usual;
        private final String flag;

        Name(int usual, String flag) {
            this.usual = usual;
            this.flag = flag;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static PortBook choose(Home home, UpSettings settings) {
        Map<Name, Integer> kept = read(home.ports());
        Map<Name, Integer> chosen = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (Name name : Name.values()) {
            chosen.put(name, one(name, asked(name, settings), kept, chosen, said));
        }
        if (!chosen.equals(kept)) {
            write(home, chosen);
        }
        return new PortBook(Map.copyOf(chosen), List.copyOf(said));
    }

    int port(Name name) {
        return java.util.Objects.requireNonNull(ports.get(name));
    }

    private static int one(
            Name name, OptionalInt asked, Map<Name, Integer> kept, Map<Name, Integer> taken, List<String> said) {
        Integer before = kept.get(name);
        if (asked.isPresent() || before != null) {
            int port = asked.isPresent() ? asked.getAsInt() : java.util.Objects.requireNonNull(before);
            if (taken.containsValue(port)) {
                throw new UpException(
                        UpCode.PORT_BUSY,
                        "port " + port + " is asked for twice, for the " + name.word() + " too",
                        "choose different ports");
            }
            refuseBusy(name, port);
            return port;
        }
        int port = Ports.free(IntStream.rangeClosed(name.usual, name.usual + NEIGHBOURS)
                .filter(next -> next == name.usual || Stream.of(Name.values()).noneMatch(other -> other.usual == next))
                .filter(next -> !taken.containsValue(next))
                .toArray());
        if (port != name.usual) {
            said.add("port " + name.usual + " is held by " + holder(name.usual) + "; the " + name.word() + " takes "
                    + port);
        }
        return port;
    }

    private static void refuseBusy(Name name, int port) {
        if (!Ports.isFree(port)) {
            throw new UpException(
                    UpCode.PORT_BUSY,
                    "port " + port + " for the " + name.word() + " is held by " + holder(port),
                    name.flag.isEmpty() ? "end that process" : "end that process, or choose another with " + name.flag);
        }
    }

    private static String holder(int port) {
        return Ports.holder(port).map(Ports.Holder::describe).orElse("another process");
    }

    private static OptionalInt asked(Name name, UpSettings settings) {
        return switch (name) {
            case GATEWAY -> settings.gatewayPort();
            case API -> settings.apiPort();
            case DEMO -> settings.demoPort();
            case STORE -> OptionalInt.empty();
        };
    }

    private static Map<Name, Integer> read(Path file) {
        Map<Name, Integer> ports = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return ports;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] pair = line.split("=", 2);
                ports.put(Name.valueOf(pair[0].toUpperCase(java.util.Locale.ROOT)), Integer.valueOf(pair[1].strip()));
            }
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException failure) {
            throw new UpException(
                    UpCode.PORTS_UNREADABLE,
                    "the file " + file + " that keeps the ports cannot be read: " + failure.getMessage(),
                    "repair it (one line each: gateway=7432, api=…, demo=…, store=…) or remove it",
                    failure);
        }
        return ports;
    }

    private static void write(Home home, Map<Name, Integer> ports) {
        StringBuilder text = new StringBuilder();
        ports.forEach((name, port) ->
                text.append(name.word()).append('=').append(port).append('\n'));
        try {
            DurableFile.write(home.ports(), text.toString().getBytes(StandardCharsets.UTF_8), DurableFile.PUBLIC);
        } catch (IOException failure) {
            throw Home.unusable(home.folder(), failure);
        }
    }
}
