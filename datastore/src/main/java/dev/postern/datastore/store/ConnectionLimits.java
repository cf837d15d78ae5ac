package dev.postern.datastore.store;

/**
 * How many connections there may be.
 *
 * @param server {@code max_connections}
 * @param database -1 for no limit of its own
 * @param role of the tables' owner; -1 for no limit of its own
 */
public record ConnectionLimits(int server, int database, int role) {}
