package dev.postern.gateway.regress;

import dev.postern.testing.CommandLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A root and what it signs, made by the openssl program in a folder that is thrown away. */
record ScratchAuthority(Path folder, String name) {
    /** A certificate with its key, as files. */
    record Pair(Path certificate, Path key) {
        X509Certificate read() {
            return ScratchAuthority.read(certificate);
        }

        PrivateKey readKey() throws IOException, GeneralSecurityException {
            String base64 = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        }
    }

    static ScratchAuthority make(Path folder, String name) {
        ScratchAuthority authority = new ScratchAuthority(folder, name);
        authority.key(authority.root().key());
        authority.openssl(List.of(
                "req",
                "-x509",
                "-new",
                "-key",
                authority.root().key().toString(),
                "-subj",
                "/O=postern/CN=" + name,
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign",
                "-days",
                "2",
                "-out",
                authority.root().certificate().toString()));
        return authority;
    }

    /** The root's own. */
    Pair root() {
        return pair(name);
    }

    /** @param extensions openssl's, for example {@code extendedKeyUsage=serverAuth} */
    Pair leaf(String file, String subject, List<String> extensions) {
        Pair leaf = pair(file);
        key(leaf.key());
        Path request = folder.resolve(file + ".pub");
        openssl(List.of("pkey", "-in", leaf.key().toString(), "-pubout", "-out", request.toString()));
        sign(request, leaf.certificate(), subject, extensions);
        return leaf;
    }

    /** Signs a key whose private half is not ours. */
    synchronized X509Certificate sign(PublicKey key, String subject, List<String> extensions) {
        Path request = write(
                "wished.pub",
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Path signed = folder.resolve("wished.crt");
        sign(request, signed, subject, extensions);
        return read(signed);
    }

    private void sign(Path key, Path certificate, String subject, List<String> extensions) {
        List<String> lines = new ArrayList<>(extensions);
        lines.add("basicConstraints=critical,CA:FALSE");
        lines.add("keyUsage=critical,digitalSignature");
        Path file = write("extensions", String.join("\n", lines) + "\n");
        openssl(List.of(
                "x509",
                "-new",
                "-force_pubkey",
                key.toString(),
                "-subj",
                subject,
                "-extfile",
                file.toString(),
                "-CA",
                root().certificate().toString(),
                "-CAkey",
                root().key().toString(),
                "-days",
                "2",
                "-out",
                certificate.toString()));
    }

    private void key(Path file) {
        openssl(List.of("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file.toString()));
    }

    private Pair pair(String file) {
        return new Pair(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(folder.resolve(name + "-" + file), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static X509Certificate read(Path certificate) {
        try (InputStream file = Files.newInputStream(certificate)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (CertificateException failure) {
            throw new IllegalStateException(certificate + " is no certificate", failure);
        }
    }

    private void openssl(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        CommandLine.run(command, Map.of(), "", Duration.ofSeconds(30)).orFail();
    }
}
