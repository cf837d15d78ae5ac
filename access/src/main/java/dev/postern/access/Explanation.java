package dev.postern.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says why a request is refused: the part that failed nearest to a yes. It reads rules of the asking subject only and not
 * more than {@link #MOST_RULES_READ} of them, so that a flood of refusals stays cheap.
 */
final class Explanation {
    static final int MOST_RULES_READ = 200;
    private static final int MOST_NAMES_SHOWN = 5;

    private final AccessRequest request;
    private final Declared declared;

    Explanation(AccessRequest request, Declared declared) {
        this.request = request;
        this.declared = declared;
    }

    Decision.Refused deniedBy(CompiledRule rule) {
        return new Decision.Refused(
                "rule " + rule.name() + " denies " + wish(),
                "change the AccessRule " + rule.name() + ", or ask for something it does not cover");
    }

    Decision.Refused allowedByNone(int rules, Stream<CompiledRule> ofRole, Stream<CompiledRule> ofSubject) {
        List<CompiledRule> withRole = ofRole.limit(MOST_RULES_READ).toList();
        List<CompiledRule> withSubject = ofSubject.toList();
        return new Decision.Refused("no rule allows " + wish() + "; " + nearest(rules, withRole, withSubject), fix());
    }

    private String nearest(int rules, List<CompiledRule> withRole, List<CompiledRule> withSubject) {
        if (withSubject.isEmpty()) {
            return "none of " + rules + " rules that allow or deny names " + principals();
        }
        if (request.replication()) {
            return "replication needs a rule that names the database replication"
                    + (request.database().isEmpty() ? "" : ", the database " + request.database())
                    + " and the role " + request.role();
        }
        List<CompiledRule> here = onCluster(withRole);
        Set<String> roles = rolesHere(onCluster(withSubject));
        if (here.stream().anyMatch(rule -> rule.coversDatabase(request))) {
            return "role " + request.role() + " is not declared by a Database for " + request.database()
                    + ", and \"*\" covers declared roles only"
                    + (roles.isEmpty() ? "" : ": " + list("role", roles));
        }
        Set<String> databases = names(
                here.stream()
                        .filter(rule -> rule.roles().contains(request.role()))
                        .toList(),
                CompiledRule::databases);
        if (!databases.isEmpty()) {
            return "role " + request.role() + " is allowed only for " + list("database", databases);
        }
        if (!roles.isEmpty()) {
            return "allowed there: " + list("role", roles);
        }
        if (onCluster(withSubject).isEmpty()) {
            return "the rules for " + request.subject() + " select other clusters";
        }
        return "the rules for " + request.subject() + " on cluster " + request.cluster() + " name "
                + list("database", names(onCluster(withSubject), CompiledRule::databases));
    }

    private Set<String> rolesHere(List<CompiledRule> rules) {
        List<CompiledRule> fitting =
                rules.stream().filter(rule -> rule.coversDatabase(request)).toList();
        Set<String> roles = names(fitting, CompiledRule::roles);
        if (fitting.stream().anyMatch(CompiledRule::anyRole)) {
            roles.addAll(declared.rolesOf(request.cluster(), request.database()));
        }
        return roles;
    }

    private List<CompiledRule> onCluster(List<CompiledRule> rules) {
        return rules.stream()
                .filter(rule -> rule.coversCluster(request.cluster(), request.clusterLabels()))
                .toList();
    }

    private static Set<String> names(List<CompiledRule> rules, Function<CompiledRule, Set<String>> part) {
        return rules.stream().flatMap(rule -> part.apply(rule).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private String wish() {
        return request.subject() + " on cluster " + request.cluster() + ", " + request.where() + ", as role "
                + request.role();
    }

    private String principals() {
        return request.groups().isEmpty()
                ? request.subject()
                : request.subject() + " or its " + list("group", new TreeSet<>(request.groups()));
    }

    private String fix() {
        return "add an AccessRule that allows " + request.subject() + " the cluster " + request.cluster()
                + ", the " + (request.replication() ? "database replication, " : "")
                + (request.database().isEmpty() ? "" : "database " + request.database())
                + " and the role " + request.role();
    }

    private static String list(String noun, Set<String> names) {
        String shown = names.stream().limit(MOST_NAMES_SHOWN).collect(Collectors.joining(", "));
        String more = names.size() > MOST_NAMES_SHOWN ? " and " + (names.size() - MOST_NAMES_SHOWN) + " more" : "";
        return noun + (names.size() > 1 ? "s " : " ") + shown + more;
    }
}
