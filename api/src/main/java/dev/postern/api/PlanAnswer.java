package dev.postern.api;

import java.util.List;

/**
 * What applying would change.
 *
 * @param resources changes of what is declared
 * @param steps changes on PostgreSQL servers and of delivered files, in their order; empty when nothing differs
 * @param findings what a plan cannot or will not change
 */
public record PlanAnswer(List<ResourceChange> resources, List<Step> steps, List<Finding> findings) {
    /** @param action {@code create}, {@code change} or {@code keep} */
    public record ResourceChange(String kind, String name, String action) {}

    /**
     * @param database empty when the step belongs to the whole server or to files
     * @param sql what would be sent; never a secret
     * @param destructive whether something is lost that a later plan cannot bring back
     */
    public record Step(String cluster, String database, String sentence, List<String> sql, boolean destructive) {}

    /** @param blocking what was declared is not reached as long as this stays */
    public record Finding(String cluster, boolean blocking, String what, String fix) {}
}
