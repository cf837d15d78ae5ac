package dev.postern.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database on a cluster, with the roles that use it.
 *
 * @param cluster a {@link Cluster}'s name
 * @param name the physical name in PostgreSQL; {@code metadata.name} when not given
 * @param owner a group role without login that owns the database and its objects
 * @param groups the group roles that the rights of a profile are given to
 * @param schemas besides {@code public}; made when missing
 * @param settings {@code ALTER DATABASE … SET}
 * @param grantTrigger whether an event trigger repeats the application's grants after each {@code CREATE TABLE}
 */
public record Database(
        Metadata metadata,
        String cluster,
        String name,
        String owner,
        Groups groups,
        Requirements requires,
        List<Schema> schemas,
        Map<String, String> settings,
        Optional<String> comment,
        boolean grantTrigger,
        List<DatabaseRole> roles,
        Ensure ensure)
        implements Resource {
    public Database {
        schemas = List.copyOf(schemas);
        settings = Map.copyOf(settings);
        roles = List.copyOf(roles);
    }

    /** Names of group roles; {@code <database>_application} and {@code <database>_reader} when not given. */
    public record Groups(String application, String reader) {
        static Groups of(String database) {
            return new Groups(database + "_application", database + "_reader");
        }
    }

    /** @param owner the database's owner when empty */
    public record Schema(String name, Optional<String> owner, Optional<String> comment) {}

    /**
     * What must be there before anything is done.
     *
     * @param extensions created when missing
     */
    public record Requirements(Optional<VersionRange> version, List<String> extensions, Optional<Pool> pool) {
        public static final Requirements NONE = new Requirements(Optional.empty(), List.of(), Optional.empty());

        public Requirements {
            extensions = List.copyOf(extensions);
        }

        public static Requirements ofExtensions(List<String> extensions) {
            return new Requirements(Optional.empty(), extensions, Optional.empty());
        }
    }

    /**
     * How many connections a consumer may open.
     *
     * @param maxOpenConns of one process
     */
    public record Pool(int maxOpenConns, int processes) {
        public long connections() {
            return (long) maxOpenConns * processes;
        }
    }

    /** A database of which nothing else is declared. */
    public static Database of(
            Metadata metadata,
            String cluster,
            String name,
            String owner,
            List<String> extensions,
            List<DatabaseRole> roles) {
        return new Database(
                metadata,
                cluster,
                name,
                owner,
                Groups.of(name),
                Requirements.ofExtensions(extensions),
                List.of(),
                Map.of(),
                Optional.empty(),
                false,
                roles,
                Ensure.PRESENT);
    }

    /** With more roles after its own. */
    Database withMore(List<DatabaseRole> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<DatabaseRole> all = new ArrayList<>(roles);
        all.addAll(more);
        return new Database(
                metadata,
                cluster,
                name,
                owner,
                groups,
                requires,
                schemas,
                settings,
                comment,
                grantTrigger,
                all,
                ensure);
    }
}
