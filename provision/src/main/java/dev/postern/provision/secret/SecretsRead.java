package dev.postern.provision.secret;

import dev.postern.kernel.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * What a batch of sources gave.
 *
 * @param values by the labels that were asked with
 * @param warnings what works and should not stay, such as a secret in the declaration itself
 */
public record SecretsRead(Map<String, SecretValue> values, List<Problem> warnings) {
    public SecretsRead {
        values = Map.copyOf(values);
        warnings = List.copyOf(warnings);
    }
}
