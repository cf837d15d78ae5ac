package dev.postern.api;

import java.util.List;

/**
 * What applying would change.
 *
 * @param resources changes of what is declared
 * @param steps changes on PostgreSQL servers, in their order; empty when nothing differs
 */
public record PlanAnswer(List<ResourceChange> resources, List<Step> steps) {
    /** @param action {@code create}, {@code change} or {@code keep} */
    public record ResourceChange(String kind, String name, String action) {}

    /** @param sql what would be sent; never a secret */
    public record Step(String cluster, String database, String sentence, List<String> sql) {}
}
