package dev.postern.cli.verb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a home's lock until it is stopped: {@code FILE PID}, or without PID its own. Says a line when it does. */
final class HolderMain {
    private HolderMain() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        String pid = args.length > 1
                ? args[1]
                : Long.toString(ProcessHandle.current().pid());
        Files.writeString(file, pid + "\n");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                System.out.println("held");
                int end = System.in.read();
                System.out.println("ended by " + end);
            }
        }
    }
}
