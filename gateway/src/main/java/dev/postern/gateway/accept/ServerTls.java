package dev.postern.gateway.accept;

import dev.postern.gateway.net.TlsEngines;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** The gateway's own certificate on the client leg, replaceable while connections come in. */
public final class ServerTls implements AutoCloseable {
    private final TlsEngines engines;
    private final Executor blocking;
    private SslContext context;

    /** @param blocking runs what the JDK's provider computes in a handshake */
    public ServerTls(TlsEngines engines, Executor blocking, PrivateKey key, List<X509Certificate> chain)
            throws SSLException {
        this.engines = engines;
        this.blocking = blocking;
        this.context = engines.server(key, chain, new JudgedLater());
    }

    /** From now on new connections see this certificate; those that stand are not touched. */
    public synchronized void replace(PrivateKey key, List<X509Certificate> chain) throws SSLException {
        SslContext next = engines.server(key, chain, new JudgedLater());
        ReferenceCountUtil.release(context);
        context = next;
    }

    /** BoringSSL computes for tens of microseconds and stays on the loop; the JDK's provider for milliseconds. */
    synchronized SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = switch (engines) {
            case OPENSSL -> context.newHandler(allocator);
            case JDK -> context.newHandler(allocator, blocking);
        };
        handler.setHandshakeTimeoutMillis(0); // the bound on the whole start covers it
        return handler;
    }

    @Override
    public synchronized void close() {
        ReferenceCountUtil.release(context);
    }

    /**
     * Lets every chain through the handshake: a certificate that is refused here ends in a bare alert that names no reason.
     * {@code authenticate} judges it once the client has sent its StartupMessage, and nothing but that happens before.
     */
    private static final class JudgedLater extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw neverAClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw neverAClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw neverAClient();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        private static IllegalStateException neverAClient() {
            return new IllegalStateException("this trust manager is for the client leg only");
        }
    }
}
