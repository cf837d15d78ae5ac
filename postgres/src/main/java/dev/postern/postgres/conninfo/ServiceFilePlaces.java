package dev.postern.postgres.conninfo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where libpq looks for services, as a function of what it is told.
 *
 * @param personal the file of the person: read first; what Postern edits
 * @param system the file of the machine: read when the personal one has no such service
 */
public record ServiceFilePlaces(Path personal, Path system) {
    private static final String PERSONAL = ".pg_service.conf";
    private static final String SYSTEM = "pg_service.conf";

    /**
     * {@code PGSERVICEFILE} takes the place of the personal file. Without it libpq looks in the home folder: up to version
     * 14 in that of the passwd entry, from 15 on in {@code HOME} first.
     *
     * @param environment of the client
     * @param passwdHome home folder of the client's user by the passwd database
     * @param sysconfdir that libpq was built with, when {@code PGSYSCONFDIR} is not set
     * @param libpqMajor version of the client's libpq
     */
    public static ServiceFilePlaces of(
            Map<String, String> environment, Path passwdHome, Path sysconfdir, int libpqMajor) {
        Path home = Optional.ofNullable(environment.get("HOME"))
                .filter(value -> libpqMajor >= 15 && !value.isEmpty())
                .map(Path::of)
                .orElse(passwdHome);
        Path personal = Optional.ofNullable(environment.get("PGSERVICEFILE"))
                .map(Path::of)
                .orElse(home.resolve(PERSONAL));
        Path system = Optional.ofNullable(environment.get("PGSYSCONFDIR"))
                .map(Path::of)
                .orElse(sysconfdir);
        return new ServiceFilePlaces(personal, system.resolve(SYSTEM));
    }

    /** Every personal file that some libpq would read: they differ when {@code HOME} is not the passwd entry's. */
    public static List<Path> personalOfAnyVersion(Map<String, String> environment, Path passwdHome) {
        List<Path> all = new ArrayList<>();
        for (int major : new int[] {15, 14}) {
            Path personal = of(environment, passwdHome, passwdHome, major).personal();
            if (!all.contains(personal)) {
                all.add(personal);
            }
        }
        return all;
    }
}
