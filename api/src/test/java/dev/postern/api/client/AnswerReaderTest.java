package dev.postern.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Answers as no server of ours would send them. */
class AnswerReaderTest {
    private static final int MOST = 1_000;

    @Test
    void readsAnAnswerWithItsLength() throws IOException {
        RawAnswer answer = read("HTTP/1.1 200 OK\r\nPostern-Api: 1\r\nContent-Length: 2\r\n\r\n{}and more");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("postern-api")).contains("1");
        assertThat(answer.body()).isEqualTo("{}".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsToTheEndWithoutALength() throws IOException {
        assertThat(read("HTTP/1.1 404 x\r\n\r\nabc").body()).hasSize(3);
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertTooLarge("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
        assertTooLarge("HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n");
        assertTooLarge("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_001));
        assertTooLarge("HTTP/1.1 200 OK\r\nX: " + "x".repeat(40_000));
    }

    @Test
    void refusesWhatIsCutOff() {
        for (String cut : new String[] {
            "H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcd"
        }) {
            assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(EOFException.class);
        }
        assertThatThrownBy(() -> read("")).isInstanceOf(AnswerReader.NoAnswerException.class);
    }

    @Test
    void refusesWhatIsNotHttp() {
        for (String odd : new String[] {
            "FATAL\r\n\r\n",
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n",
            "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        }) {
            assertThatThrownBy(() -> read(odd)).as(odd).isInstanceOf(IOException.class);
        }
    }

    @Test
    void doesNotWaitLongerThanItsTimeForAServerThatTrickles() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket other = server.accept()) {
            Thread.ofVirtual().start(() -> trickle(other, done));
            long start = System.nanoTime();
            AnswerReader reader = new AnswerReader(client, Deadline.in(Duration.ofMillis(300)), MOST);

            assertThatThrownBy(reader::read).isInstanceOf(SocketTimeoutException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            done.countDown();
        }
    }

    private static void assertTooLarge(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(AnswerReader.TooLargeException.class);
    }

    private static RawAnswer read(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            try (Socket other = server.accept();
                    OutputStream out = other.getOutputStream()) {
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
            return new AnswerReader(client, Deadline.in(Duration.ofSeconds(10)), MOST).read();
        }
    }

    private static void trickle(Socket socket, CountDownLatch done) {
        try (OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!done.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        } catch (IOException gone) {
            assertThat(gone).isNotNull();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
