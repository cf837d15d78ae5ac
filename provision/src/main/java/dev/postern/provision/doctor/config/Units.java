package dev.postern.provision.doctor.config;

import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.message.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the units of the database that Flight Control brings along are masked: otherwise it is started beside the external
 * one.
 *
 * @param folder where systemd keeps what an administrator has decided
 */
public record Units(Path folder) {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final List<String> BUILT_IN = List.of("flightctl-db.service", "flightctl-db-users-init.service");

    /** Of the machine that has this root: nothing where Flight Control is not installed. */
    public static Optional<Check> of(Path root) {
        return Files.isDirectory(root.resolve("etc/flightctl"))
                ? new Units(root.resolve("etc/systemd/system")).check()
                : Optional.empty();
    }

    /** Nothing where there is no systemd. */
    Optional<Check> check() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<String> open = BUILT_IN.stream().filter(unit -> !masked(unit)).toList();
        return Optional.of(
                open.isEmpty()
                        ? Check.ok(Step.SETTINGS, String.join(", ", BUILT_IN) + " are masked")
                        : Check.warning(
                                Step.SETTINGS,
                                String.join(", ", open) + (open.size() == 1 ? " is" : " are") + " not masked",
                                "Flight Control starts the database that it brings along, beside the external one, and some"
                                        + " services may find that",
                                "sudo systemctl mask " + String.join(" ", BUILT_IN)
                                        + " && sudo systemctl daemon-reload && sudo systemctl restart flightctl.target"));
    }

    private boolean masked(String unit) {
        Path file = folder.resolve(unit);
        try {
            return Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(NOTHING);
        } catch (IOException _) {
            return false;
        }
    }
}
