package dev.postern.api.client;

import dev.postern.api.Route;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One request and its answer over one TLS connection, HTTP/1.1 with {@code Connection: close}. Written here and not taken
 * from the JDK's client because a verb has half a second in all: a whole process that lists databases took 0.25 s with this
 * and 0.60 s with the other, both with an AOT cache.
 */
final class Exchange {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final ApiConnection connection;
    private final SSLContext context;

    Exchange(ApiConnection connection) {
        this.connection = connection;
        try {
            this.context = ClientTls.context(connection);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new ApiException(
                    ApiCode.CREDENTIAL_UNREADABLE,
                    "the operator certificate and key cannot be used for TLS (" + unusable.getMessage() + ")",
                    "restart Postern with ./postern up, which issues new ones",
                    unusable);
        }
    }

    RawAnswer send(String method, String path, byte[] body, Duration patience) {
        Deadline deadline = Deadline.in(patience);
        try (Socket plain = connect();
                SSLSocket socket = tls(plain, deadline)) {
            write(socket.getOutputStream(), method, path, body);
            return new AnswerReader(socket, deadline, Route.MOST_ANSWER_BYTES).read();
        } catch (AnswerReader.TooLargeException large) {
            throw new ApiException(
                    ApiCode.ANSWER_TOO_LARGE,
                    "the answer to " + method + " " + path + " is larger than " + Route.MOST_ANSWER_BYTES + " bytes",
                    "report this with the number of declared resources",
                    large);
        } catch (SocketTimeoutException late) {
            throw new ApiException(
                    ApiCode.TIMEOUT,
                    "no answer to " + method + " " + path + " from " + connection.address() + " within "
                            + patience.toSeconds() + " s",
                    "look at the log of the running process; try again",
                    late);
        } catch (SSLException | SocketException | EOFException broken) {
            throw broken(broken);
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(
                            connection.address().host(), connection.address().port()),
                    (int) CONNECT.toMillis());
            return socket;
        } catch (ConnectException refused) {
            closeQuietly(socket, refused);
            throw new ApiException(
                    ApiCode.NOT_RUNNING,
                    "Postern is not running: nothing answers on " + connection.address(),
                    "start it with ./postern up",
                    refused);
        } catch (IOException failure) {
            closeQuietly(socket, failure);
            throw failure;
        }
    }

    private SSLSocket tls(Socket plain, Deadline deadline) throws IOException {
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(deadline.remainingMillis());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        plain, connection.address().host(), connection.address().port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void write(OutputStream out, String method, String path, byte[] body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + connection.address()
                + "\r\nConnection: close\r\nAccept: application/json\r\n"
                + (body.length == 0 ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        out.write(all);
        out.flush();
    }

    private ApiException broken(IOException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new ApiException(
                        ApiCode.WRONG_SERVER,
                        "what answers on " + connection.address()
                                + " shows a certificate that this home's authority did not issue: "
                                + cause.getMessage(),
                        "use the home of the Postern that runs there (--home), or restart it with ./postern up",
                        broken);
            }
        }
        String message = String.valueOf(broken.getMessage());
        if (broken instanceof SSLException && message.contains("Received fatal alert")) {
            return refused("refuses", message, broken);
        }
        if (broken instanceof AnswerReader.NoAnswerException || broken instanceof SocketException) {
            // TLS 1.3 tells a client late that its certificate is refused, and the reset may overtake the alert
            return refused("is stopping, or refuses", "it ended the connection without an answer", broken);
        }
        return unreachable(broken);
    }

    private ApiException refused(String verb, String how, IOException cause) {
        return new ApiException(
                ApiCode.CERTIFICATE_REFUSED,
                "the control plane on " + connection.address() + " " + verb + " the certificate "
                        + connection.chain().getFirst().getSubjectX500Principal() + " (" + how + ")",
                "restart Postern with ./postern up, which issues a new operator certificate",
                cause);
    }

    private ApiException unreachable(IOException failure) {
        return new ApiException(
                ApiCode.UNREACHABLE,
                "the connection to the control plane on " + connection.address() + " failed ("
                        + failure.getClass().getSimpleName() + ": " + failure.getMessage() + ")",
                "look at ./postern status and the log of the running process; try again",
                failure);
    }

    private static void closeQuietly(Socket socket, IOException first) {
        try {
            socket.close();
        } catch (IOException second) {
            first.addSuppressed(second);
        }
    }
}
