package dev.postern.gateway.authenticate;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.authenticate.Authentication.Rejected;
import dev.postern.kernel.problem.Problem;
import dev.postern.pki.x509.ChainVerifier.Validity;
import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Judges client certificates. Trust in a chain is remembered; dates and revocation are looked at every time. */
public final class Authenticator {
    private static final int MOST_OF_A_NAME = 150;

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final InstantSource clock;
    private volatile TrustedPaths trusted = new TrustedPaths(List.of());

    public Authenticator(InstantSource clock) {
        this.clock = clock;
    }

    /** Blocks for a chain that was not seen under these anchors before. */
    public Authentication judge(List<X509Certificate> chain, List<X509Certificate> anchors, Set<BigInteger> revoked) {
        if (chain.isEmpty()) {
            return rejected(
                    GatewayCode.CERTIFICATE_MISSING,
                    "no client certificate was presented",
                    "run \"postern login\" and connect with sslcert and sslkey");
        }
        X509Certificate leaf = chain.getFirst();
        Optional<Validity> path = paths(anchors).trust(chain);
        if (path.isEmpty()) {
            return rejected(
                    GatewayCode.CERTIFICATE_UNTRUSTED,
                    "the client certificate " + show(leaf) + ", issued by \"" + shown(leaf.getIssuerX500Principal())
                            + "\", comes from no authority for callers",
                    "run \"postern login\" for a certificate of this gateway's people authority");
        }
        return judge(leaf, path.get(), revoked);
    }

    private Authentication judge(X509Certificate leaf, Validity path, Set<BigInteger> revoked) {
        Instant now = clock.instant();
        if (now.isAfter(path.notAfter())) {
            return rejected(
                    GatewayCode.CERTIFICATE_EXPIRED,
                    "the client certificate " + show(leaf) + " expired at " + path.notAfter() + ", it is " + now,
                    "run \"postern login\" for a new one");
        }
        if (now.isBefore(path.notBefore())) {
            return rejected(
                    GatewayCode.CERTIFICATE_NOT_YET_VALID,
                    "the client certificate " + show(leaf) + " is valid from " + path.notBefore() + " on, it is " + now,
                    "check the clocks of this machine and of the one that issued it");
        }
        if (revoked.contains(leaf.getSerialNumber())) {
            return rejected(
                    GatewayCode.CERTIFICATE_REVOKED,
                    "the client certificate " + show(leaf) + " is revoked",
                    "ask your operator; a new one comes from \"postern login\" if you may still have one");
        }
        if (!forClients(leaf)) {
            return rejected(
                    GatewayCode.CERTIFICATE_PURPOSE,
                    "the certificate " + show(leaf) + " is not made for clients (extended key usage clientAuth)",
                    "use the certificate that \"postern login\" writes, not a server's");
        }
        return switch (CertificateName.caller(leaf)) {
            case Rejected rejected -> rejected;
            case Caller caller -> new Caller(caller.subject(), caller.name(), caller.serial(), path.notAfter());
        };
    }

    private TrustedPaths paths(List<X509Certificate> anchors) {
        TrustedPaths current = trusted;
        if (!current.anchors().equals(anchors)) {
            current = new TrustedPaths(anchors);
            trusted = current;
        }
        return current;
    }

    private static boolean forClients(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages != null && usages.contains(CLIENT_AUTH);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    static String show(X509Certificate leaf) {
        return "\"" + shown(leaf.getSubjectX500Principal()) + "\" (serial "
                + leaf.getSerialNumber().toString(16) + ")";
    }

    // a stranger's own words, as long as a stranger likes
    private static String shown(X500Principal name) {
        String text = name.getName();
        return text.length() <= MOST_OF_A_NAME ? text : text.substring(0, MOST_OF_A_NAME) + "…";
    }

    static Rejected rejected(GatewayCode code, String what, String fix) {
        return new Rejected(Problem.of(code, what, fix));
    }
}
