package dev.postern.api;

import java.time.Instant;

/**
 * Who the control plane takes the caller for.
 *
 * @param subject as rules name it: {@code user:NAME}
 * @param serial of the certificate that was shown, hexadecimal
 */
public record WhoAmI(String name, String subject, boolean operator, String serial, Instant notAfter) {}
