package dev.postern.provision.observe;

import java.util.Map;
import java.util.Optional;

/**
 * A declared database as it is.
 *
 * @param connectionLimit -1 is unlimited
 * @param settings of every session in it, by name in lower case
 * @param roleSettings of the sessions of each role in it: {@code ALTER ROLE … IN DATABASE … SET}
 * @param contents empty if it does not allow connections
 */
public record ActualDatabase(
        String name,
        String owner,
        int connectionLimit,
        Grants grants,
        Map<String, String> settings,
        Map<String, Map<String, String>> roleSettings,
        Optional<String> comment,
        Optional<ActualContents> contents) {
    /**
     * With this connection limit, which limits nothing, {@code CREATE DATABASE} says who made the database: it is there
     * from its first moment, without a connection to it, for administrators without any rights too, and a dump keeps it.
     * "post" in ASCII.
     */
    public static final int OUR_MARK = 0x706f7374;

    public ActualDatabase {
        settings = Map.copyOf(settings);
        roleSettings = Map.copyOf(roleSettings);
    }

    /** Whether Postern made it, so that nobody else can have come to live on what PUBLIC may do by default. */
    public boolean ours() {
        return connectionLimit == OUR_MARK;
    }

    ActualDatabase with(ActualContents seen) {
        return new ActualDatabase(
                name, owner, connectionLimit, grants, settings, roleSettings, comment, Optional.of(seen));
    }
}
