package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.problem.ProvisionCode;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** Certificates that are given with the Binding: read, and judged before anything is written. */
final class Materials {
    private static final Duration MONTH = Duration.ofDays(30);

    private final Order order;
    private final Instant now;
    private final Map<String, ClientCertificates.Issued> given = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Materials(Order order, Instant now) {
        this.order = order;
        this.now = now;
    }

    /** @param purposes that need a certificate; those without a given one have to be issued */
    static Materials read(Order order, SortedSet<String> purposes, boolean issuing, Instant now) {
        Materials materials = new Materials(order, now);
        for (String purpose : purposes) {
            materials.read(purpose, issuing);
        }
        return materials;
    }

    Optional<ClientCertificates.Issued> given(String purpose) {
        return Optional.ofNullable(given.get(purpose));
    }

    Map<String, ClientCertificates.Issued> given() {
        return given;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Certificates that somebody has to renew soon. */
    List<Finding> findings() {
        return findings;
    }

    private void read(String purpose, boolean issuing) {
        Optional<Binding.ClientCertificate> files = Optional.ofNullable(
                        order.binding().credentials().get(purpose))
                .flatMap(Binding.Credential::certificate);
        if (files.isPresent()) {
            read(purpose, files.get());
        } else if (!issuing) {
            String role = order.role(purpose);
            add(
                    "nobody issues a client certificate for " + role + " here, and none is given",
                    "name one in credentials." + purpose + ".sslcert and sslkey");
        }
    }

    private void read(String purpose, Binding.ClientCertificate files) {
        try {
            List<X509Certificate> chain = CertificateFile.read(files.sslcert());
            PrivateKey key = PrivateKeyFile.read(files.sslkey());
            unfit(purpose, chain, key).ifPresent(why -> add(files.sslcert() + ": " + why, "give one that fits"));
            aging(files.sslcert(), chain).ifPresent(findings::add);
            given.put(purpose, new ClientCertificates.Issued(chain, key));
        } catch (ProblemException refused) {
            problems.addAll(refused.problems());
        }
    }

    private Optional<String> unfit(String purpose, List<X509Certificate> chain, PrivateKey key) {
        X509Certificate leaf = chain.getFirst();
        if (!KeyMatch.belong(leaf.getPublicKey(), key)) {
            return Optional.of("the key in sslkey is not the certificate's");
        }
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return Optional.of("it expired at " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return Optional.of("it is not valid before " + leaf.getNotBefore().toInstant());
        }
        List<X509Certificate> anchors = order.endpoint().clientAnchors();
        if (!anchors.isEmpty()
                && !(ChainVerifier.verify(chain, anchors, now, Purpose.CLIENT) instanceof Verification.Verified)) {
            return Optional.of(
                    ChainVerifier.verify(chain, anchors, now, Purpose.CLIENT).sentence());
        }
        return CommonName.misfit(order, purpose, leaf);
    }

    // what we do not issue we do not renew; the first of the chain to expire is what counts
    private Optional<Finding> aging(Path file, List<X509Certificate> chain) {
        X509Certificate first = Collections.min(
                chain, Comparator.comparing(one -> one.getNotAfter().toInstant()));
        Instant end = first.getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        Duration third = Duration.between(first.getNotBefore().toInstant(), end).dividedBy(3);
        Duration soon = third.compareTo(MONTH) < 0 ? third : MONTH;
        return left.isNegative() || left.compareTo(soon) >= 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        Finding.Severity.WARNING,
                        "Binding " + order.name() + ": "
                                + (first.equals(chain.getFirst())
                                        ? file.toString()
                                        : file + " has " + first.getSubjectX500Principal() + ", which")
                                + " expires in " + Renewal.words(left) + ", at " + end,
                        "have it renewed, then apply"));
    }

    private void add(String what, String fix) {
        problems.add(Problem.of(ProvisionCode.CREDENTIAL_UNUSABLE, "Binding " + order.name() + ": " + what, fix));
    }
}
