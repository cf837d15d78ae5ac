package dev.postern.server;

import java.nio.file.Path;

/** A process that starts a server, says so, and waits to be killed. */
final class ServerHolder {
    private ServerHolder() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Binaries binaries = Binaries.embedded(Path.of(arguments[1]));
        LocalServer server = LocalServer.start(Scratch.spec(folder, binaries));
        System.out.println("started " + server.pid());
        server.ended().join();
    }
}
