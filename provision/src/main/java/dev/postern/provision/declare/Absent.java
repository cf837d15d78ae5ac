package dev.postern.provision.declare;

import java.util.List;

/**
 * What is not to be there any more.
 *
 * @param databases go with all that is in them
 * @param roles what they own goes to the owner of the database it is in
 * @param groups of the databases: they are nobody's any more
 * @param idle declared roles whose {@code NAME_a} and {@code NAME_b} are to go, because they log in themselves
 */
public record Absent(List<String> databases, List<String> roles, List<String> groups, List<String> idle) {
    public static final Absent NOTHING = new Absent(List.of(), List.of(), List.of(), List.of());

    public Absent {
        databases = List.copyOf(databases);
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        idle = List.copyOf(idle);
    }
}
