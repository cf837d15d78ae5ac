package dev.postern.cli.process;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.secret.Secret;
import dev.postern.server.Binaries;
import dev.postern.server.LocalServer;
import dev.postern.server.ServerSpec;
import dev.postern.server.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The two PostgreSQL servers of {@code postern up}, never the same one: the store, and the demo cluster that stands for
 * a customer's. Made by an ordinary user; their settings and certificates lie outside their data folders.
 */
final class LocalServers {
    static final String STORE = "store";
    static final String DEMO = "demo";
    /** The only role of the store. */
    static final String STORE_ROLE = "postern";
    /** The demo's superuser; no rule lets anybody in as it. */
    static final String DEMO_SUPERUSER = "postgres";

    private final Home home;
    private final Binaries binaries;

    LocalServers(Home home, Binaries binaries) {
        this.home = home;
        this.binaries = binaries;
    }

    /** Stops what a killed process has left running. Before ports are looked at, because orphans hold them. */
    void stopOrphans() {
        LocalServer.stopOrphan(home.data(STORE));
        LocalServer.stopOrphan(home.data(DEMO));
    }

    /** The store: loopback, one role, a random password that only this home's owner can read. */
    LocalServer startStore(int port, Secret password) {
        return LocalServer.start(spec(STORE, port)
                .withSuperuser(STORE_ROLE, password)
                .withHba(List.of("host all " + STORE_ROLE + " 127.0.0.1/32 scram-sha-256"))
                .withSettings(Map.of(
                        "max_connections", "20",
                        "shared_buffers", "32MB",
                        "password_encryption", "scram-sha-256")));
    }

    /** The demo: over TCP nothing but TLS with a certificate of the client authority; {@code peer} to break the glass. */
    LocalServer startDemo(int port, ServerTls tls) {
        return LocalServer.start(spec(DEMO, port)
                .withTls(tls)
                .withHba(List.of(
                        "local all " + DEMO_SUPERUSER + " peer map=owner",
                        "hostssl all all 127.0.0.1/32 cert",
                        "hostssl all all ::1/128 cert"))
                .withIdent(List.of("owner \"" + System.getProperty("user.name") + "\" " + DEMO_SUPERUSER))
                .withSettings(Map.of(
                        "max_connections", "100",
                        "shared_buffers", "64MB",
                        "log_connections", "on",
                        "log_disconnections", "on")));
    }

    /** The store's password: made by the first start, read by every later one. */
    Secret storePassword(SecureRandom random) {
        Path file = home.storePassword();
        try {
            if (!Files.exists(file)) {
                if (Files.exists(home.data(STORE))) {
                    throw new UpException(
                            UpCode.HOME_INCOMPLETE,
                            "the home " + home.folder() + " has a store but not its password, " + file,
                            "put the file back, or choose another folder with --home");
                }
                Home.makePrivate(Home.above(file));
                byte[] bytes = new byte[32];
                random.nextBytes(bytes);
                String text = HexFormat.of().formatHex(bytes);
                DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII), DurableFile.OWNER_ONLY);
            }
            return Secret.ofText(Files.readString(file).strip());
        } catch (IOException failure) {
            throw Home.unusable(home.folder(), failure);
        }
    }

    private ServerSpec spec(String name, int port) {
        return ServerSpec.of(binaries, home.data(name), home.config(name), home.run())
                .withLogFile(home.log().resolve(name + ".log"))
                .withPort(port);
    }
}
