package dev.postern.control.operator;

import dev.postern.api.client.ApiConnection;
import dev.postern.api.json.Json;
import dev.postern.control.issue.Credential;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.kernel.durable.DurableFile;
import dev.postern.model.HostPort;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;

/** The {@code operator} folder of a home. */
public final class OperatorFolder {
    private final Path folder;

    public OperatorFolder(Path folder) {
        this.folder = folder;
    }

    /** Everything, with a new key. */
    public void write(Credential operator, List<X509Certificate> serverAnchors, HostPort address) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            PrivateKeyFile.writePem(folder.resolve("operator.key"), operator.key());
            PrivateKeyFile.writeDer(folder.resolve("operator.pk8"), operator.key());
            writeCertificate(operator.chain());
            write("ca.crt", Pem.write(serverAnchors).getBytes(StandardCharsets.US_ASCII));
            write("api.json", Json.write(new ApiConnection.Address(address.toString())));
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** A renewed certificate of the same key: one file, so that a verb never reads two that do not belong together. */
    public void renew(List<X509Certificate> chain) {
        try {
            writeCertificate(chain);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private void writeCertificate(List<X509Certificate> chain) throws IOException {
        write("operator.crt", Pem.write(chain).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(String name, byte[] content) throws IOException {
        DurableFile.write(folder.resolve(name), content, DurableFile.OWNER_ONLY);
    }

    private ControlException unwritable(IOException failure) {
        return new ControlException(
                ControlCode.FILE_UNREADABLE,
                "the operator's files in " + folder + " cannot be written (" + failure.getMessage() + ")",
                "check the folder's owner and the space on its disk",
                failure);
    }
}
