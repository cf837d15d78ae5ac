package dev.postern.provision.rotate;

import dev.postern.model.Binding.Rotation;

/**
 * Whose password is to be changed, and how.
 *
 * @param role as declared; for {@link Rotation#ALTERNATE} the one that {@code role_a} and {@code role_b} log in for
 * @param disableOld whether the login that goes out of use loses its password at once, instead of at the next rotation;
 *     says nothing in {@link Rotation#IN_PLACE}, where the old password ends anyway
 */
public record Wish(String role, Rotation how, boolean disableOld) {}
