package dev.postern.provision.doctor;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.driver.DriverName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be examined: settings as somebody has written them, and who reads them.
 *
 * @param title for people when there are several, such as the section of a file
 * @param conninfo in any form; may hold a password
 * @param driver by whose rules; empty for libpq's
 * @param given variables that count before those of the environment
 * @param needs what the program needs of the server
 * @param remarks what was seen while it was read
 */
public record Subject(
        String title,
        Secret conninfo,
        Optional<DriverName> driver,
        Map<String, Secret> given,
        Needs needs,
        List<Check> remarks) {
    public Subject {
        given = Map.copyOf(given);
        remarks = List.copyOf(remarks);
    }

    public static Subject of(String conninfo, Optional<DriverName> driver) {
        return new Subject("", Secret.ofText(conninfo), driver, Map.of(), Needs.NONE, List.of());
    }

    public Subject named(String other) {
        return new Subject(other, conninfo, driver, given, needs, remarks);
    }

    /** Whatever the file says who reads it. */
    public Subject readBy(DriverName other) {
        return new Subject(title, conninfo, Optional.of(other), given, needs, remarks);
    }

    /** With more that is needed. */
    public Subject needing(Needs more) {
        return new Subject(title, conninfo, driver, given, needs.and(more), remarks);
    }
}
