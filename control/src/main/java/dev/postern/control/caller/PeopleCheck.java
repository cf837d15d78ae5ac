package dev.postern.control.caller;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Accepts certificates of the {@code people} authority that are valid now and not revoked. */
public final class PeopleCheck implements CallerCheck {
    private final List<X509Certificate> anchors;
    private final Supplier<Set<BigInteger>> revoked;
    private final String operator;
    private final InstantSource clock;

    /** @param operator the CN of the one who may do everything */
    public PeopleCheck(
            List<X509Certificate> anchors, Supplier<Set<BigInteger>> revoked, String operator, InstantSource clock) {
        this.anchors = List.copyOf(anchors);
        this.revoked = revoked;
        this.operator = operator;
        this.clock = clock;
    }

    @Override
    public Caller identify(List<X509Certificate> chain) {
        return switch (ChainVerifier.verify(chain, anchors, clock.instant(), Purpose.CLIENT)) {
            case Verification.Verified verified -> caller(verified);
            case Verification.NoCertificate none -> throw refused(none);
            case Verification.Untrusted untrusted -> throw refused(untrusted);
            case Verification.Expired expired -> throw refused(expired);
            case Verification.NotYetValid early -> throw refused(early);
            case Verification.WrongPurpose wrong -> throw refused(wrong);
            case Verification.AmbiguousName ambiguous -> throw refused(ambiguous);
        };
    }

    private Caller caller(Verification.Verified verified) {
        BigInteger serial = verified.leaf().getSerialNumber();
        String name = verified.commonName();
        if (revoked.get().contains(serial)) {
            throw new ControlException(
                    ControlCode.CALLER_UNKNOWN,
                    "the certificate of " + name + " with serial " + CertificateSummary.serial(serial) + " is revoked",
                    "log in again with ./postern login");
        }
        return new Caller(
                name,
                name.equals(operator),
                serial,
                verified.leaf().getNotAfter().toInstant());
    }

    private static ControlException refused(Verification verification) {
        return new ControlException(
                ControlCode.CALLER_UNKNOWN,
                verification.sentence(),
                "use a certificate of this Postern's people authority: ./postern login");
    }
}
