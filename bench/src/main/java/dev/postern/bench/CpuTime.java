package dev.postern.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** CPU seconds used so far, from Linux's {@code /proc}; its clock ticks a hundred times a second. */
final class CpuTime {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS = 100;
    // positions behind the command's closing bracket
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private CpuTime() {}

    /** Of processes that have no children worth counting. */
    static double of(List<Long> pids) {
        return pids.stream()
                .mapToDouble(pid -> sum(fields(PROC.resolve(pid + "/stat")), USER, SYSTEM))
                .sum();
    }

    /** Of this process's children that have ended and been waited for. */
    static double endedChildren() {
        return sum(fields(PROC.resolve("self/stat")), CHILDREN_USER, CHILDREN_SYSTEM);
    }

    /** Of a server with all its children, those that have ended included. */
    static double ofTree(long pid) {
        double own = sum(fields(PROC.resolve(pid + "/stat")), USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
        try (Stream<Path> processes = Files.list(PROC)) {
            return own
                    + processes
                            .filter(process -> Character.isDigit(
                                    process.getFileName().toString().charAt(0)))
                            .map(process -> fields(process.resolve("stat")))
                            .filter(fields ->
                                    fields.size() > PARENT && fields.get(PARENT).equals(Long.toString(pid)))
                            .mapToDouble(fields -> sum(fields, USER, SYSTEM))
                            .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same once children that are just ending have ended: two readings in a row agree. */
    static double settled(long pid) {
        double last = ofTree(pid);
        for (int i = 0; i < 40; i++) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            double next = ofTree(pid);
            if (next - last < 1 / TICKS) {
                return next;
            }
            last = next;
        }
        return last;
    }

    /** Of everything on this machine, time stolen by others on the same host included. */
    static double ofMachine() {
        try {
            String[] all = Files.readAllLines(PROC.resolve("stat")).getFirst().split("\\s+", -1);
            double ticks = 0;
            for (int i = 1; i < all.length && i <= 8; i++) {
                boolean idle = i == 4 || i == 5;
                ticks += idle ? 0 : Double.parseDouble(all[i]);
            }
            return ticks / TICKS;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Resident memory in megabytes. */
    static double residentMegabytes(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> fields(Path stat) {
        try {
            String line = Files.readString(stat);
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException failure) {
            // a process that ends while it is read
            return List.of();
        }
    }

    private static double sum(List<String> fields, int... positions) {
        double ticks = 0;
        for (int position : positions) {
            ticks += fields.isEmpty() ? 0 : Double.parseDouble(fields.get(position));
        }
        return ticks / TICKS;
    }
}
