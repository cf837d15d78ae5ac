package dev.postern.access;

import dev.postern.model.AccessRule;

/**
 * Something a subject may use.
 *
 * @param database the physical name
 * @param rule the one that decides
 */
public record Reach(String cluster, String database, String role, String rule, AccessRule.Session session) {}
