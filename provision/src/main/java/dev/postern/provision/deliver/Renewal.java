package dev.postern.provision.deliver;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Content.Encoding;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a certificate that we issued is still good where it lies. */
record Renewal(Order order, Instant now) {
    /** What calls for a new certificate and key; nothing, and what is there. */
    record Judged(List<String> reasons, Optional<ClientCertificates.Issued> there) {}

    Judged judge(DeliveryFolder folder, String purpose) {
        Path certificate = folder.place(new Content.Chain(purpose)).orElseThrow();
        Path key = folder.place(new Content.Key(purpose, Encoding.PEM)).orElseThrow();
        try {
            List<X509Certificate> chain =
                    Pem.certificates(String.valueOf(certificate.getFileName()), Files.readString(certificate));
            return judge(folder, purpose, chain, PrivateKeyFile.read(existing(key)));
        } catch (NoSuchFileException missing) {
            return refused(Path.of(missing.getFile()).getFileName() + " is missing");
        } catch (IOException failure) {
            return refused("cannot be read: " + failure.getMessage());
        } catch (ProblemException unusable) {
            return refused(unusable.first().what());
        }
    }

    private Judged judge(DeliveryFolder folder, String purpose, List<X509Certificate> chain, PrivateKey key) {
        List<String> reasons = new ArrayList<>();
        unfit(purpose, chain).ifPresent(reasons::add);
        aging(chain.getFirst()).ifPresent(reasons::add);
        if (!KeyMatch.belong(chain.getFirst().getPublicKey(), key)) {
            reasons.add("client.key is not the key of client.crt");
        }
        ClientCertificates.Issued there = new ClientCertificates.Issued(chain, key);
        if (reasons.isEmpty()) {
            Content der = new Content.Key(purpose, Encoding.DER);
            folder.place(der)
                    .filter(place -> !new DeliveryFolder(
                                    order.name(),
                                    folder.root(),
                                    folder.files().stream()
                                            .filter(file -> file.content().equals(der))
                                            .toList())
                            .reasons(new Contents(order.name(), Map.of(purpose, there)))
                            .isEmpty())
                    .ifPresent(
                            place -> reasons.add(place.getFileName() + " is missing, open to others or another key"));
        }
        return new Judged(reasons, reasons.isEmpty() ? Optional.of(there) : Optional.empty());
    }

    private static Judged refused(String reason) {
        return new Judged(List.of(reason), Optional.empty());
    }

    /** @throws ProvisionException if what was issued could not be used */
    ClientCertificates.Issued checked(String purpose, ClientCertificates.Issued issued) {
        unfit(purpose, issued.chain()).ifPresent(why -> {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "the certificate that was issued for Binding " + order.name() + " does not fit: " + why,
                    "check the authority that issues for it");
        });
        return issued;
    }

    private Optional<String> unfit(String purpose, List<X509Certificate> chain) {
        Verification found = ChainVerifier.verify(chain, order.endpoint().clientAnchors(), now, Purpose.CLIENT);
        if (!(found instanceof Verification.Verified verified)) {
            return Optional.of(found.sentence());
        }
        if (!verified.commonName().equals(order.binding().roles().get(purpose))) {
            return Optional.of("the certificate is for the role " + verified.commonName());
        }
        return verified.names().organizationalUnits().equals(List.of(order.name()))
                ? Optional.empty()
                : Optional.of("the certificate names the caller "
                        + String.join(", ", verified.names().organizationalUnits()));
    }

    // renewed when a third of its life is left
    private Optional<String> aging(X509Certificate leaf) {
        Instant end = leaf.getNotAfter().toInstant();
        Duration life = Duration.between(leaf.getNotBefore().toInstant(), end);
        Duration left = Duration.between(now, end);
        return left.compareTo(life.dividedBy(3)) < 0 && !left.isNegative()
                ? Optional.of("client.crt expires in " + words(left))
                : Optional.empty();
    }

    static String words(Duration left) {
        return left.toDays() > 1
                ? left.toDays() + " days"
                : left.toHours() > 1 ? left.toHours() + " h" : left.toMinutes() + " min";
    }

    private static Path existing(Path file) throws NoSuchFileException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }
}
