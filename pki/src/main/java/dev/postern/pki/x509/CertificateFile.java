package dev.postern.pki.x509;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates in PEM files: a leaf with its chain, or a bundle of roots. */
public final class CertificateFile {
    private CertificateFile() {}

    /** In the file's order; at least one. */
    public static List<X509Certificate> read(Path file) {
        String what = "the certificate file";
        return Pem.certificates(file.toString(), TextFile.text(what, file, TextFile.bytes(what, file)));
    }

    /** Readable by everyone; replaced whole or not at all. */
    public static void write(Path file, List<X509Certificate> certificates) throws IOException {
        DurableFile.write(file, Pem.write(certificates).getBytes(StandardCharsets.US_ASCII), DurableFile.PUBLIC);
    }
}
