package dev.postern.api;

import java.time.Instant;
import java.util.List;

/** What is declared now. */
public record Resources(List<Item> resources) {
    /** @param generation counts the changes of its spec, from 1 */
    public record Item(String kind, String name, long generation, Instant changed) {}
}
