package dev.postern.provision.declare;

import java.util.List;

/**
 * What is not to be there any more.
 *
 * @param databases go with all that is in them
 * @param roles what they own goes to the owner of the database it is in
 */
public record Absent(List<String> databases, List<String> roles) {
    public static final Absent NOTHING = new Absent(List.of(), List.of());

    public Absent {
        databases = List.copyOf(databases);
        roles = List.copyOf(roles);
    }
}
