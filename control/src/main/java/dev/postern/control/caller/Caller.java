package dev.postern.control.caller;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A person who showed a certificate that counts.
 *
 * @param name the certificate's CN
 * @param operator may do everything
 */
public record Caller(String name, boolean operator, BigInteger serial, Instant notAfter) {
    /** As rules name it. */
    public String subject() {
        return "user:" + name;
    }
}
