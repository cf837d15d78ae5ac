package dev.postern.provision.consumer;

import java.util.Optional;

/**
 * One role of a Binding, as its consumer uses it.
 *
 * @param role as declared
 * @param user what it logs in as: the role, or one of its two alternate logins
 * @param password empty if it has none
 */
public record Login(String role, String user, Optional<Password> password) {
    public static Login withoutPassword(String role) {
        return new Login(role, role, Optional.empty());
    }

    public static Login with(String role, Password password) {
        return new Login(role, role, Optional.of(password));
    }
}
