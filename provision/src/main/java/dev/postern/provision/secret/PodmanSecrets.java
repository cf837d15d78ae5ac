package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import java.util.Map;
import java.util.Optional;

/** The secrets of Podman on this machine, of the user that we are. */
public interface PodmanSecrets {
    /**
     * @return empty if there is none of this name
     * @throws dev.postern.provision.problem.ProvisionException if Podman is not there, too old to show it, or refuses
     */
    Optional<Secret> read(String name);

    /**
     * Makes it, or puts it in the place of what is there. Containers that run keep what they started with.
     *
     * @param labels that the secret carries then, and no others
     * @throws dev.postern.provision.problem.ProvisionException if Podman is not there, too old to replace, or refuses
     */
    void write(String name, Secret value, Map<String, String> labels);

    /** The same secrets through the program {@code podman}. */
    static PodmanSecrets of(CommandRunner commands) {
        return new PodmanProgram(commands);
    }
}
