package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates do what they are for: live mutual TLS, Java with Java, Java with OpenSSL, both ways round. */
@Timeout(60)
class HandshakeTest {
    private static final byte[] GREETING = "served\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Authorities authorities = Authorities.init(
            new VolatileJournal(),
            KeyProtection.of("test", "5a".repeat(32), random),
            "t.test",
            InstantSource.system(),
            random);
    private final Shown server =
            shown(new CertificateWish.Server(List.of("localhost"), List.of("127.0.0.1", "::1"), Duration.ofDays(1)));
    private final Shown client = shown(new CertificateWish.Client("rw", "alice", "gateway", Duration.ofDays(1)));
    private final Shown person = shown(new CertificateWish.Person("rw", Duration.ofHours(1)));

    private record Shown(X509Certificate leaf, KeyPair keys) {}

    @BeforeEach
    void writeFiles() throws IOException {
        write("server", server);
        write("client", client);
        write("person", person);
        Files.writeString(folder.resolve("server-ca.crt"), Pem.write(authorities.bundle(AuthorityName.SERVER)));
        Files.writeString(folder.resolve("client-ca.crt"), Pem.write(authorities.bundle(AuthorityName.CLIENT)));
    }

    @Test
    void javaWithJava() throws Exception {
        assertThat(javaServer(port -> javaClient(port, client, "localhost"))).isEqualTo("CN=rw,OU=alice,O=gateway");
        assertThat(javaServer(port -> javaClient(port, client, "127.0.0.1"))).startsWith("CN=rw");
    }

    /** OpenSSL shows it although the server names other issuers, as libpq does. */
    @Test
    void personIsNobodyToServersThatTrustTheClientAuthority() throws Exception {
        requireOpenssl();
        assertThatThrownBy(() -> javaServer(port -> {
                    Process process = openssl("s_client", port, "person", "server-ca.crt");
                    process.getInputStream().readAllBytes();
                    process.waitFor();
                }))
                .hasStackTraceContaining("PKIX path");
    }

    @Test
    void opensslClientWithJavaServer() throws Exception {
        requireOpenssl();
        assertThat(javaServer(port -> {
                    Process process =
                            openssl("s_client", port, "client", "server-ca.crt", "-verify_hostname", "localhost");
                    String output = output(process);
                    assertThat(output).contains("Verify return code: 0 (ok)");
                }))
                .isEqualTo("CN=rw,OU=alice,O=gateway");
    }

    @Test
    void opensslServerWithJavaClient() throws Exception {
        requireOpenssl();
        Process process = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:0",
                        "-naccept",
                        "1",
                        "-cert",
                        file("server.crt"),
                        "-key",
                        file("server.key"),
                        "-CAfile",
                        file("client-ca.crt"),
                        "-Verify",
                        "1",
                        "-verify_return_error",
                        "-x509_strict",
                        "-rev")
                .redirectErrorStream(true)
                .start();
        try {
            StringBuilder said = new StringBuilder();
            int port = acceptedPort(process.getInputStream(), said);
            try (SSLSocket socket = connect(port, client, "localhost")) {
                socket.getOutputStream().write("devres\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                assertThat(new String(socket.getInputStream().readNBytes(GREETING.length), StandardCharsets.US_ASCII))
                        .isEqualTo("served\n");
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(said).contains("CN = rw").doesNotContain("verify error");
        } finally {
            process.destroyForcibly();
        }
    }

    private interface Visitor {
        void visit(int port) throws Exception;
    }

    /** @return the subject that the server saw */
    private String javaServer(Visitor visitor) throws Exception {
        SSLContext context = context(server, AuthorityName.CLIENT);
        try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory()
                        .createServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"));
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            listening.setNeedClientAuth(true);
            Future<String> seen = thread.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.startHandshake();
                    socket.getOutputStream().write(GREETING);
                    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                            .getSubjectX500Principal()
                            .getName();
                }
            });
            try {
                visitor.visit(listening.getLocalPort());
                return seen.get(20, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException failed) {
                throw new IOException(failed.getCause());
            }
        }
    }

    private void javaClient(int port, Shown shown, String host) throws Exception {
        try (SSLSocket socket = connect(port, shown, host)) {
            assertThat(socket.getInputStream().readNBytes(GREETING.length)).isEqualTo(GREETING);
        }
    }

    private SSLSocket connect(int port, Shown shown, String host) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket)
                context(shown, AuthorityName.SERVER).getSocketFactory().createSocket(host, port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLContext context(Shown shown, AuthorityName trusted) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", shown.keys.getPrivate(), new char[0], new X509Certificate[] {shown.leaf});
        KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
        key.init(own, new char[0]);
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        for (X509Certificate root : authorities.bundle(trusted)) {
            roots.setCertificateEntry(root.getSerialNumber().toString(), root);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key.getKeyManagers(), trust.getTrustManagers(), random);
        return context;
    }

    private Shown shown(CertificateWish wish) {
        KeyPair keys = KeyPairs.p256(random);
        return new Shown(authorities.issue(new IssueRequest(wish, keys.getPublic(), "test", "1")), keys);
    }

    private void write(String name, Shown shown) throws IOException {
        Files.writeString(folder.resolve(name + ".crt"), Pem.write(shown.leaf));
        PrivateKeyFile.writePem(folder.resolve(name + ".key"), shown.keys.getPrivate());
    }

    private Process openssl(String verb, int port, String who, String ca, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                verb,
                "-connect",
                "127.0.0.1:" + port,
                "-cert",
                file(who + ".crt"),
                "-key",
                file(who + ".key"),
                "-CAfile",
                file(ca),
                "-verify_return_error",
                "-x509_strict"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** Reads on until the server says where it listens. */
    private static int acceptedPort(InputStream output, StringBuilder said) throws IOException {
        for (int next = output.read(); next >= 0; next = output.read()) {
            said.append((char) next);
            int at = said.indexOf("ACCEPT 127.0.0.1:");
            if (next == '\n' && at >= 0) {
                return Integer.parseInt(
                        said.substring(said.lastIndexOf(":") + 1).strip());
            }
        }
        throw new IOException("openssl ended: " + said);
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void requireOpenssl() throws InterruptedException {
        try {
            assertThat(new ProcessBuilder("openssl", "version").start().waitFor())
                    .isZero();
        } catch (IOException missing) {
            Assumptions.abort("no openssl on this machine");
        }
    }
}
