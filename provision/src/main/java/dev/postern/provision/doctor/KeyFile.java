package dev.postern.provision.doctor;

import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Whether a driver takes the file of the client's key, by who may read it. */
final class KeyFile {
    private static final int OTHERS = 0077;

    private KeyFile() {}

    /** Nothing if there is no key, or all is well. */
    static Optional<Check> check(Conninfo conninfo, DriverRules rules, Place place) {
        String usual = rules.driver() == DriverName.PGJDBC ? "postgresql.pk8" : "postgresql.key";
        return conninfo.get("sslkey")
                .filter(said -> !said.isEmpty())
                .map(Path::of)
                .or(() -> Optional.of(place.home().resolve(".postgresql").resolve(usual))
                        .filter(_ -> rules.looksAtHome()))
                .filter(Files::exists)
                .flatMap(file -> judge(file, rules));
    }

    /** Nothing if all is well. */
    static Optional<Check> judge(Path file, DriverRules rules) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            boolean roots = Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
            int mode = mode(permissions);
            String saw = "the key " + file + " has the mode " + String.format("%04o", mode)
                    + (roots ? " and belongs to root" : "");
            String fix = "chmod 0600 " + file + "; in Kubernetes defaultMode: 0400 of the volume, or 0440 with fsGroup"
                    + " where root owns it";
            boolean der = rules.driver() == DriverName.PGJDBC && file.toString().endsWith(".der");
            if (!der && !rules.readsKey(mode, roots)) {
                return Optional.of(Check.failed(
                        Step.SETTINGS,
                        saw,
                        rules.driver().word() + " refuses a key that others may read, before it connects",
                        fix));
            }
            return (mode & OTHERS & ~(roots ? 0040 : 0)) == 0
                    ? Optional.empty()
                    : Optional.of(Check.warning(
                            Step.SETTINGS,
                            saw + ": others may read it",
                            rules.driver().word() + " does not mind; whoever can read it can log in with it",
                            fix));
        } catch (IOException | UnsupportedOperationException failure) {
            return Optional.of(Check.warning(
                    Step.SETTINGS,
                    "who may read the key " + file + " cannot be told: " + failure.getMessage(),
                    "it belongs to somebody else, or lies on a file system without modes",
                    "ls -l " + file));
        }
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (char each : PosixFilePermissions.toString(permissions).toCharArray()) {
            mode = mode << 1 | (each == '-' ? 0 : 1);
        }
        return mode;
    }
}
