package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import dev.postern.pki.x509.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Vault over the network. A standby that redirects is followed, from TLS never to plain text.
 *
 * @param limit for connecting, and again for the answer
 */
public record VaultClient(Duration limit) implements VaultHttp {
    @Override
    public Answer get(URI address, Map<String, String> headers, Optional<Path> anchors) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(limit).GET();
        headers.forEach(request::header);
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(limit).followRedirects(HttpClient.Redirect.NORMAL);
        if (anchors.isPresent()) {
            builder.sslContext(trusting(anchors.get()));
        }
        try (HttpClient client = builder.build()) {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Secret.of(response.body()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the answer", interrupted);
        }
    }

    private static SSLContext trusting(Path file) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            for (X509Certificate each : Pem.certificates(file.toString(), Files.readString(file))) {
                anchors.setCertificateEntry(Integer.toString(anchors.size()), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("the authorities in " + file + " cannot be used: " + failure.getMessage(), failure);
        }
    }
}
