package dev.postern.control.login;

import dev.postern.api.Databases;
import dev.postern.api.Login;
import dev.postern.api.Logout;
import dev.postern.api.Route;
import dev.postern.api.WhoAmI;
import dev.postern.control.caller.Caller;
import dev.postern.control.issue.Issuance;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.control.publish.Publisher;
import dev.postern.control.store.LoginTable;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.CertificateWish;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.Pem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Logs people in and out, always themselves. */
public final class LoginService {
    private static final Logger LOG = System.getLogger(LoginService.class.getName());
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** Dates of certificates are in whole seconds, and signing takes a moment. */
    private static final Duration SIGNING = Duration.ofSeconds(1);

    private static final int LONGEST_SERIAL = 40;
    private static final int P256_BITS = 256;

    private final Issuance issuance;
    private final LoginTable logins;
    private final Publisher publisher;
    private final Supplier<Optional<HostPort>> gateway;
    private final Supplier<BigInteger> operatorAnew;
    private final Duration usual;
    private final Duration longest;
    private final InstantSource clock;

    /**
     * @param operatorAnew replaces the operator's own key and certificate, and says the new one's serial
     * @param gateway where clients reach it; empty when none runs
     * @param usual how long a certificate lasts when nobody asks otherwise
     */
    public LoginService(
            Issuance issuance,
            LoginTable logins,
            Publisher publisher,
            Supplier<Optional<HostPort>> gateway,
            Supplier<BigInteger> operatorAnew,
            Duration usual,
            Duration longest,
            InstantSource clock) {
        this.issuance = issuance;
        this.logins = logins;
        this.publisher = publisher;
        this.gateway = gateway;
        this.operatorAnew = operatorAnew;
        this.usual = usual;
        this.longest = longest;
        this.clock = clock;
    }

    public Databases databases(Caller caller) {
        return reachable(caller).databases();
    }

    public WhoAmI whoAmI(Caller caller) {
        return new WhoAmI(
                caller.name(),
                caller.subject(),
                caller.operator(),
                CertificateSummary.serial(caller.serial()),
                caller.notAfter());
    }

    /**
     * A certificate for the caller's own name; nothing of the request but its public key is certified. One that is asked for
     * with a login's certificate ends with that login at the latest: whoever has stolen one cannot renew it.
     */
    public Login.Answer login(Caller caller, Login.Request request) {
        Optional<Instant> loginEnd = logins.end(caller.serial());
        Duration ttl = ttl(caller, request, loginEnd);
        X509Certificate certificate =
                issuance.sign(new CertificateWish.Person(caller.name(), ttl), key(request), caller.subject());
        add(caller, certificate, loginEnd.isPresent());
        String serial = CertificateSummary.serial(certificate.getSerialNumber());
        LOG.log(Level.INFO, "event=login caller={0} serial={1}", caller.name(), serial);
        return new Login.Answer(
                caller.name(),
                serial,
                certificate.getNotAfter().toInstant(),
                Pem.write(certificate),
                Pem.write(issuance.anchors(AuthorityName.SERVER)),
                gateway.get()
                        .map(address -> reachable(caller).services(address))
                        .orElse(List.of()));
    }

    /** When this returns, the gateway and the API refuse those certificates, and their sessions are about to end. */
    public Logout.Answer logout(Caller caller, Logout.Request request) {
        List<BigInteger> revoked = request.serial()
                .map(serial -> logins.revoke(caller.name(), serial(serial), clock.instant()))
                .orElseGet(() -> revokeAll(caller));
        if (revoked.isEmpty() && request.serial().isPresent()) {
            throw new ControlException(
                    ControlCode.NOT_FOUND,
                    caller.name() + " has no login with that serial that is still valid",
                    "look at the certificate's serial: openssl x509 -noout -serial -in FILE");
        }
        publisher.publish();
        List<String> serials = revoked.stream().map(CertificateSummary::serial).toList();
        LOG.log(Level.INFO, "event=logout caller={0} serials={1}", caller.name(), serials);
        return new Logout.Answer(serials);
    }

    private Duration ttl(Caller caller, Login.Request request, Optional<Instant> loginEnd) {
        Duration asked = request.ttl().orElse(usual);
        if (asked.compareTo(SHORTEST) < 0 || asked.compareTo(longest) > 0) {
            throw new ControlException(
                    ControlCode.REQUEST_UNREADABLE,
                    "a login lasts from " + SHORTEST.toSeconds() + " s to " + longest.toSeconds() + " s, not "
                            + asked.toSeconds() + " s",
                    "ask for a time in between");
        }
        // the operator's own certificate is what logins begin with; any other's is itself of limited time
        Optional<Instant> end = loginEnd.isPresent() || caller.operator() ? loginEnd : Optional.of(caller.notAfter());
        if (end.isEmpty()) {
            return asked;
        }
        Duration left = Duration.between(clock.instant(), end.get()).minus(SIGNING);
        if (left.compareTo(SHORTEST) < 0) {
            throw new ControlException(
                    ControlCode.LOGIN_OVER,
                    "the login of " + caller.name() + " that this certificate comes from ends at " + end.get()
                            + ", and no certificate that is got by it lasts longer",
                    "log in anew with the operator's own certificate: ./postern login");
        }
        return asked.compareTo(left) < 0 ? asked : left;
    }

    private void add(Caller caller, X509Certificate certificate, boolean successor) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (!successor) {
            logins.add(certificate.getSerialNumber(), caller.name(), begin, end);
        } else if (!logins.addSuccessor(certificate.getSerialNumber(), caller.serial(), caller.name(), begin, end)) {
            throw new ControlException(
                    ControlCode.CALLER_UNKNOWN,
                    "the certificate of " + caller.name() + " with serial " + CertificateSummary.serial(caller.serial())
                            + " is revoked",
                    "log in again with ./postern login");
        }
    }

    private List<BigInteger> revokeAll(Caller caller) {
        Optional<BigInteger> kept = caller.operator() ? Optional.of(operatorAnew.get()) : Optional.empty();
        return logins.revokeAll(caller.name(), kept, clock.instant());
    }

    private Reachable reachable(Caller caller) {
        return new Reachable(publisher.declaration(), publisher.get(), caller);
    }

    private static PublicKey key(Login.Request request) {
        int size = request.publicKey().length();
        if (size > Route.MOST_CERTIFICATE_BYTES) {
            throw new ControlException(
                    ControlCode.REQUEST_TOO_LARGE,
                    "the public key has " + size + " characters, " + Route.MOST_CERTIFICATE_BYTES + " is the most",
                    "send the key alone, as PEM");
        }
        PublicKey key = Pem.publicKey("the request's public key", request.publicKey());
        if (!(key instanceof ECPublicKey ec)
                || ec.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new ControlException(
                    ControlCode.REQUEST_UNREADABLE,
                    "the public key is " + key.getAlgorithm() + "; only EC keys on P-256 are certified",
                    "make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
        }
        return key;
    }

    private static BigInteger serial(String hex) {
        if (!hex.matches("[0-9a-fA-F]{1," + LONGEST_SERIAL + "}")) {
            throw new ControlException(
                    ControlCode.REQUEST_UNREADABLE,
                    "the serial is not a hexadecimal number of at most " + LONGEST_SERIAL + " digits",
                    "give it as openssl x509 -noout -serial prints it");
        }
        return new BigInteger(hex, 16);
    }
}
