package dev.postern.provision.declare;

/**
 * A role of the server.
 *
 * @param login whether it logs in itself; always by certificate, never with a password set by us
 * @param connectionLimit -1 is unlimited
 */
public record DesiredRole(String name, boolean login, int connectionLimit) {}
