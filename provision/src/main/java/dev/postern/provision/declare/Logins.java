package dev.postern.provision.declare;

import dev.postern.postgres.scram.ScramVerifier;
import java.util.Map;
import java.util.Set;

/**
 * What is decided about logins by whoever knows the passwords.
 *
 * @param verifiers by role, also {@code NAME_a} and {@code NAME_b}: those that are to be set because the server has
 *     another or none
 * @param alternates declared roles that {@code NAME_a} and {@code NAME_b} log in for, in turn
 */
public record Logins(Map<String, ScramVerifier> verifiers, Set<String> alternates) {
    public static final Logins NONE = new Logins(Map.of(), Set.of());

    public Logins {
        verifiers = Map.copyOf(verifiers);
        alternates = Set.copyOf(alternates);
    }

    /** One of the two that log in for a role. */
    public enum Turn {
        A("_a"),
        B("_b");

        private final String suffix;

        Turn(String suffix) {
            this.suffix = suffix;
        }

        /** {@code NAME_a} or {@code NAME_b}. */
        public String of(String role) {
            return role + suffix;
        }
    }
}
