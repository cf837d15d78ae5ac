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
 * @param idle declared roles that these two logged in for before, and nobody needs them any more: they are to go
 */
public record Logins(Map<String, ScramVerifier> verifiers, Set<String> alternates, Set<String> idle) {
    public static final Logins NONE = new Logins(Map.of(), Set.of());

    public Logins(Map<String, ScramVerifier> verifiers, Set<String> alternates) {
        this(verifiers, alternates, Set.of());
    }

    public Logins dropping(Set<String> unused) {
        return new Logins(verifiers, alternates, unused);
    }

    public Logins {
        verifiers = Map.copyOf(verifiers);
        alternates = Set.copyOf(alternates);
        idle = Set.copyOf(idle);
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
