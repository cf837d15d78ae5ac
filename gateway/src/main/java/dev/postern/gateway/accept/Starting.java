package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.net.TlsEngines;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupBounds;
import dev.postern.postgres.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
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
    private final SslHandler tls;
    private final boolean direct;

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
        if (!handshake.isSuccess()) {
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
    protected boolean packet(ChannelHandlerContext ctx, StartupPacket packet, ByteBuf rest) {
        switch (packet) {
            case StartupPacket.TlsRequest request -> refuse(inside("SSLRequest"));
            case StartupPacket.GssRequest request -> refuse(inside("GSSENCRequest"));
            case StartupPacket.CancelRequest cancel -> {
                drop();
                door.cancel(leg, cancel);
            }
            case StartupPacket.StartupMessage startup -> {
                ctx.channel().config().setAutoRead(false);
                SSLSession session = tls.engine().getSession();
                Hello hello = new Hello(startup, serverName(session), certificates(session));
                ctx.pipeline().replace(this, ClientLeg.PHASE, new Waiting(leg, take()));
                door.arrived(leg, hello);
            }
        }
        return false;
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

    private static List<X509Certificate> certificates(SSLSession session) {
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
            return certificates;
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
