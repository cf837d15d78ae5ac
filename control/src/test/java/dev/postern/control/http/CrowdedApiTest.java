package dev.postern.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.Databases;
import dev.postern.api.Route;
import dev.postern.api.WhoAmI;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.api.client.ApiException;
import dev.postern.control.caller.Caller;
import dev.postern.control.issue.Credential;
import dev.postern.pki.x509.CertificateNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that only cost: none of them, and no number of them, keeps anybody else from the API. */
class CrowdedApiTest {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LATE = Duration.ofMinutes(5);
    private static final int WAIT_MILLIS = 60_000;

    private final TestAuthority home = new TestAuthority();
    private final Credential boss = home.person("boss");
    private final CountDownLatch answering = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void idleConnectionsOfOneAddressShutNobodyOut() throws Exception {
        ApiServer server = start(new Guests.Bounds(256, 256, 128, LATE, LATE));

        for (int i = 0; i < 1_200; i++) {
            connect(server);
        }

        assertThat(whoAmI(server)).isEqualTo("boss");
    }

    @Test
    void whoeverOnlyCameFirstMakesRoomForWhoeverComes() throws Exception {
        ApiServer server = start(new Guests.Bounds(3, 10, 10, LATE, LATE));
        Socket first = connect(server);
        Socket second = connect(server);
        connect(server);
        connect(server);

        assertThat(end(first)).isEqualTo(-1);
        second.setSoTimeout(200);
        assertThat(catchThrowableOfType(IOException.class, () -> end(second))).hasMessageContaining("timed out");
    }

