package dev.postern.control.caller;

import java.security.cert.X509Certificate;
import java.util.List;

/** Judges a certificate chain. */
@FunctionalInterface
public interface CallerCheck {
    /**
     * @param chain as the client sent it, leaf first
     * @throws dev.postern.control.problem.ControlException when it does not count
     */
    Caller identify(List<X509Certificate> chain);
}
