package dev.postern.provision.doctor;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import dev.postern.provision.doctor.message.Step;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server's chain is worth to a client with these roots, which wants this host. */
final class CertificateJudge {
    private static final Duration SOON = Duration.ofDays(14);
    private static final int WEAK_RSA = 2048;

    private final String host;
    private final List<X509Certificate> chain;
    private final Instant now;
    private final Client client;
    private final X509Certificate leaf;
    private final CertificateSummary summary;

    CertificateJudge(String host, List<X509Certificate> chain, Instant now, Client client) {
        this.host = host;
        this.chain = chain;
        this.now = now;
        this.client = client;
        this.leaf = chain.getFirst();
        this.summary = CertificateSummary.of(leaf);
    }

    /** Of a client that verifies nothing. */
    List<Check> unverified() {
        List<Check> checks = new ArrayList<>(
                List.of(Check.ok(Step.TLS, "the server shows " + described() + "; this client does not verify it")));
        checks.addAll(remarks());
        return checks;
    }

    /** @param names whether the client compares the host with the certificate */
    List<Check> verified(List<X509Certificate> anchors, boolean names) {
        List<Check> checks = new ArrayList<>();
        Optional<Check> distrust = distrust(anchors);
        if (distrust.isPresent()) {
            return List.of(distrust.get());
        }
        client.revocations().ifPresent(lists -> checks.addAll(lists.checks(chain, anchors, now)));
        if (!checks.isEmpty() && checks.getLast().outcome() == Check.Outcome.FAILED) {
            return checks;
        }
        if (names) {
            Check name = name();
            if (name.outcome() == Check.Outcome.FAILED) {
                return List.of(name);
            }
            checks.add(name);
        } else {
            checks.add(Check.warning(
                    Step.TLS,
                    "the chain of " + described() + " is good, and the name is not compared",
                    "whoever has any certificate of the same authority can pose as this server",
                    "sslmode=verify-full"));
        }
        checks.addAll(remarks());
        return checks;
    }

    private Optional<Check> distrust(List<X509Certificate> anchors) {
        Verification found = ChainVerifier.verify(chain, anchors, now, Purpose.SERVER);
        return switch (found) {
            case Verification.Verified _, Verification.AmbiguousName _ -> Optional.empty();
            case Verification.WrongPurpose _ when saysNoPurpose() -> Optional.empty();
            case Verification.WrongPurpose wrong ->
                Optional.of(Check.failed(
                        Step.TLS,
                        wrong.sentence(),
                        "it was issued for something else, such as a client",
                        "issue one with TLS Web Server Authentication"));
            case Verification.Expired expired ->
                Optional.of(Check.failed(
                        Step.TLS,
                        expired.sentence(),
                        "nobody renewed it, or the server was not reloaded since",
                        "renew it at the server and reload: the old one stays in force until then"));
            case Verification.NotYetValid early ->
                Optional.of(Check.failed(
                        Step.TLS,
                        early.sentence(),
                        "a clock is wrong: here it is " + now,
                        "compare date -u on both machines"));
            case Verification.Untrusted _, Verification.NoCertificate _ -> Optional.of(untrusted(anchors));
        };
    }

    private Check untrusted(List<X509Certificate> anchors) {
        X509Certificate last = chain.getLast();
        boolean selfSigned = leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal());
        boolean sameName =
                anchors.stream().anyMatch(root -> root.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
        String roots = anchors.isEmpty()
                ? "no root"
                : String.join(
                        ", ",
                        anchors.stream()
                                .limit(3)
                                .map(root -> CertificateSummary.of(root).subject())
                                .toList());
        String saw = "the server's certificate, issued by " + summary.issuer()
                + ", does not lead to a root of this client (" + roots + ")";
        if (sameName) {
            return Check.failed(
                    Step.TLS,
                    saw,
                    "the client's root has the same name but another key: the authority was made anew, and one side has"
                            + " the old one",
                    "give the client the root that signed this certificate: sslrootcert");
        }
        if (selfSigned) {
            return Check.failed(
                    Step.TLS,
                    saw,
                    "the server signed its certificate itself",
                    "have it signed by the authority of sslrootcert, or name that very certificate there");
        }
        if (chain.size() == 1) {
            return Check.failed(
                    Step.TLS,
                    saw,
                    "another authority signed it, or an intermediate is missing: the server sends its own certificate only",
                    "put the intermediates into the server's ssl_cert_file after its own, or name the right root with"
                            + " sslrootcert");
        }
        return Check.failed(Step.TLS, saw, "another authority signed it", "name the root that did with sslrootcert");
    }

    private Check name() {
        CertificateNames names = summary.names();
        return switch (ServerNames.of(host, names)) {
            case ALTERNATIVE_NAME -> Check.ok(Step.TLS, "the server is " + described() + ", verified for " + host);
            case COMMON_NAME_ONLY -> commonName();
            case NONE ->
                Check.failed(
                        Step.TLS,
                        "the server's certificate is for " + ServerNames.text(names) + ", and the client asks for "
                                + host,
                        ServerNames.isAddress(host)
                                ? "an address was named, and the certificate has no such address"
                                : "the host is known to the certificate under another name",
                        "connect by a name of the certificate (hostaddr= keeps the address), or issue it with"
                                + " subjectAltName=" + alternative());
        };
    }

    private Check commonName() {
        String saw = "the server is " + described() + ": " + host + " stands in its common name only";
        String fix = "issue it with subjectAltName=" + alternative();
        return client.refusesCommonName()
                .map(driver -> Check.failed(
                        Step.TLS,
                        saw,
                        driver
                                + " looks at subject alternative names only and refuses it; libpq and pgjdbc would take it",
                        fix))
                .orElseGet(() -> Check.warning(
                        Step.TLS,
                        saw,
                        client.driver().isEmpty()
                                ? "libpq and pgjdbc take that; pgx, lib/pq and Python refuse it"
                                : client.word() + " takes that; pgx, lib/pq and Python refuse it",
                        fix));
    }

    private String alternative() {
        return (ServerNames.isAddress(host) ? "IP:" : "DNS:") + host;
    }

    private List<Check> remarks() {
        List<Check> remarks = new ArrayList<>();
        Duration left = Duration.between(now, summary.notAfter());
        if (!left.isNegative() && left.compareTo(SOON) < 0) {
            remarks.add(Check.warning(
                    Step.TLS,
                    "the server's certificate ends at " + summary.notAfter(),
                    "in " + left.toDays() + " days every client that verifies will refuse it",
                    "renew it and reload"));
        }
        if (leaf.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < WEAK_RSA) {
            remarks.add(Check.warning(
                    Step.TLS,
                    "the server's key is RSA of " + rsa.getModulus().bitLength() + " bits",
                    "that is too short for many clients and for its purpose",
                    "issue one of P-256 or RSA 2048 and more"));
        }
        return remarks;
    }

    private boolean saysNoPurpose() {
        try {
            return leaf.getExtendedKeyUsage() == null && leaf.getBasicConstraints() == -1;
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    private String described() {
        return ServerNames.text(summary.names()) + " (issued by " + summary.issuer() + ", until " + summary.notAfter()
                + ")";
    }
}
