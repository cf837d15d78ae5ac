package dev.postern.build;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which part may refer to which: the table of {@code ARCHITECTURE.md} as data. A part is a module, or a package of one
 * that has a row of its own ({@code pki.authority}); the longest name that fits a class is its part.
 */
final class ModuleTable {
    private static final String ROOT = "dev.postern.";
    private static final Set<String> EVERYTHING = Set.of("*");

    private static final Map<String, Set<String>> MAY = Map.ofEntries(
            Map.entry("kernel", Set.of()),
            Map.entry("model", Set.of("kernel")),
            Map.entry("postgres", Set.of("kernel")),
            Map.entry("pki", Set.of("kernel")),
            Map.entry("pki.x509", Set.of("kernel", "pki")),
            Map.entry("pki.authority", Set.of("kernel", "pki", "pki.x509")),
            Map.entry("server", Set.of("kernel", "postgres")),
            Map.entry("access", Set.of("kernel", "model")),
            Map.entry("provision", Set.of("kernel", "model", "postgres", "pki", "pki.x509")),
            // answers as the API gives them, for the control plane and for verbs without one
            Map.entry("provision.bind", Set.of("kernel", "model", "postgres", "pki", "pki.x509", "provision", "api")),
            Map.entry("datastore", Set.of("kernel", "model", "postgres", "pki", "pki.x509", "provision")),
            Map.entry("gateway", Set.of("kernel", "postgres", "access", "model", "pki", "pki.x509")),
            Map.entry("api", Set.of("kernel", "model", "pki", "pki.x509")),
            Map.entry(
                    "control",
                    Set.of(
                            "kernel",
                            "model",
                            "postgres",
                            "pki",
                            "pki.x509",
                            "pki.authority",
                            "access",
                            "provision",
                            "provision.bind",
                            "gateway",
                            "api")),
            Map.entry(
                    "cli.verb",
                    Set.of(
                            "kernel",
                            "cli",
                            "api",
                            "model",
                            "provision",
                            "provision.bind",
                            "datastore",
                            "postgres",
                            "pki",
                            "pki.x509",
                            "server")),
            Map.entry("cli.process", EVERYTHING),
            Map.entry(
                    "cli",
                    Set.of(
                            "kernel",
                            "api",
                            "model",
                            "provision",
                            "postgres",
                            "pki",
                            "pki.x509",
                            "server",
                            "cli.verb",
                            "cli.process")),
            Map.entry("testing", Set.of("kernel", "postgres", "server")),
            Map.entry("bench", EVERYTHING),
            Map.entry("build", Set.of()));

    /** Third-party packages that only these parts may name: everyone else goes through them. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("io.netty.", List.of("gateway", "bench")),
            Map.entry("io.netty.buffer.", List.of("gateway", "bench", "postgres.wire")),
            Map.entry("io.helidon.", List.of("control.http")),
            Map.entry("org.bouncycastle.", List.of("pki")),
            Map.entry("org.jdbi.", List.of("control.store")),
            Map.entry("org.flywaydb.", List.of("control.store")),
            Map.entry("com.zaxxer.", List.of("control.store")),
            Map.entry("java.sql.", List.of("control.store", "provision", "datastore", "cli", "testing", "bench")),
            Map.entry("org.postgresql.", List.of("control.store", "provision", "cli", "testing", "bench")),
            Map.entry("org.sqlite.", List.of("datastore.store")),
            Map.entry("picocli.", List.of("cli")),
            Map.entry("org.jline.", List.of("cli")),
            Map.entry("org.apache.commons.compress.", List.of("server")),
            Map.entry("org.tukaani.", List.of("server")),
            Map.entry("org.snakeyaml.", List.of("model")));

    private ModuleTable() {}

    static Set<String> parts() {
        return MAY.keySet();
    }

    /** A sentence for each reference that the table does not allow. */
    static Set<String> violations(References references) {
        var found = new TreeSet<String>();
        references
                .byClass()
                .forEach((name, targets) -> part(name)
                        .ifPresentOrElse(
                                part -> targets.stream()
                                        .filter(target -> !allowed(name, part, target))
                                        .forEach(target ->
                                                found.add(name + " (" + part + ") may not refer to " + target)),
                                () -> found.add(name + " belongs to no module of the table")));
        return found;
    }

    private static boolean allowed(String from, String part, String target) {
        if (!target.startsWith(ROOT)) {
            return LIBRARIES.entrySet().stream()
                    .filter(library -> target.startsWith(library.getKey()))
                    .max(Comparator.comparingInt(library -> library.getKey().length()))
                    .map(library -> library.getValue().stream().anyMatch(place -> within(from, place)))
                    .orElse(true);
        }
        Set<String> may = MAY.getOrDefault(part, Set.of());
        return may.equals(EVERYTHING)
                || part(target).map(it -> it.equals(part) || may.contains(it)).orElse(false);
    }

    private static Optional<String> part(String className) {
        return MAY.keySet().stream()
                .filter(name -> within(className, name))
                .reduce((one, other) -> one.length() > other.length() ? one : other);
    }

    private static boolean within(String className, String place) {
        return className.startsWith(ROOT + place + ".");
    }
}
