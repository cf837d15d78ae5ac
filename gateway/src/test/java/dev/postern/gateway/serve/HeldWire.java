package dev.postern.gateway.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A TCP relay before a server. On connections that begin after {@link #hold()}, what the client says after the server's half
 * of the TLS handshake stays on the way: the client believes it sent.
 */
final class HeldWire implements AutoCloseable {
    private static final int SERVER_HELLO = 100;

    private final ServerSocket listening;
    private final int port;
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch holds = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean holding;

    private HeldWire(int port) throws IOException {
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    static HeldWire before(int port) throws IOException {
        return new HeldWire(port);
    }

    int port() {
        return listening.getLocalPort();
    }

    void hold() {
        holding = true;
    }

    /** Until something of a held connection is on the way. */
    void awaitHeld() throws InterruptedException {
        if (!holds.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was held within 20 s");
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                synchronized (sockets) {
                    sockets.add(client);
                    sockets.add(server);
                }
                CountDownLatch answered = new CountDownLatch(1);
                boolean held = holding;
                Thread.ofPlatform().daemon().start(() -> pass(client, server, held, answered));
                Thread.ofPlatform().daemon().start(() -> pass(server, client, false, answered));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void pass(Socket from, Socket to, boolean held, CountDownLatch answered) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (held && answered.getCount() == 0) {
                    holds.countDown();
                    released.await();
                }
                out.write(buffer, 0, read);
                if (read > SERVER_HELLO && from.getPort() == port) {
                    answered.countDown();
                }
            }
        } catch (IOException | InterruptedException gone) {
            // either side hung up
        }
    }

    /** Lets everything through. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        try {
            listening.close();
            synchronized (sockets) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
