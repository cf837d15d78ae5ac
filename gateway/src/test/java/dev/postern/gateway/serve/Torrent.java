package dev.postern.gateway.serve;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server without a database: it lets everybody in and answers a query with rows until it is hung up on. Hundreds of them
 * fit into a test, where hundreds of PostgreSQL's processes do not.
 */
final class Torrent implements AutoCloseable {
    private static final int TLS_REQUEST_BYTES = 8;
    private static final int ROWS_AT_ONCE = 60;
    private static final int ROW = 1000;

    private final ServerSocket listening;
    private final SSLContext tls;
    private final ExecutorService each = Executors.newVirtualThreadPerTaskExecutor();
    private final Collection<Flow> flows = new ConcurrentLinkedQueue<>();

    /** One answer under way: when what is being written was begun. */
    private static final class Flow {
        private volatile long since = System.nanoTime();
    }

    Torrent(TestAuthority.Leaf shown) throws IOException, GeneralSecurityException {
        this.tls = context(shown);
        this.listening = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
        each.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many answers are under way of which nobody has taken anything for {@code quiet}. */
    long stalled(Duration quiet) {
        long now = System.nanoTime();
        return flows.stream().filter(flow -> now - flow.since > quiet.toNanos()).count();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                each.execute(() -> talk(socket));
            }
        } catch (IOException closed) {
            each.shutdown();
        }
    }

    private void talk(Socket socket) {
        try (socket;
                SSLSocket secure = secure(socket)) {
            DataInputStream in = new DataInputStream(secure.getInputStream());
            byte[] startup = new byte[in.readInt() - 4];
            in.readFully(startup);
            if (Unpooled.wrappedBuffer(startup).getInt(0) != ProtocolVersion.V3_0.code()) {
                return; // a cancel request: hanging up says that it has arrived
            }
            OutputStream out = secure.getOutputStream();
            out.write(welcome());
            if (in.read() == 'Q') {
                flow(out);
            }
        } catch (IOException gone) {
            // the gateway hung up, as it may
        }
    }

    private SSLSocket secure(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.getInputStream().readNBytes(TLS_REQUEST_BYTES);
        socket.getOutputStream().write('S');
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        secure.setUseClientMode(false);
        return secure;
    }

    private void flow(OutputStream out) throws IOException {
        byte[] rows = rows();
        Flow flow = new Flow();
        flows.add(flow);
        try {
            while (true) {
                flow.since = System.nanoTime();
                out.write(rows);
            }
        } finally {
            flows.remove(flow);
        }
    }

    private static byte[] welcome() {
        ByteBuf out = Unpooled.buffer();
        new BackendMessage.AuthenticationOk().write(out);
        new BackendMessage.BackendKeyData(1, Secret.of(new byte[4])).write(out);
        new BackendMessage.ReadyForQuery(TransactionStatus.IDLE).write(out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] rows() {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < ROWS_AT_ONCE; i++) {
            WireClient.frame(out, 'D', (short) 1, ROW, new byte[ROW]);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static SSLContext context(TestAuthority.Leaf shown) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("me", shown.key(), new char[0], new Certificate[] {shown.certificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        each.shutdownNow();
    }
}
