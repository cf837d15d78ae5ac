package dev.postern.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.Route;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.api.client.ApiException;
import dev.postern.control.issue.Credential;
import dev.postern.model.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against something else than our server that has the right certificate. */
class ClientTest {
    private final TestAuthority home = new TestAuthority();
    private final SSLServerSocket listener = listen();

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void saysThatVersionsDiffer() {
        assertThat(codeFor("HTTP/1.1 200 OK\r\nPostern-Api: 2\r\nContent-Length: 2\r\n\r\n{}"))
                .isEqualTo("VERSION_MISMATCH");
    }

    @Test
    void saysThatItIsNotPostern() {
        assertThat(codeFor("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")).isEqualTo("ANSWER_UNREADABLE");
        assertThat(codeFor("HTTP/1.1 200 OK\r\nPostern-Api: 1\r\nContent-Length: 2\r\n\r\n{}"))
                .isEqualTo("ANSWER_UNREADABLE");
        assertThat(codeFor("HTTP/1.1 500 x\r\nPostern-Api: 1\r\nContent-Length: 15\r\n\r\n{\"problems\":[]}"))
                .isEqualTo("ANSWER_UNREADABLE");
        assertThat(codeFor("220 smtp ready\r\n\r\n")).isEqualTo("UNREACHABLE");
    }

    @Test
    void saysThatTheAnswerIsTooLarge() {
        assertThat(codeFor("HTTP/1.1 200 OK\r\nPostern-Api: 1\r\nContent-Length: 99999999\r\n\r\n"))
                .isEqualTo("ANSWER_TOO_LARGE");
    }

    private String codeFor(String answer) {
        Thread.ofVirtual().start(() -> answer(answer));
        Credential boss = home.person("boss");
        ApiConnection connection = new ApiConnection(
                new HostPort("127.0.0.1", listener.getLocalPort()),
                boss.key(),
                boss.chain(),
                List.of(home.serverRoot()));
        ApiException failed = catchThrowableOfType(
                ApiException.class, () -> new ApiClient(connection, InstantSource.system()).call(Route.WHOAMI));
        assertThat(failed.first().fix()).isNotBlank();
        return failed.first().code().name();
    }

    private void answer(String answer) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.read());
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            assertThat(gone).isNotNull();
        }
    }

    private SSLServerSocket listen() {
        try {
            return (SSLServerSocket) ServerTls.create(home.server(), List.of(home.peopleRoot()), new SecureRandom())
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException failure) {
            throw new AssertionError("cannot listen", failure);
        }
    }
}