    @Test
    void hangsUpOnWhoeverNeverSaysAnything() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 10, 10, SOON, LATE));

        assertThat(end(connect(server))).isEqualTo(-1);
    }

    @Test
    void hangsUpOnAHandshakeThatNeverEndsThoughEachByteComesInTime() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 10, 10, SOON, LATE));
        Socket slow = connect(server);
        // a TLS record of 512 bytes, whose bytes come one at a time
        slow.getOutputStream().write(new byte[] {22, 3, 1, 2, 0});
        slow.setSoTimeout(50);
        int sent = 0;
        while (alive(slow) && sent < 500) {
            sent++;
            try {
                slow.getOutputStream().write(1);
            } catch (IOException hungUp) {
                break;
            }
        }
        assertThat(sent).isBetween(1, 499);
    }

    @Test
    void hangsUpOnAKnownCallerThatAsksNothingMore() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 10, 10, LATE, SOON));
        SSLSocket socket = tls(server);
        write(socket, "GET /v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void hangsUpOnARequestThatNeverEnds() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 10, 10, LATE, SOON));
        SSLSocket socket = tls(server);
        write(socket, "POST /v1/plan HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
        socket.setSoTimeout(50);
        int sent = 0;
        while (alive(socket) && sent < 500) {
            sent++;
            try {
                write(socket, " ");
            } catch (IOException hungUp) {
                break;
            }
        }
        assertThat(sent).isBetween(1, 499);
    }

    @Test
    void waitsForAnAnswerThatTakesLong() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 10, 10, SOON, SOON));

        assertThat(new ApiClient(connection(server), InstantSource.system())
                        .call(Route.DATABASES)
                        .databases())
                .isEmpty();
    }

    @Test
    void oneCallerTakesNotAllOfTheRoomForThoseWhoAreKnown() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 3, 2, LATE, LATE));
        for (int i = 0; i < 2; i++) {
            SSLSocket socket = tls(server);
            write(socket, "GET /v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        ApiException refused = catchThrowableOfType(ApiException.class, () -> whoAmI(server));
        assertThat(refused.first().code().name()).isEqualTo("TOO_MANY_CONNECTIONS");
        assertThat(refused.first().what())
                .isEqualTo("boss has 2 connections to the API, which is the most for one caller");

        Credential alice = home.person("alice");
        ApiConnection other =
                new ApiConnection(server.address(), alice.key(), alice.chain(), List.of(home.serverRoot()));
        assertThat(new ApiClient(other, InstantSource.system())
                        .call(Route.WHOAMI)
                        .name())
                .isEqualTo("alice");
    }

    @Test
    void refusesAChainThatIsLargerThanAnyOfOurs() throws Exception {
        ApiServer server = start(Guests.Bounds.DEFAULT);
        X509Certificate large = home.large();
        int each = large.getEncoded().length;
        int most = (16 << 10) / each;
        assertThat(each).isGreaterThan(3_000);

        assertThat(answered(server, Collections.nCopies(most - 1, large))).startsWith("HTTP/1.1 200");
        assertThat(answered(server, Collections.nCopies(most + 1, large))).isEmpty();
    }

    /** Empty when the handshake is refused. */
    private String answered(ApiServer server, List<X509Certificate> behind) throws Exception {
        List<X509Certificate> chain = new ArrayList<>(boss.chain());
        chain.addAll(behind);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("server", home.serverRoot());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        context.init(new KeyManager[] {new Shown(chain, boss.key())}, trust.getTrustManagers(), new SecureRandom());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", server.address().port())) {
            socket.setSoTimeout(WAIT_MILLIS);
            write(socket, "GET /v1/whoami HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException refused) {
            return "";
        }
    }

    @Test
    void aConnectionThatEndedLeavesItsRoom() throws Exception {
        ApiServer server = start(new Guests.Bounds(10, 1, 1, LATE, LATE));

        for (int i = 0; i < 5; i++) {
            assertThat(whoAmIWhenThereIsRoom(server)).isEqualTo("boss");
        }
    }

    // the client has its answer a moment before the server has closed its side
    private String whoAmIWhenThereIsRoom(ApiServer server) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        while (true) {
            try {
                return whoAmI(server);
            } catch (ApiException full) {
                if (!full.first().code().name().equals("TOO_MANY_CONNECTIONS") || System.nanoTime() > deadline) {
                    throw full;
                }
            }
        }
    }

    private String whoAmI(ApiServer server) {
        return new ApiClient(connection(server), InstantSource.system())
                .call(Route.WHOAMI)
                .name();
    }

    private ApiServer start(Guests.Bounds bounds) {
        ApiServer server = ApiServer.start(
                0,
                home.server(),
                List.of(home.peopleRoot()),
                CrowdedApiTest::identify,
                mounts(),
                new SecureRandom(),
                bounds);
        open.add(server);
        return server;
    }

    private List<Mount<?, ?>> mounts() {
        List<Mount<?, ?>> mounts = new ArrayList<>();
        for (Route<?, ?> route : Route.all()) {
            if (!route.equals(Route.WHOAMI) && !route.equals(Route.DATABASES)) {
                mounts.add(unused(route));
            }
        }
        mounts.add(new Mount<>(
                Route.WHOAMI,
                (caller, _) -> new WhoAmI(caller.name(), caller.subject(), true, "1", caller.notAfter())));
        mounts.add(new Mount<>(Route.DATABASES, (_, _) -> new Databases(afterAWhile())));
        return mounts;
    }

    private List<Databases.Database> afterAWhile() {
        try {
            assertThat(answering.await(3 * SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private static <Q, A> Mount<Q, A> unused(Route<Q, A> route) {
        return new Mount<>(route, (_, _) -> {
            throw new AssertionError("reached " + route);
        });
    }

    private static Caller identify(List<X509Certificate> chain) {
        X509Certificate leaf = chain.getFirst();
        return new Caller(
                CertificateNames.of(leaf).commonNames().getFirst(),
                true,
                leaf.getSerialNumber(),
                leaf.getNotAfter().toInstant());
    }

    private ApiConnection connection(ApiServer server) {
        return new ApiConnection(server.address(), boss.key(), boss.chain(), List.of(home.serverRoot()));
    }

    private Socket connect(ApiServer server) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.address().port()),
                WAIT_MILLIS);
        socket.setSoTimeout(WAIT_MILLIS);
        return socket;
    }

    private SSLSocket tls(ApiServer server) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("server", home.serverRoot());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("me", boss.key(), new char[0], boss.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", server.address().port());
        open.add(socket);
        socket.setSoTimeout(WAIT_MILLIS);
        socket.startHandshake();
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Waits a moment for the end, which a reset is, too. */
    private static boolean alive(Socket socket) {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException quiet) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    private static int end(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }
}
