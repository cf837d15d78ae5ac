package dev.postern.api;

import java.util.List;

/** What the caller may reach through the gateway. */
public record Databases(List<Database> databases) {
    /**
     * @param entry what a client connects to
     * @param database the physical name
     * @param service of the login that leads there: the section in a service file
     * @param roles those that a rule allows, the one a login uses first
     */
    public record Database(String entry, String cluster, String database, String service, List<Reach> roles) {}

    /** @param rule the AccessRule that allows it */
    public record Reach(String role, String rule) {}
}
