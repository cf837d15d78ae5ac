package dev.postern.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says.
 *
 * @param root the clone
 * @param record whether the results replace those in {@code bench/}
 */
record Options(
        Path root, List<Workload> workloads, int rounds, int seconds, String transport, String tls, boolean record) {
    static final String USAGE = """
            ./bench/run [WORKLOAD…] [--rounds N] [--seconds N] [--transport auto|epoll|nio] [--tls auto|openssl|jdk] [--record]
              workloads: select-1 select-8 select-32 prepared-1 prepared-8 prepared-32 bulk connect (none: all)
              --record   replaces bench/RESULTS.md, results.json and results.svg; they are in bench/target otherwise
            """;

    static Options parse(List<String> words) {
        var workloads = new ArrayList<Workload>();
        int rounds = 5;
        int seconds = 5;
        String transport = "AUTO";
        String tls = "AUTO";
        boolean record = false;
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--rounds" -> rounds = Integer.parseInt(words.get(++i));
                case "--seconds" -> seconds = Integer.parseInt(words.get(++i));
                case "--transport" -> transport = upper(words.get(++i));
                case "--tls" -> tls = upper(words.get(++i));
                case "--record" -> record = true;
                default -> workloads.add(Workload.of(words.get(i)));
            }
        }
        return new Options(
                Path.of(words.getFirst()),
                workloads.isEmpty() ? List.of(Workload.values()) : List.copyOf(workloads),
                rounds,
                seconds,
                transport,
                tls,
                record);
    }

    /** The flags that the shipped gateway runs with, one a line. */
    Path jvmFlags() {
        return root.resolve("dist/src/launcher/processes.args");
    }

    Path output() {
        return root.resolve(record ? "bench" : "bench/target");
    }

    private static String upper(String word) {
        return word.toUpperCase(java.util.Locale.ROOT);
    }
}
