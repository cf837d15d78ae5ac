package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Runs the workloads against all targets, interleaved, and writes what was measured. */
public final class Bench {
    private static final int SCALE = 10;
    private static final int WARM = 8;
    private static final int WARM_EACH = 2;

    private Bench() {}

    /** @param words the clone's folder, then what the user typed */
    public static void main(String[] words) throws IOException, SQLException {
        Options options;
        try {
            options = Options.parse(List.of(words));
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            System.err.println(wrong.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        try (Ground ground = Ground.prepare(options)) {
            Results results = run(options, ground);
            write(options.output(), new Report(results));
        }
        System.exit(0);
    }

    private static Results run(Options options, Ground ground) throws IOException, SQLException {
        var pgbench = new Pgbench(ground.files(), ground.postmaster());
        pgbench.fill(ground.target(Target.DIRECT), SCALE);
        ground.makeBulk();
        Conditions conditions = Conditions.of(options, ground, pgbench);
        Target gateway = ground.target(Target.GATEWAY);
        System.err.println("warming the gateway's JIT");
        for (Workload workload : List.of(Workload.SELECT_8, Workload.BULK, Workload.CONNECT, Workload.PREPARED_8)) {
            pgbench.warm(workload, gateway, WARM);
        }
        var samples = new ArrayList<Sample>();
        for (Workload workload : options.workloads()) {
            for (Target target : ground.targets()) {
                pgbench.warm(workload, target, WARM_EACH);
            }
            measure(options, ground, pgbench, workload, samples);
        }
        return new Results(
                conditions
                        .with("Memory of the gateway afterwards", megabytes(ground.gatewayMegabytes()))
                        .with("Memory of PgBouncer afterwards", megabytes(ground.bouncerMegabytes())),
                samples);
    }

    private static void measure(
            Options options, Ground ground, Pgbench pgbench, Workload workload, List<Sample> samples) {
        var order = new ArrayList<>(ground.targets());
        var random = new Random();
        for (int round = 1; round <= options.rounds(); round++) {
            Collections.shuffle(order, random);
            for (Target target : order) {
                Sample sample = pgbench.measure(workload, target, options.seconds(), round);
                samples.add(sample);
                System.err.printf(
                        Locale.ROOT,
                        "%-12s %d/%d %-10s %9.0f tps %8.2f ms  proxy %7.1f µs  others %.2f cores%n",
                        workload.word(),
                        round,
                        options.rounds(),
                        target.name(),
                        sample.perSecond(),
                        sample.latency(),
                        sample.proxy(),
                        sample.others());
            }
        }
    }

    private static void write(Path folder, Report report) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("RESULTS.md"), report.markdown());
        Files.writeString(folder.resolve("results.json"), report.json());
        Files.writeString(folder.resolve("results.svg"), report.svg());
        System.out.print(report.markdown());
        System.err.println("written to " + folder);
    }

    private static String megabytes(double value) {
        return String.format(Locale.ROOT, "%.0f MB", value);
    }
}
