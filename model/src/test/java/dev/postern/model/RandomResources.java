package dev.postern.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Resources that a reader would accept, one at a time; with names that are hard to write down. */
final class RandomResources {
    private static final List<String> AWKWARD = List.of(
            "app",
            "true",
            "null",
            "123",
            "0x1f",
            "1e3",
            "~",
            "yes",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#x",
            "it's",
            "\"q\"",
            "back\\slash",
            "über",
            "日本語",
            "😀",
            "a.b",
            "a b",
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "`x`",
            "{x}",
            "[x]",
            "x,y",
            "?",
            ": ",
            "|",
            ">",
            "=",
            "<<",
            "---",
            "...",
            "12:30:45",
            "2001-01-01",
            ".inf",
            " lead",
            "trail ");

    private final Random random;

    RandomResources(Random random) {
        this.random = random;
    }

    Resource next() {
        return switch (random.nextInt(4)) {
            case 0 -> cluster();
            case 1 -> database();
            case 2 -> binding();
            default -> rule();
        };
    }

    private Metadata metadata() {
        Map<String, String> labels = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            labels.put(
                    one(List.of("stage", "team", "a/b.c", "true", "1")), one(List.of("", "x", "true", "1.0", "null")));
        }
        return new Metadata(resourceName(), labels);
    }

    private String resourceName() {
        return one(List.of("a", "0", "1e3", "null", "true", "x".repeat(63), "orders-2"));
    }

    private Cluster cluster() {
        Cluster.AdminCredential credential = random.nextBoolean()
                ? new Cluster.AdminCredential.Password(new SecretSource.File(path()))
                : new Cluster.AdminCredential.ClientCertificate(path(), path());
        return new Cluster(
                metadata(),
                Cluster.Engine.EXTERNAL,
                one(List.of(
                        new HostPort("pg1.example.com", 5432),
                        new HostPort("fe80::1%eth0", 1),
                        new HostPort("h", 65_535))),
                List.of(),
                Cluster.Tls.verifyFull(path()),
                random.nextBoolean() ? Optional.empty() : Optional.of(new Cluster.Admin(name(), name(), credential)));
    }

    private Database database() {
        Metadata metadata = metadata();
        List<DatabaseRole> roles = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> DatabaseRole.of(i + name(), one(List.of(DatabaseRole.Profile.values())))
                        .withLogin(random.nextBoolean())
                        .withConnectionLimit(one(List.of(-1, 0, 7, Integer.MAX_VALUE))))
                .toList();
        return Database.of(
                metadata,
                resourceName(),
                random.nextBoolean() ? metadata.name() : name(),
                "owner " + name(),
                some(),
                roles);
    }

    private Binding binding() {
        Map<String, String> roles = new HashMap<>(Map.of("application", name()));
        roles.put(resourceName(), name());
        return Binding.of(
                metadata(),
                one(List.of("libpq", "jdbc")),
                resourceName(),
                roles,
                IntStream.range(0, random.nextInt(3)).mapToObj(_ -> path()).toList());
    }

    private AccessRule rule() {
        Map<String, List<String>> labels = new HashMap<>();
        labels.put("stage", List.of("prod"));
        labels.put("team", List.of("*", "true", ""));
        AccessRule.ClusterSelector clusters = random.nextBoolean()
                ? new AccessRule.ClusterSelector(List.of(), labels)
                : new AccessRule.ClusterSelector(List.of("*", resourceName()), Map.of());
        List<String> databases = new ArrayList<>(some());
        databases.add(one(List.of("*", "replication")));
        Optional<Duration> maxTtl = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(random.nextInt(1, 31_536_000)));
        AccessRule.Effect effect =
                maxTtl.isPresent() ? AccessRule.Effect.ALLOW : one(List.of(AccessRule.Effect.values()));
        return new AccessRule(
                metadata(),
                effect,
                new AccessRule.Match(
                        List.of("user:" + name().replace('*', '+'), "user:*", "workload:spiffe://a.b/c/D"),
                        clusters,
                        databases,
                        List.of("*", name())),
                new AccessRule.Session(maxTtl));
    }

    private Path path() {
        return Path.of("/", one(AWKWARD).replace("...", "x").replace("/", "x"), "file");
    }

    private List<String> some() {
        return IntStream.range(0, random.nextInt(3)).mapToObj(_ -> name()).toList();
    }

    private String name() {
        return one(AWKWARD);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
