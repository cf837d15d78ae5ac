package dev.postern.control.issue;

import dev.postern.control.declared.Declaration;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.pki.authority.CertificateWish;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Client certificates for a gateway: only for a role that some Database declares, and a caller that some rule lets in
 * under it now. So a gateway that is taken over can reach what its callers can, and no superuser.
 */
public final class GatewayIssuer implements UpstreamIssuer {
    private static final String PERSON = "user:";
    private static final Duration TTL = Duration.ofDays(1);

    private final Issuance issuance;
    private final Supplier<Declaration> declared;

    public GatewayIssuer(Issuance issuance, Supplier<Declaration> declared) {
        this.issuance = issuance;
        this.declared = declared;
    }

    @Override
    public List<X509Certificate> issue(String role, String subject, PublicKey key) {
        // a certificate has room for a bare name: it is a person's, so nobody else may have one
        if (!subject.startsWith(PERSON) || !declared.get().allows(subject, role)) {
            throw new ControlException(
                    ControlCode.NO_RULE,
                    "no rule lets " + subject + " use role " + role + ", so there is no certificate for the two",
                    "add an AccessRule, or declare the role on a Database");
        }
        String person = subject.substring(PERSON.length());
        return List.of(issuance.sign(new CertificateWish.Client(role, person, "gateway", TTL), key, "gateway"));
    }
}
