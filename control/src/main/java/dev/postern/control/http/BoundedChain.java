package dev.postern.control.http;

import dev.postern.api.Route;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Refuses chains of clients that are larger than any of ours, before a signature of them is looked at. */
final class BoundedChain extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    BoundedChain(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        bound(chain);
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        bound(chain);
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        bound(chain);
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw notAClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        throw notAClient();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    private static void bound(X509Certificate[] chain) throws CertificateException {
        int bytes = 0;
        for (X509Certificate each : chain) {
            bytes += each.getEncoded().length;
        }
        if (bytes > Route.MOST_CERTIFICATE_BYTES) {
            throw new CertificateException(
                    "the chain has " + bytes + " bytes, " + Route.MOST_CERTIFICATE_BYTES + " is the most");
        }
    }

    private static CertificateException notAClient() {
        return new CertificateException("only the API's server side uses this");
    }
}
