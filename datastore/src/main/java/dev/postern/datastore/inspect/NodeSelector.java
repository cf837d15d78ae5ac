package dev.postern.datastore.inspect;

/** What is known of an agent's node. */
public record NodeSelector(String spiffeId, String type, String value) {}
