package dev.postern.provision.rotate;

import dev.postern.provision.password.Match;
import java.time.Duration;
import java.util.Optional;

/**
 * What a rotation did.
 *
 * @param user what the consumer logs in as now
 * @param resumed whether it ended one that was begun before
 * @param window how long the consumer could read a password that the server did not take yet, at most; empty when there
 *     was no such time (alternating logins), or when it began in an earlier run that was interrupted
 * @param proof what a login with the new password said; {@link Match.Matches} or {@link Match.Unknown}
 * @param oldDisabled whether the login that went out of use has no password any more
 */
public record RotationReceipt(
        String role, String user, boolean resumed, Optional<Duration> window, Match proof, boolean oldDisabled) {}
