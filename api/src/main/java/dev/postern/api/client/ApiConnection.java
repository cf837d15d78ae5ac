package dev.postern.api.client;

import dev.postern.api.json.Json;
import dev.postern.model.HostPort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where the control plane answers and what the caller shows it.
 *
 * @param chain the caller's certificate, leaf first
 * @param anchors roots that the server's certificate must chain to
 */
public record ApiConnection(
        HostPort address, PrivateKey key, List<X509Certificate> chain, List<X509Certificate> anchors) {
    public ApiConnection {
        chain = List.copyOf(chain);
        anchors = List.copyOf(anchors);
    }

    /** The file {@code api.json}. */
    public record Address(String address) {}

    /**
     * Reads {@code api.json}, {@code operator.crt}, {@code operator.key} and {@code ca.crt}.
     *
     * @param folder the {@code operator} folder of a home
     */
    public static ApiConnection read(Path folder) {
        HostPort address = address(folder.resolve("api.json"));
        return new ApiConnection(
                address,
                privateKey(folder.resolve("operator.key")),
                certificates(folder.resolve("operator.crt")),
                certificates(folder.resolve("ca.crt")));
    }

    private static HostPort address(Path file) {
        String text;
        try {
            text = Json.read(bytes(file), Address.class).address();
        } catch (Json.UnreadableException unreadable) {
            throw unreadable(file, "is not valid: " + unreadable.getMessage(), unreadable);
        }
        int colon = text.lastIndexOf(':');
        try {
            return new HostPort(text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException notANumber) {
            throw unreadable(file, "has no port in address \"" + text + "\"", notANumber);
        }
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw unreadable(file, "holds no certificate", new CertificateException("empty"));
            }
            return found;
        } catch (CertificateException damaged) {
            throw unreadable(file, "holds no readable certificate", damaged);
        }
    }

    private static PrivateKey privateKey(Path file) {
        byte[] pem = bytes(file);
        try {
            String text = new String(pem, StandardCharsets.ISO_8859_1);
            String begin = "-----BEGIN PRIVATE KEY-----";
            int from = text.indexOf(begin);
            int to = text.indexOf("-----END PRIVATE KEY-----");
            if (from < 0 || to < from) {
                throw new GeneralSecurityException("no PKCS #8 key");
            }
            byte[] der = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
            try {
                return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            } finally {
                Arrays.fill(der, (byte) 0);
            }
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw unreadable(file, "holds no readable private key", damaged);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new ApiException(
                    ApiCode.NOT_RUNNING,
                    "Postern has not been started with this home: " + file + " does not exist",
                    "start it with ./postern up, or name its home with --home",
                    missing);
        } catch (IOException failure) {
            throw new ApiException(
                    ApiCode.CREDENTIAL_UNREADABLE,
                    file + " cannot be read (" + failure.getClass().getSimpleName() + ")",
                    "run the command as the user who started Postern",
                    failure);
        }
    }

    private static ApiException unreadable(Path file, String what, Exception cause) {
        return new ApiException(
                ApiCode.CREDENTIAL_UNREADABLE,
                file + " " + what,
                "restart Postern with ./postern up, which writes it again",
                cause);
    }
}
