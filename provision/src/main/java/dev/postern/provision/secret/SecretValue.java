package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;

/** What a source gives. */
public sealed interface SecretValue {
    /** The secret itself. */
    record Known(Secret secret) implements SecretValue {}

    /** A placeholder that another tool replaces later. It can be rendered, not applied. */
    record Unresolved(String placeholder) implements SecretValue {}

    /**
     * @param use as a sentence begins: {@code Binding flightctl: the password of flightctl_app}
     * @throws ProvisionException if it is a placeholder
     */
    default Secret orRefuse(String use) {
        return switch (this) {
            case Known known -> known.secret();
            case Unresolved unresolved ->
                throw new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        use + " is the placeholder " + unresolved.placeholder() + ", which only `render` passes on",
                        "give the secret itself where it is to be applied: file, env, podmanSecret, secretKeyRef, vault");
        };
    }
}
