package dev.postern.provision.deliver;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.PodmanSecrets;
import java.util.Map;
import java.util.Optional;

/** Where Podman's secrets are not reached from. */
public record NoPodman() implements PodmanSecrets {
    @Override
    public Optional<Secret> read(String name) {
        throw refusal(name);
    }

    @Override
    public void write(String name, Secret value, Map<String, String> labels) {
        throw refusal(name);
    }

    private static ProvisionException refusal(String name) {
        return new ProvisionException(
                ProvisionCode.NOT_ENFORCEABLE,
                "the Podman secret " + name + " is not within reach of the control plane",
                "apply the file without a control plane, on the machine that runs Podman");
    }
}
