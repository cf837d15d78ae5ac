package dev.postern.provision.secret;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.fixture.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Speaks the part of Vault's HTTP API that reading a secret takes. It is not Vault. */
final class VaultStandIn implements AutoCloseable {
    static final String TOKEN = "hvs.only-for-tests";

    private static final char[] NO_PASSWORD = {};

    /** Requests as {@code METHOD path namespace}. */
    final List<String> asked = new ArrayList<>();

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    private record Answer(int status, String body) {}

    private VaultStandIn(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    static VaultStandIn plain() throws IOException {
        return new VaultStandIn(HttpServer.create(address(), 0));
    }

    static VaultStandIn overTls(TestAuthority authority) throws IOException, GeneralSecurityException {
        Credential.ClientCertificate own = authority.server();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("vault", own.key(), NO_PASSWORD, own.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new VaultStandIn(server);
    }

    void has(String path, int status, String body) {
        answers.put("/v1/" + path, new Answer(status, body));
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String namespace = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Vault-Namespace"))
                .orElse("-");
        asked.add(exchange.getRequestMethod() + " " + path + " " + namespace);
        Answer answer = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))
                ? answers.getOrDefault(path, new Answer(404, "{\"errors\":[]}"))
                : new Answer(403, "{\"errors\":[\"permission denied\"]}");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
