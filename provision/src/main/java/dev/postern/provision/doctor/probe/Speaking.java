package dev.postern.provision.doctor.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The little of PostgreSQL's protocol that comes before a password. */
final class Speaking {
    private static final int SSL_REQUEST = 1234 << 16 | 5679;
    private static final int VERSION = 3 << 16;
    private static final int MOST_MESSAGES = 200;

    private final Socket socket;
    private final Deadline deadline;

    Speaking(Socket socket, Deadline deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    TlsAnswer requestTls() {
        try {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(request);
            out.writeInt(8);
            out.writeInt(SSL_REQUEST);
            socket.getOutputStream().write(request.toByteArray());
            InputStream in = timed();
            byte first = Bounded.one(in);
            return switch (first) {
                case 'S' ->
                    in.available() > 0 ? new TlsAnswer.YesAndMore(Bounded.pending(in, first)) : new TlsAnswer.Yes();
                case 'N' -> in.available() > 0 ? new TlsAnswer.Other(Bounded.pending(in, first)) : new TlsAnswer.No();
                case 'E' -> errorOrElse(in);
                default -> new TlsAnswer.Other(Bounded.pending(in, first));
            };
        } catch (SocketTimeoutException _) {
            return new TlsAnswer.Silence();
        } catch (IOException _) {
            return deadline.over() ? new TlsAnswer.Silence() : new TlsAnswer.HungUp();
        }
    }

    // a server that forks no more answers with an error in the form of protocol 2 or 3
    private static TlsAnswer errorOrElse(InputStream in) throws IOException {
        byte[] rest = in.readNBytes(Math.min(Math.max(in.available(), 4), 4));
        int length = rest.length == 4 ? ByteBuffer.wrap(rest).getInt() : -1;
        if (length >= 4 && length < 30_000) {
            byte[] body = in.readNBytes(length - 4);
            return new TlsAnswer.Complaint(Bounded.error(new Bounded.Message((byte) 'E', body)));
        }
        if (rest.length == 0) {
            return new TlsAnswer.HungUp();
        }
        byte[] more = in.readNBytes(Math.min(in.available(), 500));
        byte[] all = new byte[rest.length + more.length];
        System.arraycopy(rest, 0, all, 0, rest.length);
        System.arraycopy(more, 0, all, rest.length, more.length);
        return new TlsAnswer.Complaint(new ServerError("FATAL", "", Bounded.string(ByteBuffer.wrap(all)), "", ""));
    }

    Welcome startUp(Target target) {
        try {
            socket.getOutputStream().write(startupMessage(target));
            return hear(timed());
        } catch (SocketTimeoutException _) {
            return new Welcome.Silence();
        } catch (Bounded.Implausible garbage) {
            return new Welcome.Other(String.valueOf(garbage.getMessage()));
        } catch (EOFException _) {
            return new Welcome.HungUp();
        } catch (IOException failure) {
            Optional<String> alert = Tls.alert(failure);
            if (alert.isPresent()) {
                return new Welcome.Alert(alert.get());
            }
            return deadline.over() ? new Welcome.Silence() : new Welcome.HungUp();
        }
    }

    private static Welcome hear(InputStream in) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        int pid = 0;
        for (int i = 0; i < MOST_MESSAGES; i++) {
            Bounded.Message message = Bounded.message(in);
            switch (message.tag()) {
                case 'E' -> {
                    return new Welcome.Refused(Bounded.error(message));
                }
                case 'R' -> {
                    ByteBuffer body = message.body();
                    int method = body.remaining() >= 4 ? body.getInt() : -1;
                    if (method != 0) {
                        return new Welcome.Asks(method, method == 10 ? Bounded.strings(body) : List.of());
                    }
                }
                case 'S' -> {
                    ByteBuffer body = message.body();
                    parameters.put(Bounded.string(body), Bounded.string(body));
                }
                case 'K' ->
                    pid = message.body().remaining() >= 4 ? message.body().getInt() : 0;
                case 'Z' -> {
                    return new Welcome.Admitted(parameters, pid);
                }
                case 'N', 'v' -> {
                    // remarks
                }
                default -> {
                    return new Welcome.Other(Bounded.printable(new byte[] {message.tag()}));
                }
            }
        }
        return new Welcome.Other("more than " + MOST_MESSAGES + " messages before ReadyForQuery");
    }

    private InputStream timed() throws IOException {
        socket.setSoTimeout(deadline.millis());
        return socket.getInputStream();
    }

    private static byte[] startupMessage(Target target) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String each :
                new String[] {"user", target.user(), "database", target.database(), "application_name", "postern doctor"
                }) {
            body.write(each.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
        body.write(0);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeInt(body.size() + 8);
        out.writeInt(VERSION);
        body.writeTo(out);
        return message.toByteArray();
    }

    /** Says goodbye, so that the server's log has no line about a lost client. */
    void terminate() {
        try {
            socket.getOutputStream().write(new byte[] {'X', 0, 0, 0, 4});
        } catch (IOException _) {
            // it knows already
        }
    }
}
