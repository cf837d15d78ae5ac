package dev.postern.access;

import dev.postern.model.AccessRule;
import dev.postern.model.AccessRule.ClusterSelector;
import dev.postern.model.AccessRule.Effect;
import dev.postern.model.AccessRule.Match;
import dev.postern.model.AccessRule.Session;
import dev.postern.model.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short ways to say a rule in tests. */
final class RuleText {
    private RuleText() {}

    static AccessRule allow(
            String name, List<String> subjects, ClusterSelector clusters, List<String> databases, List<String> roles) {
        return rule(name, Effect.ALLOW, subjects, clusters, databases, roles, Optional.empty());
    }

    static AccessRule deny(
            String name, List<String> subjects, ClusterSelector clusters, List<String> databases, List<String> roles) {
        return rule(name, Effect.DENY, subjects, clusters, databases, roles, Optional.empty());
    }

    static AccessRule rule(
            String name,
            Effect effect,
            List<String> subjects,
            ClusterSelector clusters,
            List<String> databases,
            List<String> roles,
            Optional<Duration> maxTtl) {
        return new AccessRule(
                new Metadata(name, Map.of()),
                effect,
                new Match(subjects, clusters, databases, roles),
                new Session(maxTtl));
    }

    static ClusterSelector named(String... names) {
        return new ClusterSelector(List.of(names), Map.of());
    }

    static ClusterSelector labelled(Map<String, List<String>> labels) {
        return new ClusterSelector(List.of(), labels);
    }
}
