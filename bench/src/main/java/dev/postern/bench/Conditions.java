package dev.postern.bench;

import dev.postern.testing.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Under what a run was made.
 *
 * @param facts in the order in which they are shown
 */
record Conditions(Map<String, String> facts) {
    static Conditions of(Options options, Ground ground, Pgbench pgbench) throws IOException {
        var facts = new LinkedHashMap<String, String>();
        facts.put("When", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        facts.put(
                "Machine",
                Runtime.getRuntime().availableProcessors() + " cores of " + processor() + ", Linux "
                        + System.getProperty("os.version")
                        + "; client, proxy and PostgreSQL share them, over loopback");
        facts.put("Java", System.getProperty("java.vm.version"));
        facts.put("JVM flags", String.join(" ", Files.readAllLines(options.jvmFlags())));
        facts.put("PostgreSQL", ground.postgresVersion());
        facts.put("PgBouncer", firstLine("pgbouncer", "--version") + ", session pool");
        facts.put("OpenSSL", firstLine("openssl", "version"));
        for (Target target : ground.targets()) {
            facts.put("TLS, " + target.name() + " (" + target.how() + ")", "server leg " + pgbench.tls(target));
        }
        facts.put(
                "Runs",
                options.rounds() + " rounds of " + options.seconds()
                        + " s, the targets in random order within each; warm JIT");
        facts.put(
                "Load when it began", Files.readString(Path.of("/proc/loadavg")).strip());
        return new Conditions(facts);
    }

    Conditions with(String name, String value) {
        var more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new Conditions(more);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("an unknown processor");
    }

    private static String firstLine(String... command) {
        return List.of(CommandLine.run(command).orFail().out().split("\n")).getFirst();
    }
}
