package dev.postern.provision.observe;

import java.util.List;

/**
 * What declared roles and PUBLIC may do in a database by grants of their own, and what belongs to others, counted.
 * Whether it is more than a profile says, a plan decides.
 *
 * @param foreign by owner: what is neither the database's owner's nor a migrator's nor a service's
 */
public record ActualExcess(List<Direct> direct, List<ByDefault> byDefault, List<Foreign> foreign) {
    public static final ActualExcess NOTHING = new ActualExcess(List.of(), List.of(), List.of());

    public ActualExcess {
        direct = List.copyOf(direct);
        byDefault = List.copyOf(byDefault);
        foreign = List.copyOf(foreign);
    }

    /**
     * One privilege on objects of one kind.
     *
     * @param grantee a role, or {@link Grants#PUBLIC}
     * @param columns whether on columns of tables only
     * @param managed whether in schemas that the profiles are about
     * @param names of the first, as PostgreSQL quotes them
     */
    public record Direct(
            String grantee,
            ObjectKind kind,
            boolean columns,
            boolean managed,
            String privilege,
            long count,
            List<String> names,
            List<String> schemas) {
        public Direct {
            names = List.copyOf(names);
            schemas = List.copyOf(schemas);
        }
    }

    /**
     * One default privilege on what is still to be made.
     *
     * @param schemas none: wherever it is made
     */
    public record ByDefault(
            String grantee, ObjectKind kind, String privilege, List<String> creators, List<String> schemas) {
        public ByDefault {
            creators = List.copyOf(creators);
            schemas = List.copyOf(schemas);
        }
    }

    /**
     * What belongs to one role.
     *
     * @param names of the first, each with what {@code ALTER} calls it
     */
    public record Foreign(String owner, boolean superuser, long count, List<String> names, List<String> schemas) {
        public Foreign {
            names = List.copyOf(names);
            schemas = List.copyOf(schemas);
        }
    }
}
