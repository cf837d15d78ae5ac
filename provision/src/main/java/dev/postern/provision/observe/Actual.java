package dev.postern.provision.observe;

/**
 * One server at one moment.
 *
 * @param version PostgreSQL's {@code server_version_num}, for example 180006
 */
public record Actual(int version) {}
