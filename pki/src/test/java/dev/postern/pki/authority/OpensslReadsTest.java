package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we produce is read by others: OpenSSL, strictly. */
class OpensslReadsTest {
    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Authorities authorities = Authorities.init(
            new VolatileJournal(),
            KeyProtection.of("test", "ab".repeat(32), random),
            "postern.test",
            InstantSource.system(),
            random);

    @Test
    void everyProfileIsStrictlyValid() throws IOException, InterruptedException {
        verify(new CertificateWish.Client("demo_app", "alice", "gateway", Duration.ofHours(12)), "sslclient");
        verify(new CertificateWish.Person("alice", Duration.ofHours(1)), "sslclient");
        verify(
                new CertificateWish.Server(List.of("localhost"), List.of("127.0.0.1"), Duration.ofDays(30)),
                "sslserver");
    }

    @Test
    void keyFileIsReadable() throws IOException, InterruptedException {
        Path file = folder.resolve("k.key");
        PrivateKeyFile.writePem(file, KeyPairs.p256(random).getPrivate());

        assertThat(openssl("pkey", "-in", file.toString(), "-noout", "-text")).contains("prime256v1");
    }

    private void verify(CertificateWish wish, String purpose) throws IOException, InterruptedException {
        KeyPair keys = KeyPairs.p256(random);
        X509Certificate leaf = authorities.issue(new IssueRequest(wish, keys.getPublic(), "test", "1"));
        Path ca = Files.writeString(folder.resolve("ca.crt"), Pem.write(authorities.bundle(wish.authority())));
        Path certificate = Files.writeString(folder.resolve("leaf.crt"), Pem.write(leaf));

        assertThat(openssl(
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        purpose,
                        "-CAfile",
                        ca.toString(),
                        certificate.toString()))
                .contains("leaf.crt: OK");
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            Assumptions.abort("no openssl on this machine");
            throw missing;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
