package dev.postern.model;

import dev.postern.kernel.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
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
        return switch (random.nextInt(5)) {
            case 0 -> cluster();
            case 1 -> database();
            case 2 -> binding();
            case 3 -> declaredRole();
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
                ? new Cluster.AdminCredential.Password(source())
                : new Cluster.AdminCredential.ClientCertificate(path(), path());
        SslMode mode = one(List.of(SslMode.DISABLE, SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL));
        return new Cluster(
                metadata(),
                Cluster.Engine.EXTERNAL,
                address(),
                several(this::address),
                new Cluster.Tls(mode, mode.verifies() ? Optional.of(path()) : maybe(this::path)),
                random.nextBoolean() ? Optional.empty() : Optional.of(new Cluster.Admin(name(), name(), credential)));
    }

    private HostPort address() {
        return one(List.of(
                new HostPort("pg1.example.com", 5432), new HostPort("fe80::1%eth0", 1), new HostPort("h", 65_535)));
    }

    private SecretSource source() {
        return switch (random.nextInt(7)) {
            case 0 -> new SecretSource.File(path());
            case 1 -> new SecretSource.Env(one(List.of("A", "_", "PG_PASSWORD_1", "null")));
            case 2 -> new SecretSource.Literal(Secret.ofText(name()));
            case 3 -> new SecretSource.KubernetesSecret(path(), name(), name());
            case 4 -> new SecretSource.PodmanSecret(name());
            case 5 -> new SecretSource.Vault(name(), name());
            default -> new SecretSource.Reference("<" + one(List.of("path:secret/data/db#password", "x", " ")) + ">");
        };
    }

    private Database database() {
        Metadata metadata = metadata();
        String physical = random.nextBoolean() ? metadata.name() : name();
        return new Database(
                metadata,
                resourceName(),
                physical,
                "owner " + name(),
                random.nextBoolean()
                        ? Database.Groups.of(physical)
                        : new Database.Groups("a" + name(), random.nextBoolean() ? "b" + name() : physical + "_reader"),
                new Database.Requirements(maybe(this::version), some(), maybe(this::pool)),
                several(() -> new Database.Schema(name(), maybe(this::name), maybe(this::name))),
                settings(),
                maybe(this::name),
                random.nextBoolean(),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> role(i + name()))
                        .toList(),
                one(List.of(Ensure.values())));
    }

    private VersionRange version() {
        return one(List.of(new VersionRange(16, 16), new VersionRange(13, 999), new VersionRange(1, 18)));
    }

    private Database.Pool pool() {
        return new Database.Pool(random.nextInt(1, 1_000), random.nextInt(1, 10));
    }

    private DeclaredRole declaredRole() {
        Metadata metadata = metadata();
        return new DeclaredRole(metadata, resourceName(), role(random.nextBoolean() ? metadata.name() : name()));
    }

    private DatabaseRole role(String name) {
        DatabaseRole.Profile profile = one(List.of(DatabaseRole.Profile.values()));
        return new DatabaseRole(
                name,
                profile,
                maybe(random::nextBoolean),
                maybe(() -> one(List.of(-1, 0, 7, Integer.MAX_VALUE))),
                random.nextBoolean() ? some() : List.of("pg_monitor"),
                maybe(random::nextBoolean),
                maybe(() -> Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000))),
                settings(),
                maybe(this::name),
                profile == DatabaseRole.Profile.SERVICE ? maybe(this::name) : Optional.empty(),
                one(List.of(Ensure.values())));
    }

    private Map<String, String> settings() {
        return random.nextBoolean() ? Map.of() : Map.of("statement_timeout", name(), "app.tenant", name());
    }

    private Binding binding() {
        Map<String, String> roles = new HashMap<>(Map.of("application", name()));
        roles.put(resourceName(), name());
        Binding.Auth auth = one(List.of(Binding.Auth.values()));
        Map<String, Binding.Credential> credentials = new HashMap<>();
        roles.keySet().forEach(purpose -> {
            if (random.nextBoolean()) {
                credentials.put(purpose, credential(auth));
            }
        });
        String consumer = one(ConsumerOptions.consumers());
        return new Binding(
                metadata(),
                consumer,
                resourceName(),
                roles,
                auth,
                one(List.of(SslMode.values())),
                credentials,
                auth.usesPassword() ? one(List.of(Binding.Rotation.values())) : Binding.Rotation.IN_PLACE,
                options(consumer),
                several(this::delivery));
    }

    private Map<String, String> options(String consumer) {
        Map<String, String> options = new HashMap<>();
        ConsumerOptions.table().getOrDefault(consumer, List.of()).forEach(option -> {
            if (random.nextBoolean()) {
                options.put(option.name(), option.words().isEmpty() ? name() : one(option.words()));
            }
        });
        return options;
    }

    private Binding.Credential credential(Binding.Auth auth) {
        return new Binding.Credential(
                auth.usesPassword() ? maybe(this::source) : Optional.empty(),
                auth.usesCertificate() ? maybe(() -> new Binding.ClientCertificate(path(), path())) : Optional.empty());
    }

    private Binding.Delivery delivery() {
        return switch (random.nextInt(3)) {
            case 0 -> new Binding.Delivery.Directory(path());
            case 1 -> new Binding.Delivery.KubernetesManifest(path());
            default -> new Binding.Delivery.PodmanSecrets();
        };
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
                        List.of("user:" + name().replace('*', '+'), "user:*"),
                        clusters,
                        databases,
                        List.of("*", name())),
                new AccessRule.Session(maxTtl));
    }

    private Path path() {
        return Path.of("/", one(AWKWARD).replace("...", "x").replace("/", "x"), "file");
    }

    private List<String> some() {
        return several(this::name);
    }

    private <T> List<T> several(Supplier<T> one) {
        return IntStream.range(0, random.nextInt(3)).mapToObj(_ -> one.get()).toList();
    }

    private <T> Optional<T> maybe(Supplier<T> one) {
        return random.nextBoolean() ? Optional.of(one.get()) : Optional.empty();
    }

    private String name() {
        return one(AWKWARD);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
