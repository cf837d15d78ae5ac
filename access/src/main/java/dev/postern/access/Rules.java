package dev.postern.access;

import dev.postern.model.AccessRule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An immutable set of rules, indexed once by (subject, role), asked many times from event loops. Nothing is allowed by
 * default; a matching deny wins; of several that allow, the one with the shortest session decides, whatever the order in
 * which they were declared.
 */
public final class Rules {
    private final RuleIndex allow;
    private final RuleIndex deny;
    private final List<CompiledRule> all;
    private final Declared declared;

    private Rules(List<CompiledRule> all, Declared declared) {
        this.all = all;
        this.allow = new RuleIndex(all.stream().filter(rule -> !rule.denies()).toList());
        this.deny = new RuleIndex(all.stream().filter(CompiledRule::denies).toList());
        this.declared = declared;
    }

    /** Rules over databases that nothing is known of: {@code roles: ["*"]} then allows no role at all. */
    public static Rules of(List<AccessRule> rules) {
        return of(rules, Declared.none());
    }

    /** @param declared what {@code roles: ["*"]} stands for, and what {@link #reachable} lists */
    public static Rules of(List<AccessRule> rules, Declared declared) {
        return new Rules(
                rules.stream()
                        .map(CompiledRule::new)
                        .sorted(Comparator.comparing(CompiledRule::name))
                        .toList(),
                declared);
    }

    public Decision decide(AccessRequest request) {
        List<String> principals = principals(request.subject(), request.groups());
        Optional<CompiledRule> denied = deny.candidates(principals, request.role())
                .filter(rule -> rule.covers(request, declared))
                .min(Comparator.comparing(CompiledRule::name));
        if (denied.isPresent()) {
            return new Explanation(request, declared).deniedBy(denied.get());
        }
        Optional<CompiledRule> allowed = allow.candidates(principals, request.role())
                .filter(rule -> rule.covers(request, declared))
                .reduce((best, next) -> next.isStricterThan(best) ? next : best);
        if (allowed.isPresent()) {
            return new Decision.Allowed(
                    allowed.get().name(), allowed.get().rule().session());
        }
        return new Explanation(request, declared)
                .allowedByNone(
                        all.size(),
                        allow.candidates(principals, request.role()),
                        allow.ofSubjects(principals).limit(Explanation.MOST_RULES_READ));
    }

    /**
     * Everything declared that the subject may use, ordered by cluster, database, role: what {@code db ls} shows. Names
     * that only rules mention (a role that no Database declares) are not listed.
     */
    public List<Reach> reachable(String subject, Set<String> groups) {
        return declared.items().stream()
                .flatMap(item -> item.roles().stream().flatMap(role -> reach(subject, groups, item, role).stream()))
                .distinct()
                .sorted(Comparator.comparing(Reach::cluster)
                        .thenComparing(Reach::database)
                        .thenComparing(Reach::role))
                .toList();
    }

    /**
     * Whether some declared database may be used by the subject under this role: the question before a certificate for
     * the pair is issued. Which database, is decided per connection.
     */
    public boolean allowsPair(String subject, Set<String> groups, String role) {
        Set<String> named = new TreeSet<>();
        allow.candidates(principals(subject, groups), role).forEach(rule -> named.addAll(rule.databases()));
        return declared.items().stream()
                .anyMatch(item -> Stream.concat(Stream.of(item.database()), named.stream())
                        .map(database -> request(subject, groups, item, database, role))
                        .anyMatch(request -> decide(request) instanceof Decision.Allowed));
    }

    private Optional<Reach> reach(String subject, Set<String> groups, Declared.Item item, String role) {
        return switch (decide(new AccessRequest(
                subject, groups, item.cluster(), item.clusterLabels(), item.database(), role, false))) {
            case Decision.Allowed(String rule, AccessRule.Session session) ->
                Optional.of(new Reach(item.cluster(), item.database(), role, rule, session));
            case Decision.Refused _ -> Optional.empty();
        };
    }

    private static AccessRequest request(
            String subject, Set<String> groups, Declared.Item item, String database, String role) {
        boolean replication = database.equals(AccessRequest.REPLICATION);
        return new AccessRequest(
                subject, groups, item.cluster(), item.clusterLabels(), replication ? "" : database, role, replication);
    }

    // the subject's own name, every person when it is one, and its groups; nothing that merely looks like a group
    private static List<String> principals(String subject, Set<String> groups) {
        boolean person = subject.startsWith("user:");
        if (!person && !subject.startsWith("workload:")) {
            return List.of();
        }
        Stream<String> own = person ? Stream.of(subject, "user:" + CompiledRule.ANY) : Stream.of(subject);
        return Stream.concat(own, groups.stream().map(group -> "group:" + group))
                .distinct()
                .toList();
    }
}
