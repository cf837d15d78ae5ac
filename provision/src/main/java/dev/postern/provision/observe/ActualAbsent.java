package dev.postern.provision.observe;

import java.util.List;

/**
 * What is there and is not to be.
 *
 * @param roles those that log in for others before these
 */
public record ActualAbsent(List<Database> databases, List<Role> roles) {
    public static final ActualAbsent NOTHING = new ActualAbsent(List.of(), List.of());

    public ActualAbsent {
        databases = List.copyOf(databases);
        roles = List.copyOf(roles);
    }

    /** @param current whether it is the one that the administrator works from */
    public record Database(String name, String owner, boolean usable, boolean current, Going going) {
        Database with(Going seen) {
            return new Database(name, owner, usable, current, seen);
        }
    }

    ActualAbsent with(List<Database> seen) {
        return new ActualAbsent(seen, roles);
    }

    /**
     * @param usable whether the administrator has its rights
     * @param places the databases that it owns something in or has rights on something in
     * @param obstacles why it cannot be dropped; none if it can
     */
    public record Role(
            String name,
            boolean superuser,
            boolean login,
            boolean usable,
            boolean administered,
            List<Place> places,
            List<String> obstacles) {
        public Role {
            places = List.copyOf(places);
            obstacles = List.copyOf(obstacles);
        }

        Role with(List<Place> seen, List<String> inTheWay) {
            return new Role(name, superuser, login, usable, administered, seen, inTheWay);
        }
    }

    /**
     * One database that a role has something in.
     *
     * @param open whether the administrator may connect to it
     * @param ownerUsable whether the administrator has its owner's rights
     */
    public record Place(String database, boolean open, String owner, boolean ownerUsable) {}

    /** The roles that can be dropped: what they own will be others'. */
    public List<String> leaving() {
        return roles.stream()
                .filter(role -> role.obstacles().isEmpty())
                .map(Role::name)
                .toList();
    }
}
