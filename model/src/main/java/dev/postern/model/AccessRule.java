package dev.postern.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may reach what through the gateway. Nothing is allowed by default; a matching deny wins. */
public record AccessRule(Metadata metadata, Effect effect, Match match, Session session) implements Resource {
    /** What a matching rule does. */
    public enum Effect {
        ALLOW,
        DENY
    }

    /**
     * All four must match; each is an OR inside. A wildcard is narrow where it allows and literal where it denies: in a
     * deny, {@code *} is every database with replication, every role declared or not.
     *
     * @param subjects {@code user:NAME}; {@code user:*} is every person
     * @param databases physical names; {@code *} is every database but never a replication connection
     * @param roles PostgreSQL role names; {@code *} is every role that the asked database's Database declares
     */
    public record Match(List<String> subjects, ClusterSelector clusters, List<String> databases, List<String> roles) {
        public Match {
            subjects = List.copyOf(subjects);
            databases = List.copyOf(databases);
            roles = List.copyOf(roles);
        }
    }

    /**
     * Names OR labels; labels AND across keys, OR inside a key. Both empty selects nothing. The name {@code *} is every
     * cluster, the label value {@code *} every value of a key that is there.
     */
    public record ClusterSelector(List<String> names, Map<String, List<String>> labels) {
        public ClusterSelector {
            names = List.copyOf(names);
            labels = Map.copyOf(labels);
        }
    }

    /** @param maxTtl how long a session may last, enforced by the gateway's timer */
    public record Session(Optional<Duration> maxTtl) {}
}
