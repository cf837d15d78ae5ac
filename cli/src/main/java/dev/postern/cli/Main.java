package dev.postern.cli;

import dev.postern.cli.terminal.Console;
import dev.postern.cli.verb.Surroundings;
import dev.postern.cli.verb.Verbs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The one executable: {@code postern VERB …}. */
public final class Main {
    private static final int ROOT = 0;

    private Main() {}

    public static void main(String[] words) {
        if (words.length == 1 && words[0].equals("--version")) {
            System.out.println("postern " + version());
            return;
        }
        int code = new Verbs(surroundings(), version()).run(words);
        System.out.flush();
        System.exit(code);
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name"),
                isRoot(),
                isTerminal(),
                System.in,
                new Console(System.out, System.err),
                InstantSource.system(),
                new SecureRandom());
    }

    private static boolean isTerminal() {
        return isTerminal(0) && isTerminal(1);
    }

    // not System.console(), which loads a line editor to answer this
    private static boolean isTerminal(int descriptor) {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == ROOT;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return System.getProperty("user.name").equals("root");
        }
    }

    private static String version() {
        try (InputStream text = Main.class.getResourceAsStream("version")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("the version in our own jar cannot be read", failure);
        }
    }
}
