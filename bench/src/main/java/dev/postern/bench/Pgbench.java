package dev.postern.bench;

import dev.postern.testing.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs Debian's pgbench and reads what it says. */
final class Pgbench {
    private static final String BIN = "/usr/lib/postgresql/15/bin/";
    private static final Pattern DONE = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final long server;

    /** @param server the postmaster, whose CPU is counted with all its children's */
    Pgbench(Path folder, long server) {
        this.folder = folder;
        this.server = server;
    }

    void fill(Target target, int scale) {
        CommandLine.run(
                        List.of(BIN + "pgbench", "-i", "-q", "-s", Integer.toString(scale)),
                        target.environment(),
                        "",
                        PATIENCE)
                .orFail();
    }

    /** What both ends of a connection say about TLS, for example {@code TLSv1.3 TLS_AES_256_GCM_SHA384}. */
    String tls(Target target) {
        return CommandLine.run(
                        List.of(
                                BIN + "psql",
                                "-XAtq",
                                "-c",
                                "SELECT version || ' ' || cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                                "-c",
                                "\\conninfo"),
                        target.environment(),
                        "",
                        PATIENCE)
                .orFail()
                .out()
                .strip()
                .replaceAll("(?s)\\n.*SSL connection \\(protocol: ([^,]+), cipher: ([^,]+),.*", "; client leg $1 $2");
    }

    void warm(Workload workload, Target target, int seconds) {
        run(workload, target, seconds);
    }

    Sample measure(Workload workload, Target target, int seconds, int round) {
        double machine = CpuTime.ofMachine();
        double client = CpuTime.endedChildren();
        double proxy = CpuTime.of(target.proxy());
        double backend = CpuTime.ofTree(server);
        long begin = System.nanoTime();
        String said = run(workload, target, seconds);
        double elapsed = (System.nanoTime() - begin) / 1e9;
        backend = CpuTime.settled(server) - backend;
        proxy = CpuTime.of(target.proxy()) - proxy;
        client = CpuTime.endedChildren() - client;
        machine = CpuTime.ofMachine() - machine;
        double done = number(DONE, said);
        return new Sample(
                workload,
                target.name(),
                round,
                number(RATE, said),
                number(LATENCY, said),
                client / done * 1e6,
                proxy / done * 1e6,
                backend / done * 1e6,
                Math.max(0, (machine - client - proxy - backend) / elapsed));
    }

    private String run(Workload workload, Target target, int seconds) {
        var command = new ArrayList<String>(List.of(
                BIN + "pgbench",
                "-n",
                "-T",
                Integer.toString(seconds),
                "-c",
                Integer.toString(workload.clients()),
                "-j",
                Integer.toString(workload.threads())));
        command.addAll(workload.options());
        if (!workload.sql().isEmpty()) {
            command.add("-f");
            command.add(script(workload).toString());
        }
        String said = CommandLine.run(command, target.environment(), "", PATIENCE.plusSeconds(seconds))
                .orFail()
                .out();
        if (number(FAILED, said) > 0) {
            throw new IllegalStateException(target.name() + " lost transactions: " + said);
        }
        return said;
    }

    private Path script(Workload workload) {
        try {
            return Files.writeString(folder.resolve(workload.word() + ".sql"), workload.sql() + "\n");
        } catch (IOException failure) {
            throw new IllegalStateException("cannot write the script of " + workload.word(), failure);
        }
    }

    private static double number(Pattern pattern, String said) {
        Matcher found = pattern.matcher(said);
        if (!found.find()) {
            throw new IllegalStateException("pgbench did not say " + pattern + ": " + said);
        }
        return Double.parseDouble(found.group(1));
    }
}
