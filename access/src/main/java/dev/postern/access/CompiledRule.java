package dev.postern.access;

import dev.postern.model.AccessRule;
import dev.postern.model.AccessRule.Effect;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule, ready to be asked: lists as sets, wildcards as flags. Wildcards of an allowing rule are narrow (a role that
 * the asked database declares; a database but not replication), those of a denying rule are literal: everything.
 */
final class CompiledRule {
    static final String ANY = "*";

    private final AccessRule rule;
    private final Set<String> clusterNames;
    private final Map<String, List<String>> labels;
    private final Set<String> databases;
    private final Set<String> roles;
    private final boolean anyCluster;
    private final boolean anyDatabase;
    private final boolean anyRole;

    CompiledRule(AccessRule rule) {
        this.rule = rule;
        this.clusterNames = new HashSet<>(rule.match().clusters().names());
        this.labels = rule.match().clusters().labels();
        this.databases = new HashSet<>(rule.match().databases());
        this.roles = new HashSet<>(rule.match().roles());
        // taken out of the sets: what a client asks for must never be compared with the wildcard itself
        this.anyCluster = clusterNames.remove(ANY);
        this.anyDatabase = databases.remove(ANY);
        this.anyRole = roles.remove(ANY);
    }

    AccessRule rule() {
        return rule;
    }

    String name() {
        return rule.metadata().name();
    }

    boolean denies() {
        return rule.effect() == Effect.DENY;
    }

    /** Whether its sessions end sooner than the other's; the name decides between equals. */
    boolean isStricterThan(CompiledRule other) {
        Optional<Duration> mine = rule.session().maxTtl();
        Optional<Duration> theirs = other.rule.session().maxTtl();
        if (mine.equals(theirs)) {
            return name().compareTo(other.name()) < 0;
        }
        return mine.isPresent() && (theirs.isEmpty() || mine.get().compareTo(theirs.get()) < 0);
    }

    boolean anyRole() {
        return anyRole;
    }

    /** Named ones, without the wildcard. */
    Set<String> roles() {
        return roles;
    }

    /** Named ones, without the wildcard. */
    Set<String> databases() {
        return databases;
    }

    boolean coversCluster(String cluster, Map<String, String> clusterLabels) {
        if (clusterNames.contains(cluster) || anyCluster) {
            return true;
        }
        return !labels.isEmpty()
                && labels.entrySet().stream()
                        .allMatch(wanted -> coversLabel(wanted.getValue(), clusterLabels.get(wanted.getKey())));
    }

    private static boolean coversLabel(List<String> wanted, @Nullable String actual) {
        return actual != null && (wanted.contains(actual) || wanted.contains(ANY));
    }

    boolean coversDatabase(AccessRequest request) {
        boolean replicates = request.replication() && databases.contains(AccessRequest.REPLICATION);
        if (denies()) {
            return databases.contains(request.database()) || replicates || anyDatabase;
        }
        // the word stands for replication connections, so it cannot also allow a database that is called so
        boolean named =
                databases.contains(request.database()) && !request.database().equals(AccessRequest.REPLICATION);
        boolean inside = named || anyDatabase;
        return request.replication() ? replicates && (request.database().isEmpty() || inside) : inside;
    }

    boolean coversRole(AccessRequest request, Declared declared) {
        if (roles.contains(request.role())) {
            return true;
        }
        boolean coveredByAny = denies()
                || (!request.replication() && declared.declares(request.cluster(), request.database(), request.role()));
        return coveredByAny && anyRole;
    }

    boolean covers(AccessRequest request, Declared declared) {
        return coversCluster(request.cluster(), request.clusterLabels())
                && coversDatabase(request)
                && coversRole(request, declared);
    }
}
