package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.net.TlsEngines;
import dev.postern.kernel.problem.Problem;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.postgres.wire.StartupBounds;
import dev.postern.postgres.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Phase: the TLS handshake, and in it one StartupMessage or one cancel request. */
final class Starting extends Gathering {
    private static final int MOST_CERTIFICATE_BYTES = 32 * 1024;

    private final SslHandler tls;
    private final boolean direct;
    private boolean secured;

    Starting(ClientLeg leg, Door door, StartupBounds bounds, SslHandler tls, boolean direct) {
        super(leg, door, bounds);
        this.tls = tls;
        this.direct = direct;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return;
        }
        secured = handshake.isSuccess();
        if (!secured) {
            take();
            door.turnedAway(leg, Problem.of(GatewayCode.NO_TLS, "the TLS handshake failed: " + handshake.cause(), ""));
            leg.close();
        } else if (direct && !TlsEngines.ALPN.equals(tls.applicationProtocol())) {
            refuse(Problem.of(
                    GatewayCode.PROTOCOL_VIOLATION,
                    "a direct TLS connection came without the application protocol \"postgresql\" (ALPN)",
                    "use sslnegotiation=postgres, or a client that offers ALPN"));
        }
    }

    @Override
    protected String missing() {
        return secured ? "the client had sent no StartupMessage" : "the TLS handshake was not over";
    }

    @Override
    protected boolean packet(ChannelHandlerContext ctx, StartupPacket packet, ByteBuf rest) {
        switch (packet) {
            case StartupPacket.TlsRequest request -> refuse(inside("SSLRequest"));
            case StartupPacket.GssRequest request -> refuse(inside("GSSENCRequest"));
            case StartupPacket.CancelRequest cancel -> {
                drop();
                door.cancel(leg, cancel);
            }
            case StartupPacket.StartupMessage startup -> startup(ctx, startup);
        }
        return false;
    }

    private void startup(ChannelHandlerContext ctx, StartupPacket.StartupMessage startup) {
        SSLSession session = tls.engine().getSession();
        Certificate[] shown = shown(session);
        Optional<Problem> refusal = leg.place().refusal().or(() -> tooMuch(shown));
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        ctx.channel().config().setAutoRead(false);
        Hello hello = new Hello(startup, serverName(session), certificates(shown));
        ctx.pipeline().replace(this, ClientLeg.PHASE, new Waiting(leg, door, take()));
        door.arrived(leg, hello);
    }

    /** Before anything in it is read: nobody needs so much to show who they are. */
    private static Optional<Problem> tooMuch(Certificate[] shown) {
        long bytes = 0;
        try {
            for (Certificate certificate : shown) {
                bytes += certificate.getEncoded().length;
            }
        } catch (CertificateEncodingException malformed) {
            bytes = Long.MAX_VALUE;
        }
        return shown.length <= ChainVerifier.LONGEST_CHAIN && bytes <= MOST_CERTIFICATE_BYTES
                ? Optional.empty()
                : Optional.of(Problem.of(
                        GatewayCode.CERTIFICATE_UNTRUSTED,
                        "the client showed " + shown.length + " certificates of " + bytes + " bytes, "
                                + ChainVerifier.LONGEST_CHAIN + " of " + MOST_CERTIFICATE_BYTES
                                + " bytes in all are the most",
                        "show the certificate that \"postern login\" writes, and only what vouches for it"));
    }

    private static Problem inside(String what) {
        return Problem.of(
                GatewayCode.PROTOCOL_VIOLATION,
                what + " came inside TLS",
                "send the StartupMessage after the handshake");
    }

    private static Optional<String> serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName());
                }
            }
        }
        return Optional.empty();
    }

    private static Certificate[] shown(SSLSession session) {
        try {
            return session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException none) {
            return new Certificate[0];
        }
    }

    private static List<X509Certificate> certificates(Certificate[] shown) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : shown) {
            if (certificate instanceof X509Certificate x509) {
                certificates.add(x509);
            }
        }
        return certificates;
    }
}
