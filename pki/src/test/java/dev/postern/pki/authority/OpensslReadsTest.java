package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.PrivateKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** What OpenSSL writes, in every form that people have lying about. */
    @Test
    void itsFilesAreReadOrNamed() throws IOException, InterruptedException, GeneralSecurityException {
        Path key = folder.resolve("o.key");
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key.toString());
        Files.setPosixFilePermissions(key, DurableFile.OWNER_ONLY);
        Path publicHalf = folder.resolve("o.pub");
        openssl("pkey", "-in", key.toString(), "-pubout", "-outform", "DER", "-out", publicHalf.toString());
        PublicKey asked =
                KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(Files.readAllBytes(publicHalf)));

        X509Certificate leaf = authorities.issue(
                new IssueRequest(new CertificateWish.Person("alice", Duration.ofHours(1)), asked, "test", "1"));
        KeyPairs.requireMatch("o.key", PrivateKeyFile.read(key), leaf);

        Path other = folder.resolve("other.key");
        openssl("ec", "-in", key.toString(), "-out", other.toString());
        refused(other, "another form, \"EC PRIVATE KEY\"");
        openssl("ec", "-in", key.toString(), "-aes256", "-passout", "pass:x", "-out", other.toString());
        refused(other, "is encrypted");
        openssl("pkcs8", "-topk8", "-in", key.toString(), "-passout", "pass:x", "-out", other.toString());
        refused(other, "is encrypted");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", key.toString(), "-outform", "DER", "-out", other.toString());
        Files.setPosixFilePermissions(other, DurableFile.OWNER_ONLY);
        KeyPairs.requireMatch("other.key", PrivateKeyFile.read(other), leaf);

        Path trusted = folder.resolve("trusted.crt");
        Path plain = Files.writeString(folder.resolve("plain.crt"), Pem.write(leaf));
        openssl("x509", "-in", plain.toString(), "-addtrust", "clientAuth", "-text", "-out", trusted.toString());
        assertThat(CertificateFile.read(trusted)).containsExactly(leaf);
    }

    private static void refused(Path key, String because) throws IOException {
        Files.setPosixFilePermissions(key, DurableFile.OWNER_ONLY);
        assertThatThrownBy(() -> PrivateKeyFile.read(key))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(because);
    }

    @Test
    void serialIsWrittenAsOpensslDoes() throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            X509Certificate leaf = authorities.issue(new IssueRequest(
                    new CertificateWish.Person("alice", Duration.ofHours(1)),
                    KeyPairs.p256(random).getPublic(),
                    "test",
                    "1"));
            Path file = Files.writeString(folder.resolve("leaf.crt"), Pem.write(leaf));
            assertThat(openssl("x509", "-in", file.toString(), "-noout", "-serial")
                            .strip())
                    .isEqualToIgnoringCase(
                            "serial=" + CertificateSummary.of(leaf).serial());
        }
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

        String wrong = purpose.equals("sslclient") ? "sslserver" : "sslclient";
        assertThat(run("verify", "-purpose", wrong, "-CAfile", ca.toString(), certificate.toString())
                        .output())
                .containsIgnoringCase("unsuitable certificate purpose");
        for (AuthorityName other : AuthorityName.values()) {
            if (other != wish.authority()) {
                Path otherCa = Files.writeString(folder.resolve("other.crt"), Pem.write(authorities.bundle(other)));
                assertThat(run("verify", "-CAfile", otherCa.toString(), certificate.toString())
                                .code())
                        .isNotZero();
            }
        }
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

    private record Run(int code, String output) {}

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        Run run = run(arguments);
        assertThat(run.code).as(run.output).isZero();
        return run.output;
    }

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            Assumptions.abort("no openssl on this machine");
            throw missing;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
