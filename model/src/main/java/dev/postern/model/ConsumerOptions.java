package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Scope;
import dev.postern.model.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The consumers that there are, and what each can be told in {@code options}. A new consumer begins with a line here. */
final class ConsumerOptions {

    /** Known by name; their issue is still to come. */
    static final List<String> LATER = List.of("pgbouncer", "pgpool", "cloudnative-pg");

    private static final Option ADDRESS = Option.text(
            "address", "where it connects from, as `pg_hba.conf` has it; several by commas; `all` when not given");
    private static final Option MOUNT_PATH = Option.text(
            "mountPath", "where the consumer sees its folder, if elsewhere, for example inside of a container");

    private static final Map<String, List<Option>> ALL = all();

    private ConsumerOptions() {}

    /**
     * Something that a consumer can be told.
     *
     * @param words what it may be; any text when empty
     */
    record Option(String name, List<String> words, String meaning) {
        static Option text(String name, String meaning) {
            return new Option(name, List.of(), meaning);
        }

        static Option word(String name, List<String> words, String meaning) {
            return new Option(name, words, meaning);
        }
    }

    static List<String> consumers() {
        return List.copyOf(ALL.keySet());
    }

    static Map<String, List<Option>> table() {
        return ALL;
    }

    static void check(String consumer, Map<String, String> options, Node.Mapping spec, Scope scope) {
        List<Option> known = ALL.getOrDefault(consumer, List.of());
        List<String> names = known.stream().map(Option::name).toList();
        options.forEach((name, value) -> {
            Optional<Option> option =
                    known.stream().filter(one -> one.name().equals(name)).findFirst();
            if (option.isEmpty()) {
                scope.add(
                        Places.of(spec, "options", name),
                        ManifestCode.UNKNOWN_KEY,
                        "the consumer " + consumer + " has no option " + Problems.show(name)
                                + Problems.suggest(name, names),
                        names.isEmpty() ? "it has none; remove it" : "known there: " + String.join(", ", names));
            } else if (!option.get().words().isEmpty() && !option.get().words().contains(value)) {
                scope.add(
                        Places.of(spec, "options", name),
                        ManifestCode.UNKNOWN_WORD,
                        scope.field("options").path() + "." + name + " cannot be " + Problems.show(value)
                                + Problems.suggest(value, option.get().words()),
                        "use " + String.join(" or ", option.get().words()));
            }
        });
    }

    private static Map<String, List<Option>> all() {
        Map<String, List<Option>> all = new LinkedHashMap<>();
        all.put("libpq", List.of(ADDRESS, MOUNT_PATH));
        all.put("jdbc", List.of(ADDRESS, MOUNT_PATH));
        all.put("pgx", List.of(ADDRESS, MOUNT_PATH));
        all.put("flight-control", flightControl());
        all.put("spire", spire());
        all.put("teleport", teleport());
        all.put(
                "service-binding",
                List.of(
                        Option.text("namespace", "of the Secret; none when not given"),
                        Option.text("mountPath", "where a container sees the Secret; `/bindings/NAME` when not given"),
                        ADDRESS));
        return all;
    }

    private static List<Option> flightControl() {
        return List.of(
                Option.word(
                        "generation",
                        List.of("helm", "helm-legacy", "quadlet"),
                        "how it is installed; `helm` when not given, `helm-legacy` for the values of older"
                                + " documentation"),
                Option.text("namespace", "of its Helm release; `flightctl` when not given"),
                Option.text("internalNamespace", "its `global.internalNamespace`, if it has one"),
                Option.text("release", "its Helm release; `flightctl` when not given"),
                Option.text("caConfigMap", "with the server's authority; `postgres-ca-cert` when not given"),
                Option.text("clientSecret", "with the client certificate; `postgres-client-certs` when not given"),
                ADDRESS);
    }

    private static List<Option> spire() {
        return List.of(
                Option.word(
                        "format", List.of("key-value", "uri"), "of the connection string; `key-value` when not given"),
                Option.word(
                        "load",
                        List.of("small", "medium", "large"),
                        "below 100, below 1000 or more workloads; `medium` when not given"),
                Option.word(
                        "platform",
                        List.of("linux", "openshift"),
                        "a server with a configuration file, or OpenShift's operator; `linux` when not given"),
                Option.text(
                        "namespace", "of OpenShift's operator; `zero-trust-workload-identity-manager` when not given"),
                Option.text("tlsSecret", "for OpenShift's operator; `BINDING-db-tls` when not given"),
                Option.text("rootCaPath", "has no effect on PostgreSQL, and is reported"),
                Option.text("clientCertPath", "has no effect on PostgreSQL, and is reported"),
                Option.text("clientKeyPath", "has no effect on PostgreSQL, and is reported"),
                ADDRESS,
                MOUNT_PATH);
    }

    private static List<Option> teleport() {
        return List.of(
                Option.text("dbClientCa", "absolute path of what `tctl auth export --type=db-client` prints; required"),
                Option.text(
                        "clientCa",
                        "absolute path of the server's present `ssl_ca_file`; the control plane's authority when"
                                + " not given"),
                Option.text("name", "in Teleport; the Binding's when not given"),
                Option.text("labels", "besides the Binding's, as `name=value,name=value`"),
                Option.text("agentLabels", "names of those that agents look for; all when not given"),
                ADDRESS);
    }
}
