package dev.postern.provision.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is inside a database.
 *
 * @param schemas the managed ones ({@code public}, declared ones, and those that the owner, a migrator or a service owns)
 *     and {@code postern}
 * @param defaults the database-wide default privileges of those who create
 * @param extensions of those that matter here the installed ones, with their schema
 * @param objects one summary per managed schema and kind; none where there are no objects
 * @param ownership how much each migrator owns
 * @param helpers the functions that Postern makes, by name: {@code identity} and those of {@code grantTrigger}
 * @param trigger the event trigger of {@code grantTrigger}
 * @param excess what roles may do by grants of their own, and what belongs to others
 */
public record ActualContents(
        Map<String, ActualSchema> schemas,
        Map<DefaultFor, Grants> defaults,
        Map<String, String> extensions,
        List<ObjectSummary> objects,
        Map<String, Ownership> ownership,
        Map<String, ActualFunction> helpers,
        Optional<ActualTrigger> trigger,
        ActualExcess excess) {
    public ActualContents {
        schemas = Map.copyOf(schemas);
        defaults = Map.copyOf(defaults);
        extensions = Map.copyOf(extensions);
        objects = List.copyOf(objects);
        ownership = Map.copyOf(ownership);
        helpers = Map.copyOf(helpers);
    }

    /** What {@code CREATE DATABASE … TEMPLATE template0} makes. */
    public static ActualContents fresh(int version, boolean administratorIsSuperuser) {
        boolean open = version < 150_000;
        Grants publicSchema = new Grants(Map.of(Grants.PUBLIC, open ? Set.of("USAGE", "CREATE") : Set.of("USAGE")));
        return new ActualContents(
                Map.of(
                        "public",
                        new ActualSchema(
                                open ? "" : "pg_database_owner",
                                true,
                                open,
                                !open || administratorIsSuperuser,
                                publicSchema,
                                Optional.of("standard public schema"))),
                Map.of(),
                Map.of("plpgsql", "pg_catalog"),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                ActualExcess.NOTHING);
    }

    /**
     * @param managed whether the profiles' grants go to its objects; not so for {@code postern}
     * @param usable whether the administrator has its owner's rights, or will have once it acts for who is declared
     */
    public record ActualSchema(
            String owner,
            boolean managed,
            boolean ownerIsSuperuser,
            boolean usable,
            Grants grants,
            Optional<String> comment) {
        ActualSchema with(Grants seen) {
            return new ActualSchema(owner, managed, ownerIsSuperuser, usable, seen, comment);
        }
    }

    /** Default privileges for what this role creates. */
    public record DefaultFor(String role, ObjectKind kind) {}

    /**
     * Objects of one kind in one schema, counted.
     *
     * @param reachable those whose privileges the administrator can change and that are no part of an extension
     * @param ofExtensions left as their extension made them
     * @param unreachable those of somebody whose rights the administrator does not have
     * @param granted how many of the reachable ones each grantee has each privilege on
     */
    public record ObjectSummary(
            String schema,
            ObjectKind kind,
            long reachable,
            long ofExtensions,
            long unreachable,
            Map<String, Map<String, Long>> granted) {
        public ObjectSummary {
            granted = Map.copyOf(granted);
        }

        /** How many of the reachable objects this grantee lacks this privilege on. */
        public long lacking(String grantee, String privilege) {
            return reachable - held(grantee, privilege);
        }

        public long held(String grantee, String privilege) {
            return granted.getOrDefault(grantee, Map.of()).getOrDefault(privilege, 0L);
        }
    }

    /**
     * @param here objects in this database
     * @param shared undeclared databases, and tablespaces, of the whole server
     */
    public record Ownership(long here, long shared) {}

    /** @param source its body */
    public record ActualFunction(
            String owner,
            boolean ownerIsSuperuser,
            String returns,
            String language,
            String volatility,
            boolean securityDefiner,
            List<String> settings,
            String source,
            Grants grants) {
        public ActualFunction {
            settings = List.copyOf(settings);
        }

        ActualFunction with(Grants seen) {
            return new ActualFunction(
                    owner, ownerIsSuperuser, returns, language, volatility, securityDefiner, settings, source, seen);
        }
    }

    /**
     * An event trigger.
     *
     * @param enabled as {@code pg_event_trigger.evtenabled}
     * @param function with its schema
     */
    public record ActualTrigger(
            String event, String enabled, Set<String> tags, String function, boolean ownerIsSuperuser) {
        public ActualTrigger {
            tags = Set.copyOf(tags);
        }
    }

    /** {@code postern.identity()}. */
    public Optional<ActualFunction> identity() {
        return Optional.ofNullable(helpers.get("identity"));
    }

    /** The objects of one kind in one schema. */
    public Optional<ObjectSummary> objects(String schema, ObjectKind kind) {
        return objects.stream()
                .filter(summary -> summary.schema().equals(schema) && summary.kind() == kind)
                .findFirst();
    }

    /** Default privileges for what a role creates; PostgreSQL's own where nobody changed them. */
    public Grants defaults(String role, ObjectKind kind) {
        Grants hardwired =
                kind == ObjectKind.ROUTINE ? new Grants(Map.of(Grants.PUBLIC, Set.of("EXECUTE"))) : Grants.NONE;
        return defaults.getOrDefault(new DefaultFor(role, kind), hardwired);
    }
}
