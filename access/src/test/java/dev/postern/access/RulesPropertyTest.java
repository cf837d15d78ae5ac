package dev.postern.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.AccessRule;
import dev.postern.model.AccessRule.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random rules and requests: the indexed decision equals one that reads every rule and knows no index. */
class RulesPropertyTest {
    private static final List<String> SUBJECTS =
            List.of("user:a", "user:b", "user:*", "group:g", "group:h", "workload:spiffe://x/a");
    private static final List<String> CLUSTERS = List.of("c1", "c2", "c3");
    private static final List<String> DATABASES = List.of("d1", "d2", "replication");
    private static final List<String> ROLES = List.of("r1", "r2", "postgres");

    @Test
    void agreesWithReadingEveryRule() {
        for (long seed = 1; seed <= 3_000; seed++) {
            Random random = new Random(seed);
            Declared declared = declared(random);
            List<AccessRule> rules = IntStream.range(0, random.nextInt(8))
                    .mapToObj(i -> rule(random, "rule" + i))
                    .toList();
            Rules indexed = Rules.of(rules, declared);
            for (int i = 0; i < 20; i++) {
                AccessRequest request = request(random);
                Optional<String> expected = naive(rules, declared, request);
                Optional<String> actual = switch (indexed.decide(request)) {
                    case Decision.Allowed(String rule, AccessRule.Session _) -> Optional.of(rule);
                    case Decision.Refused _ -> Optional.empty();
                };
                assertThat(actual).as("seed %d, %s of %s", seed, request, rules).isEqualTo(expected);
            }
        }
    }

    /** The name of the rule that allows. */
    private static Optional<String> naive(List<AccessRule> rules, Declared declared, AccessRequest request) {
        String best = null;
        long shortest = Long.MAX_VALUE;
        for (AccessRule rule : rules) {
            boolean denying = rule.effect() == Effect.DENY;
            if (!subject(rule, request) || !cluster(rule, request) || !target(rule, declared, request, denying)) {
                continue;
            }
            if (denying) {
                return Optional.empty();
            }
            long ttl = rule.session().maxTtl().map(Duration::toSeconds).orElse(Long.MAX_VALUE);
            String name = rule.metadata().name();
            if (best == null || ttl < shortest || (ttl == shortest && name.compareTo(best) < 0)) {
                best = name;
                shortest = ttl;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean subject(AccessRule rule, AccessRequest request) {
        for (String subject : rule.match().subjects()) {
            boolean everybody = subject.equals("user:*") && request.subject().startsWith("user:");
            boolean group = subject.startsWith("group:") && request.groups().contains(subject.substring(6));
            if (everybody || group || subject.equals(request.subject())) {
                return true;
            }
        }
        return false;
    }

    private static boolean cluster(AccessRule rule, AccessRequest request) {
        List<String> names = rule.match().clusters().names();
        if (names.contains("*") || names.contains(request.cluster())) {
            return true;
        }
        boolean any = false;
        for (var wanted : rule.match().clusters().labels().entrySet()) {
            String value = request.clusterLabels().get(wanted.getKey());
            if (value == null
                    || !(wanted.getValue().contains(value) || wanted.getValue().contains("*"))) {
                return false;
            }
            any = true;
        }
        return any;
    }

    private static boolean target(AccessRule rule, Declared declared, AccessRequest request, boolean denying) {
        List<String> databases = rule.match().databases();
        List<String> roles = rule.match().roles();
        if (request.replication()) {
            boolean word = databases.contains("replication");
            boolean name = databases.contains("*")
                    || (databases.contains(request.database())
                            && (denying || !request.database().equals("replication")));
            boolean database =
                    denying ? word || name : word && (name || request.database().isEmpty());
            return database && (roles.contains(request.role()) || (denying && roles.contains("*")));
        }
        boolean known = declared.items().stream()
                .anyMatch(item -> item.cluster().equals(request.cluster())
                        && item.database().equals(request.database())
                        && item.roles().contains(request.role()));
        boolean literal = databases.contains(request.database())
                && (denying || !request.database().equals("replication"));
        return (literal || databases.contains("*"))
                && (roles.contains(request.role()) || (roles.contains("*") && (denying || known)));
    }

    private static Declared declared(Random random) {
        List<Declared.Item> items = new ArrayList<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            items.add(new Declared.Item(
                    one(random, CLUSTERS),
                    Map.of(),
                    one(random, DATABASES),
                    new HashSet<>(some(random, ROLES, false))));
        }
        return Declared.of(items);
    }

    private static AccessRule rule(Random random, String name) {
        Map<String, List<String>> labels = new HashMap<>();
        for (String key : some(random, List.of("k1", "k2"), false)) {
            labels.put(key, some(random, List.of("v1", "v2"), true));
        }
        List<String> names = random.nextInt(3) == 0 ? List.of() : some(random, CLUSTERS, true);
        return RuleText.rule(
                name,
                random.nextInt(4) == 0 ? Effect.DENY : Effect.ALLOW,
                some(random, SUBJECTS, false),
                new AccessRule.ClusterSelector(names, labels),
                some(random, DATABASES, true),
                some(random, ROLES, true),
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofHours(random.nextInt(1, 4))));
    }

    private static AccessRequest request(Random random) {
        Map<String, String> labels = new HashMap<>();
        for (String key : some(random, List.of("k1", "k2"), false)) {
            labels.put(key, one(random, List.of("v1", "v2", "v3")));
        }
        boolean replication = random.nextInt(4) == 0;
        return new AccessRequest(
                one(random, List.of("user:a", "user:b", "user:g", "workload:spiffe://x/a")),
                new HashSet<>(some(random, List.of("g", "h"), false)),
                one(random, CLUSTERS),
                labels,
                replication && random.nextBoolean() ? "" : one(random, DATABASES),
                one(random, ROLES),
                replication);
    }

    private static List<String> some(Random random, List<String> of, boolean star) {
        List<String> chosen =
                new ArrayList<>(of.stream().filter(_ -> random.nextBoolean()).toList());
        if (star && random.nextInt(4) == 0) {
            chosen.add("*");
        }
        return chosen;
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
