package dev.postern.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {
    @TempDir
    Path folder;

    private final X509Certificate one = ScratchAuthority.root("one").certificate();
    private final X509Certificate two = ScratchAuthority.root("two").certificate();

    @Test
    void orderSurvivesTheRoundTripAndEverybodyMayRead() throws IOException {
        Path file = folder.resolve("ca.crt");
        CertificateFile.write(file, List.of(two, one));

        assertThat(CertificateFile.read(file)).containsExactly(two, one);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void fiveThousandAreRead() throws IOException {
        Path file = folder.resolve("many.crt");
        CertificateFile.write(file, Collections.nCopies(5_000, one));

        assertThat(CertificateFile.read(file)).hasSize(5_000);
    }

    @Test
    void whatIsNotPemIsNamed() throws IOException, GeneralSecurityException {
        refuses(one.getEncoded(), "is binary (DER or PKCS #12), not PEM");
        refuses(("\uFEFF" + Pem.write(one)).getBytes(StandardCharsets.UTF_16LE), "is UTF-16 text");
        refuses(Pem.write(one).getBytes(StandardCharsets.UTF_16BE), "is UTF-16 text");
        refuses(new byte[] {'a', (byte) 0xff, (byte) 0xc0}, "is not text");
        refuses(new byte[0], "holds no certificate");
        refuses("hello".getBytes(StandardCharsets.UTF_8), "holds no certificate");
        assertThatThrownBy(() -> CertificateFile.read(folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> CertificateFile.read(folder.resolve("none"))).hasMessageContaining("does not exist");
    }

    @Test
    @Timeout(20)
    void pipeIsNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> CertificateFile.read(pipe)).hasMessageContaining("is neither a file nor a link");
        assertThatThrownBy(() -> PrivateKeyFile.read(pipe)).hasMessageContaining("is neither a file nor a link");
    }

    @Test
    void linkToAFileIsFollowed() throws IOException {
        CertificateFile.write(folder.resolve("ca.crt"), List.of(one));
        Path link = Files.createSymbolicLink(folder.resolve("link.crt"), folder.resolve("ca.crt"));

        assertThat(CertificateFile.read(link)).containsExactly(one);
    }

    private void refuses(byte[] content, String because) throws IOException {
        Path file = Files.write(folder.resolve("bad.crt"), content);
        assertThatThrownBy(() -> CertificateFile.read(file))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("bad.crt")
                .hasMessageContaining(because);
    }
}
