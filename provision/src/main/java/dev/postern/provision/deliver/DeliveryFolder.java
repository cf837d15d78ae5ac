package dev.postern.provision.deliver;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.pki.x509.Purpose;
import dev.postern.pki.x509.Verification;
import dev.postern.provision.deliver.Consumer.Access;
import dev.postern.provision.deliver.Consumer.Content;
import dev.postern.provision.deliver.Consumer.Encoding;
import dev.postern.provision.deliver.Consumer.Item;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One folder of one role: what is wrong with what is in it, and writing it right. */
record DeliveryFolder(String binding, Access access, List<Item> items) {
    /** What calls for a new certificate and key. */
    List<String> materialReasons(Instant now) {
        List<X509Certificate> chain;
        PrivateKey key;
        try {
            chain = Pem.certificates(FileNames.CERTIFICATE, Files.readString(access.file(FileNames.CERTIFICATE)));
            key = PrivateKeyFile.read(existing(access.file(FileNames.KEY)));
        } catch (NoSuchFileException missing) {
            return List.of(Path.of(missing.getFile()).getFileName() + " is missing");
        } catch (IOException failure) {
            return List.of("cannot be read: " + failure.getMessage());
        } catch (ProblemException refused) {
            return List.of(refused.first().what());
        }
        List<String> reasons = new ArrayList<>();
        unfit(chain, now).ifPresent(reasons::add);
        X509Certificate leaf = chain.getFirst();
        aging(leaf, now).ifPresent(reasons::add);
        if (!KeyMatch.belong(leaf.getPublicKey(), key)) {
            reasons.add(FileNames.KEY + " is not the key of " + FileNames.CERTIFICATE);
        }
        if (items.stream().anyMatch(item -> item.name().equals(FileNames.KEY_DER)) && !sameDer(key)) {
            reasons.add(FileNames.KEY_DER + " is missing, open to others or another key");
        }
        return reasons;
    }

    /** What calls for writing the texts again. */
    List<String> textReasons() {
        List<String> reasons = new ArrayList<>();
        for (Item item : items) {
            if (item.content() instanceof Content.Text(String text)) {
                try {
                    byte[] now = Files.readAllBytes(access.file(item.name()));
                    if (!Arrays.equals(now, text.getBytes(StandardCharsets.UTF_8))) {
                        reasons.add(item.name() + " differs");
                    }
                } catch (NoSuchFileException _) {
                    reasons.add(item.name() + " is missing");
                } catch (IOException failure) {
                    reasons.add(item.name() + " cannot be read: " + failure.getMessage());
                }
            }
        }
        return reasons;
    }

    List<Path> writeMaterial(ClientCertificates.Issued issued, Instant now) {
        unfit(issued.chain(), now).ifPresent(why -> {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "the certificate that was issued for Binding " + binding + " does not fit: " + why,
                    "check the authority that issues for it");
        });
        List<Path> files = new ArrayList<>();
        for (Item item : items) {
            Path file = access.file(item.name());
            switch (item.content()) {
                case Content.Chain _ -> {
                    write(file, Pem.write(issued.chain()));
                    files.add(file);
                }
                case Content.Key(Encoding encoding) -> {
                    writeKey(file, issued.key(), encoding);
                    files.add(file);
                }
                case Content.Text _ -> {
                    // written by writeTexts
                }
            }
        }
        return files;
    }

    List<Path> writeTexts() {
        List<Path> files = new ArrayList<>();
        for (Item item : items) {
            if (item.content() instanceof Content.Text(String text)) {
                write(access.file(item.name()), text);
                files.add(access.file(item.name()));
            }
        }
        return files;
    }

    private Optional<String> unfit(List<X509Certificate> chain, Instant now) {
        Verification found = ChainVerifier.verify(chain, access.endpoint().clientAnchors(), now, Purpose.CLIENT);
        if (!(found instanceof Verification.Verified verified)) {
            return Optional.of(found.sentence());
        }
        if (!verified.commonName().equals(access.role())) {
            return Optional.of("the certificate is for the role " + verified.commonName());
        }
        return verified.names().organizationalUnits().equals(List.of(binding))
                ? Optional.empty()
                : Optional.of("the certificate names the caller "
                        + String.join(", ", verified.names().organizationalUnits()));
    }

    // renewed when a third of its life is left
    private static Optional<String> aging(X509Certificate leaf, Instant now) {
        Instant end = leaf.getNotAfter().toInstant();
        Duration life = Duration.between(leaf.getNotBefore().toInstant(), end);
        Duration left = Duration.between(now, end);
        return left.compareTo(life.dividedBy(3)) < 0 && !left.isNegative()
                ? Optional.of(FileNames.CERTIFICATE + " expires in " + words(left))
                : Optional.empty();
    }

    private static String words(Duration left) {
        return left.toDays() > 1
                ? left.toDays() + " days"
                : left.toHours() > 1 ? left.toHours() + " h" : left.toMinutes() + " min";
    }

    private boolean sameDer(PrivateKey key) {
        Path file = access.file(FileNames.KEY_DER);
        try {
            return Files.getPosixFilePermissions(file).equals(DurableFile.OWNER_ONLY)
                    && Arrays.equals(Files.readAllBytes(file), key.getEncoded());
        } catch (IOException _) {
            return false;
        }
    }

    private static Path existing(Path file) throws NoSuchFileException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    private void write(Path file, String text) {
        try {
            ready();
            DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), DurableFile.PUBLIC);
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    private void writeKey(Path file, PrivateKey key, Encoding encoding) {
        try {
            ready();
            switch (encoding) {
                case PEM -> PrivateKeyFile.writePem(file, key);
                case DER -> PrivateKeyFile.writeDer(file, key);
            }
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    private void ready() throws IOException {
        if (!Files.isDirectory(access.folder())) {
            Files.createDirectories(
                    access.folder(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
    }

    private ProvisionException unwritable(Path file, IOException failure) {
        return new ProvisionException(
                ProvisionCode.DELIVERY_FAILED,
                "Binding " + binding + ": " + file + " cannot be written: " + failure.getMessage(),
                "check that there is space and that Postern may write there",
                failure);
    }
}
