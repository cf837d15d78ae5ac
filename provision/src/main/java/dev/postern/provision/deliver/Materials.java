package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import dev.postern.provision.problem.ProvisionCode;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** Certificates that are given with the Binding: read, and judged before anything is written. */
final class Materials {
    private final Order order;
    private final Instant now;
    private final Map<String, ClientCertificates.Issued> given = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

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

    private void add(String what, String fix) {
        problems.add(Problem.of(ProvisionCode.CREDENTIAL_UNUSABLE, "Binding " + order.name() + ": " + what, fix));
    }
}
