package dev.postern.gateway.net;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.kernel.problem.Problem;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes TLS contexts of the chosen provider, TLS 1.2 and 1.3 only. */
public enum TlsEngines {
    OPENSSL(SslProvider.OPENSSL_REFCNT),
    JDK(SslProvider.JDK);

    /** PostgreSQL's name for itself in ALPN. */
    public static final String ALPN = "postgresql";

    private final SslProvider provider;

    TlsEngines(SslProvider provider) {
        this.provider = provider;
    }

    /** @throws GatewayException when OpenSSL is forced and its native part does not load */
    public static TlsEngines choose(TlsChoice choice) {
        return switch (choice) {
            case AUTO -> OpenSsl.isAvailable() ? OPENSSL : JDK;
            case OPENSSL -> {
                if (!OpenSsl.isAvailable()) {
                    throw new GatewayException(
                            Problem.of(
                                    GatewayCode.GATEWAY_SETTINGS,
                                    "TLS provider OpenSSL is asked for and its native library does not load",
                                    "put netty-tcnative-boringssl-static for this platform on the class path, or choose AUTO or JDK"),
                            OpenSsl.unavailabilityCause());
                }
                yield OPENSSL;
            }
            case JDK -> JDK;
        };
    }

    /** For the client leg: asks for a certificate and lets {@code judge} see it; ALPN when the client offers it. */
    public SslContext server(PrivateKey key, List<X509Certificate> chain, X509ExtendedTrustManager judge)
            throws SSLException {
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .clientAuth(ClientAuth.OPTIONAL)
                .trustManager(judge)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ALPN))
                .build();
    }

    /** For the server leg: our certificate, and only servers below {@code anchors} whose certificate names their host. */
    public SslContext client(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> anchors)
            throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .keyManager(key, chain)
                .trustManager(anchors)
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
    }
}
