package dev.postern.api;

import java.util.List;

/**
 * What applying would change.
 *
 * @param resources changes of what is declared
 * @param steps changes on PostgreSQL servers, then of what consumers are given, in their order; empty when nothing differs
 * @param findings what a plan cannot or will not change
 * @param texts what somebody else has to put somewhere, for example lines of {@code pg_hba.conf}; never a secret
 */
public record PlanAnswer(List<ResourceChange> resources, List<Step> steps, List<Finding> findings, List<Text> texts) {
    /** Of a step on the server. */
    public static final String SERVER = "server";

    /** Of a step on the consumer's side. */
    public static final String CONSUMER = "consumer";

    public PlanAnswer(List<ResourceChange> resources, List<Step> steps, List<Finding> findings) {
        this(resources, steps, findings, List.of());
    }

    /** @param action {@code create}, {@code change}, {@code keep}, or {@code declared} where nothing records what was */
    public record ResourceChange(String kind, String name, String action) {}

    /**
     * @param side {@value #SERVER} or {@value #CONSUMER}
     * @param database empty when the step belongs to the whole server or to files
     * @param sql what would be sent; never a secret
     * @param transactional whether the statements run inside a transaction
     * @param destructive whether something is lost that a later plan cannot bring back
     * @param millis how long it took; 0 in a plan
     */
    public record Step(
            String side,
            String cluster,
            String database,
            String sentence,
            List<String> sql,
            boolean transactional,
            boolean destructive,
            long millis) {}

    /** @param blocking what was declared is not reached as long as this stays */
    public record Finding(String cluster, boolean blocking, String what, String fix) {}

    /** @param title what it is and where it belongs */
    public record Text(String cluster, String title, String text) {}
}
