package dev.postern.control.prove;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a binding was given, from the files themselves: a proof with another copy would prove another copy. */
final class Delivered {
    private static final String CERTIFICATE = ".crt";
    private static final int DEEPEST = 3;

    private Delivered() {}

    /** The certificate and key for a role, from the first of the binding's folders that has them. */
    static Credential read(Binding binding, String role) {
        for (Path folder : binding.directories()) {
            Optional<Credential> found = inside(folder, role);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ControlException(
                ControlCode.FILE_UNREADABLE,
                "Binding " + binding.metadata().name() + " has no certificate for role " + role + " in "
                        + binding.directories(),
                "apply it again: ./postern apply");
    }

    private static Optional<Credential> inside(Path folder, String role) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            return files.filter(file -> file.toString().endsWith(CERTIFICATE))
                    .sorted()
                    .flatMap(file -> credential(file, role).stream())
                    .findFirst();
        } catch (IOException failure) {
            throw unreadable(folder, failure);
        } catch (UncheckedIOException failure) { // of a folder below it
            throw unreadable(folder, new IOException(failure.getMessage(), failure));
        }
    }

    private static Optional<Credential> credential(Path file, String role) {
        Path key = Path.of(file.toString().substring(0, file.toString().length() - CERTIFICATE.length()) + ".key");
        try {
            List<X509Certificate> chain = Pem.certificates(file.toString(), Files.readString(file));
            boolean ours = CertificateNames.of(chain.getFirst()).commonNames().equals(List.of(role));
            return ours && Files.exists(key)
                    ? Optional.of(new Credential.ClientCertificate(chain, PrivateKeyFile.read(key)))
                    : Optional.empty();
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private static ControlException unreadable(Path path, IOException failure) {
        return new ControlException(
                ControlCode.FILE_UNREADABLE,
                "what was delivered at " + path + " cannot be read (" + failure.getMessage() + ")",
                "apply the Binding again",
                failure);
    }
}
