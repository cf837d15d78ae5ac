package dev.postern.control.http;

import dev.postern.api.Route;
import dev.postern.control.caller.CallerCheck;
import dev.postern.control.issue.Credential;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.model.HostPort;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** Listens on 127.0.0.1 and answers the route table. */
public final class ApiServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int MOST_REQUESTS = 32;
    private static final int MOST_PROLOGUE = 2048;
    private static final int MOST_HEADERS = 16 << 10;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final WebServer server;
    private final ServerTls tls;
    private final Guests guests;

    private ApiServer(WebServer server, ServerTls tls, Guests guests) {
        this.server = server;
        this.tls = tls;
        this.guests = guests;
    }

    /**
     * @param port 0 picks a free one
     * @param clientAnchors roots that a caller's certificate must chain to
     * @param mounts exactly one for every route of the table
     */
    public static ApiServer start(
            int port,
            Credential credential,
            List<X509Certificate> clientAnchors,
            CallerCheck callers,
            List<Mount<?, ?>> mounts,
            SecureRandom random) {
        return start(port, credential, clientAnchors, callers, mounts, random, Guests.Bounds.DEFAULT);
    }

    static ApiServer start(
            int port,
            Credential credential,
            List<X509Certificate> clientAnchors,
            CallerCheck callers,
            List<Mount<?, ?>> mounts,
            SecureRandom random,
            Guests.Bounds bounds) {
        ServerTls tls = ServerTls.create(credential, clientAnchors, random);
        Guests guests = new Guests(bounds);
        Dispatcher dispatcher = Dispatcher.of(callers, guests, mounts);
        WebServer server = WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .address(InetAddress.ofLiteral(HOST))
                .port(port)
                .tls(Tls.builder()
                        .sslContext(tls.context())
                        .sslParameters(tls.parameters())
                        .build())
                .maxPayloadSize(Route.MOST_REQUEST_BYTES)
                .maxTcpConnections(bounds.most())
                .maxConcurrentRequests(MOST_REQUESTS)
                .shutdownGracePeriod(GRACE)
                .idleConnectionTimeout(bounds.silence())
                .connectionOptions(new Receiving(guests))
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(MOST_PROLOGUE)
                        .maxHeadersSize(MOST_HEADERS)
                        .build())
                .directHandlers(refusals())
                .routing(routing -> routing.any(dispatcher))
                .build();
        try {
            server.start();
        } catch (RuntimeException failure) {
            guests.close();
            throw new ControlException(
                    ControlCode.ADDRESS_IN_USE,
                    "the API cannot listen on " + HOST + ":" + port + " (" + failure.getMessage() + ")",
                    "choose another port for the API, or 0 for a free one",
                    failure);
        }
        return new ApiServer(server, tls, guests);
    }

    public HostPort address() {
        return new HostPort(HOST, server.port());
    }

    /** New connections are shown this certificate. */
    public void use(Credential credential) {
        tls.use(credential);
    }

    @Override
    public void close() {
        server.stop();
        guests.close();
    }

    private static DirectHandlers refusals() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, new EarlyRefusal());
        }
        return handlers.build();
    }
}
