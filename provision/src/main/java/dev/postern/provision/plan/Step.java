package dev.postern.provision.plan;

import dev.postern.postgres.quote.Quote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param typed which password somebody types who does it by hand
 */
public record Step(
        String title,
        Side side,
        Optional<String> database,
        List<String> sql,
        boolean transactional,
        boolean destructive,
        Optional<String> passwordOf,
        Optional<String> typed) {
    public Step {
        sql = List.copyOf(sql);
    }

    /** With nothing known of where a password comes from. */
    public Step(
            String title,
            Side side,
            Optional<String> database,
            List<String> sql,
            boolean transactional,
            boolean destructive,
            Optional<String> passwordOf) {
        this(title, side, database, sql, transactional, destructive, passwordOf, Optional.empty());
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
                .map(role -> Stream.concat(
                                typed.map(words -> "-- " + words).stream(),
                                Stream.of("\\password " + Quote.identifier(role)))
                        .toList())
                .orElse(sql);
    }

    /** The same, and which password it is in words. */
    public Step typing(String words) {
        return new Step(title, side, database, sql, transactional, destructive, passwordOf, Optional.of(words));
    }

    @Override
    public String toString() {
        return title + database.map(name -> " in " + name).orElse("") + (destructive ? " (destructive)" : "") + ": "
                + shown();
    }
}
