package dev.postern.provision.plan;

import java.util.List;
import java.util.Optional;

/**
 * One change that a person can judge.
 *
 * @param title for example {@code create role flightctl_app}
 * @param database where the SQL runs; empty: in the administrator's database
 * @param sql statements without a final semicolon; never a secret
 * @param transactional whether the statements may run inside a transaction
 * @param destructive whether something is lost that a later plan cannot bring back
 */
public record Step(
        String title,
        Side side,
        Optional<String> database,
        List<String> sql,
        boolean transactional,
        boolean destructive) {
    public Step {
        sql = List.copyOf(sql);
    }

    /** Which of the two that must agree. */
    public enum Side {
        SERVER,
        CONSUMER
    }
}
