package dev.postern.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.Databases;
import dev.postern.api.Login;
import dev.postern.api.Manifests;
import dev.postern.api.ProblemReport;
import dev.postern.api.Resources;
import dev.postern.api.Route;
import dev.postern.api.WhoAmI;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.api.client.ApiException;
import dev.postern.api.json.Json;
import dev.postern.control.caller.Caller;
import dev.postern.control.issue.Credential;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.pki.x509.CertificateNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API over real sockets and real mutual TLS, with the callers that must be refused. */
class ApiServerTest {
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    private final TestAuthority home = new TestAuthority();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private ApiServer server = start();

    @BeforeEach
    void started() {
        assertThat(server.address().host()).isEqualTo("127.0.0.1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersTheOperator() {
        WhoAmI me = client(home.person("boss", later)).call(Route.WHOAMI);

        assertThat(me.name()).isEqualTo("boss");
        assertThat(me.operator()).isTrue();
        assertThat(me.notAfter()).isEqualTo(later.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void keepsOptionalAndListsOverTheWire() {
        Login.Answer answer = client(home.person("boss", later))
                .call(Route.LOGIN, new Login.Request("key", Optional.of(Duration.ofMinutes(90))));

        assertThat(answer.serial()).isEqualTo("PT1H30M");
        assertThat(answer.services()).isEmpty();
    }

    @Test
    void letsAnotherPersonAskOnlyAboutThemselves() {
        ApiClient alice = client(home.person("alice", later));

        assertThat(alice.call(Route.WHOAMI).operator()).isFalse();
        assertThat(alice.call(Route.DATABASES).databases()).isEmpty();
        assertProblem(() -> alice.call(Route.STATUS), "NOT_PERMITTED", "42501");
        assertProblem(() -> alice.call(Route.APPLY, new Manifests(List.of())), "NOT_PERMITTED", "42501");
    }

    @Test
    void refusesARevokedCertificateAtTheNextRequest() {
        ApiClient client = client(home.person("alice", later));
        client.call(Route.WHOAMI);

        revoked.add("alice");

        assertProblem(() -> client.call(Route.WHOAMI), "CALLER_UNKNOWN", "28000");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        Credential stranger = new TestAuthority().person("boss", later);

        assertProblem(() -> client(stranger).call(Route.WHOAMI), "CERTIFICATE_REFUSED", "28000");
    }

    @Test
    void refusesAServerCertificateAsCaller() {
        assertProblem(() -> client(home.server()).call(Route.WHOAMI), "CERTIFICATE_REFUSED", "28000");
    }

    @Test
    void tellsTheCallerThatItsCertificateExpired() {
        Credential old = home.person("boss", Instant.now().minusSeconds(60));

        assertProblem(() -> client(old).call(Route.WHOAMI), "CERTIFICATE_EXPIRED", "28000");
        // and the server does not rely on the client to say so
        ApiClient liar =
                new ApiClient(connection(old), InstantSource.fixed(Instant.now().minusSeconds(600)));
        assertProblem(() -> liar.call(Route.WHOAMI), "CERTIFICATE_REFUSED", "28000");
    }

    @Test
    void clientRefusesAServerOfAnotherHome() {
        Credential boss = home.person("boss", later);
        ApiConnection wrong = new ApiConnection(
                server.address(), boss.key(), boss.chain(), List.of(new TestAuthority().serverRoot()));

        assertProblem(() -> new ApiClient(wrong, InstantSource.system()).call(Route.WHOAMI), "WRONG_SERVER", "08001");
    }

    @Test
    void clientSaysThatNothingRuns() {
        ApiClient client = client(home.person("boss", later));
        server.close();

        ApiException refused = catchThrowableOfType(ApiException.class, () -> client.call(Route.WHOAMI));

        assertThat(refused.first().code().name()).isEqualTo("NOT_RUNNING");
        assertThat(refused.first().fix()).contains("./postern up");
    }

    @Test
    void refusesWhoShowsNoCertificate() throws Exception {
        try (SSLSocket socket = raw(null)) {
            assertThatThrownBy(() -> exchange(socket, "GET /v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void listensOnNoOtherAddress() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        for (InetAddress other : others) {
            assertThatThrownBy(() -> new Socket(other, server.address().port()).close())
                    .as(other.toString())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void refusesPlainHttp() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.address().port()));
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("GET /v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = text(socket.getInputStream());
            assertThat(answer).doesNotContain("HTTP/1.1 200").doesNotContain("boss");
        }
    }

    @Test
    void answersUnknownPathsAndTraversalInProblemForm() throws Exception {
        for (String path : List.of(
                "/",
                "/v1",
                "/v1/nothing",
                "/v1/whoami/",
                "/../../etc/passwd",
                "/v1/../v1/whoami",
                "/v1/%2e%2e/status",
                "//v1/whoami",
                "/V1/WHOAMI")) {
            String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 404 ");
            assertThat(report(answer).problems().getFirst().code()).as(path).isEqualTo("NOT_FOUND");
            assertThat(answer).as(path).contains(Route.VERSION_HEADER + ": 1");
        }
    }

    @Test
    void answersAWrongMethodInProblemForm() throws Exception {
        assertThat(exchange("DELETE /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("METHOD_NOT_ALLOWED");
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        for (String bytes : List.of(
                "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/whoami HTTP/1.1\r\nHost: x\r\nX: " + "b".repeat(40_000) + "\r\n\r\n")) {
            String answer = exchange(bytes);
            assertThat(answer)
                    .as(bytes.substring(0, 24))
                    .startsWith("HTTP/1.1 ")
                    .contains("REQUEST_UNREADABLE");
        }
    }

    @Test
    void endsAConnectionThatSpeaksSomethingElse() throws Exception {
        assertThat(exchange("HELO x\r\n\r\n")).isEmpty();
        assertThat(exchange("GET /v1/whoami HTTP/9.9\r\nHost: x\r\n\r\n")).isEmpty();
    }

    @Test
    void refusesBadJson() throws Exception {
        for (String json : List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"files\":null}",
                "{\"files\":[null]}",
                "{}",
                "{\"files\":[]} trailing",
                "{\"files\":[],\"surprise\":1}",
                "{\"files\":[{\"name\":\"a\"}]}",
                "{\"files\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")) {
            String answer = exchange(post("/v1/plan", json));
            assertThat(answer).as(json.length() > 60 ? "deep" : json).startsWith("HTTP/1.1 400 ");
            assertThat(report(answer).problems().getFirst().code()).isEqualTo("REQUEST_UNREADABLE");
        }
    }

    @Test
    void refusesALargeBodyWithoutReadingIt() throws Exception {
        String head = "POST /v1/plan HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n";
        assertThat(exchange(head)).startsWith("HTTP/1.1 413 ").contains("REQUEST_TOO_LARGE");
    }

    @Test
    void stopsReadingAChunkedBodyAtTheBound() throws Exception {
        try (SSLSocket socket = raw(home.person("boss", later))) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /v1/plan HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int sent = 0;
            try {
                for (int i = 0; i < 100; i++) {
                    out.write(chunk);
                    out.flush();
                    sent++;
                }
            } catch (IOException closedOnUs) {
                assertThat(closedOnUs).isNotNull();
            }
            assertThat(sent).isLessThan(100);
        }
        assertThat(client(home.person("boss", later)).call(Route.WHOAMI).name()).isEqualTo("boss");
    }

    @Test
    void aBugIsAnsweredWithoutItsDetails() {
        ApiClient boss = client(home.person("boss", later));

        ApiException failed = catchThrowableOfType(ApiException.class, () -> boss.call(Route.PROVE));

        assertThat(failed.first().code().name()).isEqualTo("INTERNAL");
        assertThat(failed.first().what()).doesNotContain("hunter2");
    }

    @Test
    void servesManyAtOnce() throws Exception {
        ApiClient boss = client(home.person("boss", later));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WhoAmI>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(pool.submit(() -> boss.call(Route.WHOAMI)));
            }
            for (Future<WhoAmI> call : calls) {
                assertThat(call.get().name()).isEqualTo("boss");
            }
        }
    }

    @Test
    void showsANewCertificateToNewConnections() {
        TestAuthority next = new TestAuthority();
        server.use(next.server());
        Credential boss = home.person("boss", later);
        ApiConnection connection =
                new ApiConnection(server.address(), boss.key(), boss.chain(), List.of(next.serverRoot()));

        assertThat(new ApiClient(connection, InstantSource.system())
                        .call(Route.WHOAMI)
                        .name())
                .isEqualTo("boss");
    }

    private ApiServer start() {
        return ApiServer.start(
                0, home.server(), List.of(home.peopleRoot()), this::identify, mounts(), new SecureRandom());
    }

    private Caller identify(List<X509Certificate> chain) {
        String name = CertificateNames.of(chain.getFirst()).commonNames().getFirst();
        if (revoked.contains(name)) {
            throw new ControlException(ControlCode.CALLER_UNKNOWN, name + " is revoked", "log in again");
        }
        return new Caller(
                name,
                name.equals("boss"),
                chain.getFirst().getSerialNumber(),
                chain.getFirst().getNotAfter().toInstant());
    }

    private static List<Mount<?, ?>> mounts() {
        return List.of(
                new Mount<>(
                        Route.WHOAMI,
                        (caller, _) -> new WhoAmI(
                                caller.name(),
                                caller.subject(),
                                caller.operator(),
                                caller.serial().toString(16),
                                caller.notAfter())),
                new Mount<>(Route.DATABASES, (_, _) -> new Databases(List.of())),
                new Mount<>(Route.RESOURCES, (_, _) -> new Resources(List.of())),
                new Mount<>(
                        Route.LOGIN,
                        (caller, request) -> new Login.Answer(
                                caller.name(),
                                request.ttl().orElseThrow().toString(),
                                caller.notAfter(),
                                "",
                                "",
                                List.of())),
                new Mount<>(Route.PROVE, (_, _) -> {
                    throw new IllegalStateException("password is hunter2");
                }),
                unused(Route.STATUS),
                unused(Route.SESSIONS),
                unused(Route.LOGOUT),
                unused(Route.PLAN),
                unused(Route.APPLY));
    }

    private static <Q, A> Mount<Q, A> unused(Route<Q, A> route) {
        return new Mount<>(route, (_, _) -> {
            throw new AssertionError("reached " + route);
        });
    }

    private ApiConnection connection(Credential credential) {
        return new ApiConnection(server.address(), credential.key(), credential.chain(), List.of(home.serverRoot()));
    }

    private ApiClient client(Credential credential) {
        return new ApiClient(connection(credential), InstantSource.system());
    }

    private static void assertProblem(Runnable call, String code, String sqlstate) {
        ApiException refused = catchThrowableOfType(ApiException.class, call::run);
        assertThat(refused).isNotNull();
        assertThat(refused.first().code().name()).isEqualTo(code);
        assertThat(refused.first().code().sqlstate()).isEqualTo(sqlstate);
        assertThat(refused.first().what()).isNotBlank();
        assertThat(refused.first().fix()).isNotBlank();
    }

    private static String post(String path, String json) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
    }

    private String exchange(String request) throws Exception {
        try (SSLSocket socket = raw(home.person("boss", later))) {
            return exchange(socket, request);
        }
    }

    private static String exchange(SSLSocket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return text(socket.getInputStream());
    }

    // one answer: the server keeps the connection open for a while
    private static String text(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int expected = Integer.MAX_VALUE;
        for (int next = in.read(); next >= 0; next = in.read()) {
            answer.write(next);
            String soFar = answer.toString(StandardCharsets.UTF_8);
            int end = soFar.indexOf("\r\n\r\n");
            if (expected == Integer.MAX_VALUE && end > 0) {
                String length = soFar.replaceFirst("(?s).*Content-Length: ([0-9]+).*", "$1");
                expected = end + 4 + Integer.parseInt(length);
            }
            if (answer.size() >= expected) {
                break;
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static ProblemReport report(String answer) {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        return Json.read(body.getBytes(StandardCharsets.UTF_8), ProblemReport.class);
    }

    private SSLSocket raw(@Nullable Credential credential) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("server", home.serverRoot());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (credential != null) {
            own.setKeyEntry(
                    "me", credential.key(), new char[0], credential.chain().toArray(X509Certificate[]::new));
        }
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", server.address().port());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
