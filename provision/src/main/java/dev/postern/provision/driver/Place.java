package dev.postern.provision.driver;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where a program would run.
 *
 * @param environment its variables
 * @param home its user's home folder
 * @param there whether there is such a file
 */
public record Place(Map<String, String> environment, Path home, Predicate<Path> there) {
    public Place {
        environment = Map.copyOf(environment);
    }

    /** Nowhere in particular: no variables, no default files; the files that a string names are there. */
    public static Place nowhere() {
        return new Place(Map.of(), Path.of("~"), file -> !file.startsWith("~"));
    }
}
