package dev.postern.provision.doctor.config;

import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.message.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read a file.
 *
 * @param file its name
 * @param mode as ls shows it; empty if that cannot be told
 */
record Exposure(String file, String mode) {
    static Exposure of(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return new Exposure(file.toString(), PosixFilePermissions.toString(permissions));
        } catch (IOException | UnsupportedOperationException _) {
            return new Exposure(file.toString(), "");
        }
    }

    /** A password stands in it. */
    Optional<Check> password(String key, String better) {
        boolean open = mode.length() == 9 && mode.charAt(6) == 'r';
        return Optional.of(Check.warning(
                Step.SETTINGS,
                "a password stands in " + file + ", at " + key
                        + (open ? ", which everybody may read (" + mode + ")" : ""),
                "it is copied with the file: into version control, ConfigMaps, backups, helm get values",
                better + (open ? "; chmod 0600 " + file + ", and change the password" : "")));
    }
}
