package dev.postern.gateway.connect;

import dev.postern.gateway.net.TlsEngines;
import dev.postern.model.HostPort;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/**
 * Our key and certificate for one (role, caller), and the TLS contexts made of them, one for each set of anchors; of many
 * sets, of those that were used last.
 */
final class Identity {
    private static final int MOST_CONTEXTS = 8;

    /** What must be left of a certificate so that nobody has to wait for a new one. */
    private static final Duration RESERVE = Duration.ofHours(2);

    private final TlsEngines engines;
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final LinkedHashMap<List<X509Certificate>, SslContext> contexts = new LinkedHashMap<>();
    private volatile boolean closed;

    Identity(TlsEngines engines, PrivateKey key, List<X509Certificate> chain) {
        this.engines = engines;
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    boolean expired(Instant now) {
        return !now.isBefore(notAfter());
    }

    /** Whether another has taken its place. */
    boolean replaced() {
        return closed;
    }

    /** Within the reserve, or in the last third of a certificate that is short anyway. */
    boolean ageing(Instant now) {
        Duration life = Duration.between(leaf().getNotBefore().toInstant(), notAfter());
        Duration reserve = life.dividedBy(3).compareTo(RESERVE) < 0 ? life.dividedBy(3) : RESERVE;
        return now.isAfter(notAfter().minus(reserve));
    }

    /** Makes the TLS context for {@code anchors} before an event loop needs it: parsing key and certificates takes a while. */
    void prepare(List<X509Certificate> anchors) throws SSLException {
        if (has(anchors)) {
            return;
        }
        SslContext made = engines.client(key, chain, anchors);
        if (!keep(anchors, made)) {
            ReferenceCountUtil.release(made);
        }
    }

    private synchronized boolean has(List<X509Certificate> anchors) {
        return contexts.containsKey(anchors);
    }

    private synchronized boolean keep(List<X509Certificate> anchors, SslContext made) {
        if (closed || contexts.putIfAbsent(anchors, made) != null) {
            return false;
        }
        if (contexts.size() > MOST_CONTEXTS) {
            ReferenceCountUtil.release(contexts.pollFirstEntry().getValue());
        }
        return true;
    }

    /** A handler for one connection to {@code host}; what blocks in its handshake runs on {@code blocking}. */
    synchronized SslHandler newHandler(
            ByteBufAllocator allocator, HostPort server, List<X509Certificate> anchors, Executor blocking)
            throws SSLException {
        SslContext context = contexts.remove(anchors);
        if (context == null) {
            context = engines.client(key, chain, anchors);
        }
        contexts.put(anchors, context);
        if (contexts.size() > MOST_CONTEXTS) {
            ReferenceCountUtil.release(contexts.pollFirstEntry().getValue());
        }
        SslHandler handler = context.newHandler(allocator, server.host(), server.port(), blocking);
        handler.setHandshakeTimeoutMillis(0); // the bound on the whole opening covers it
        if (closed) {
            close(); // the handler's engine keeps its context alive
        }
        return handler;
    }

    /** TLS contexts that are kept. */
    synchronized int contexts() {
        return contexts.size();
    }

    /** There is a newer certificate; connections that stand keep theirs. */
    synchronized void close() {
        closed = true;
        contexts.values().forEach(ReferenceCountUtil::release);
        contexts.clear();
    }
}
