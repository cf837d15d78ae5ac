package dev.postern.provision.plan;

import dev.postern.postgres.quote.Quote;
import java.util.List;
import java.util.Optional;

/**
 * One change that a person can judge.
 *
 * @param title for example {@code create role flightctl_app}
 * @param database where the SQL runs; empty: in the administrator's database
 * @param sql statements without a final semicolon; never a password, but a verifier when {@code passwordOf} is there, so
 *     that it is only ever sent; what is shown is {@link #shown()}
 * @param transactional whether the statements may run inside a transaction
 * @param destructive whether something is lost that a later plan cannot bring back
 * @param passwordOf the role whose password is set
 */
public record Step(
        String title,
        Side side,
        Optional<String> database,
        List<String> sql,
        boolean transactional,
        boolean destructive,
        Optional<String> passwordOf) {
    public Step {
        sql = List.copyOf(sql);
    }

    /** Without a password in it. */
    public Step(
            String title,
            Side side,
            Optional<String> database,
            List<String> sql,
            boolean transactional,
            boolean destructive) {
        this(title, side, database, sql, transactional, destructive, Optional.empty());
    }

    /** Which of the two that must agree. */
    public enum Side {
        SERVER,
        CONSUMER
    }

    /** Whether the SQL has a verifier: weak passwords can be guessed from it. */
    public boolean secret() {
        return passwordOf.isPresent();
    }

    /** For people and for {@code --sql}: the statements, or what psql asks for the password with. */
    public List<String> shown() {
        return passwordOf
                .map(role -> List.of("\\password " + Quote.identifier(role)))
                .orElse(sql);
    }

    @Override
    public String toString() {
        return title + database.map(name -> " in " + name).orElse("") + (destructive ? " (destructive)" : "") + ": "
                + shown();
    }
}
