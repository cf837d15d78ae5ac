package dev.postern.provision.doctor.probe;

import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** One handshake that verifies nothing and remembers everything. */
final class Tls {
    private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private final Target target;
    private final SeenKeys keys;
    private final SeenChain chain = new SeenChain();

    Tls(Target target) {
        this.target = target;
        this.keys = new SeenKeys(target.certificate());
    }

    /** @param socket empty unless the handshake is done */
    record Result(Handshake handshake, Optional<SSLSocket> socket) {}

    Result shake(Socket plain, Deadline deadline) {
        try {
            SSLSocket socket = (SSLSocket) context()
                    .getSocketFactory()
                    .createSocket(plain, target.server().host(), target.server().port(), true);
            if (target.tls() == Target.Tls.DIRECT) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"postgresql"});
                socket.setSSLParameters(parameters);
            }
            socket.setSoTimeout(deadline.millis());
            socket.startHandshake();
            boolean other = target.tls() == Target.Tls.DIRECT && !"postgresql".equals(socket.getApplicationProtocol());
            if (other) {
                return failed(new Handshake.Broken(
                        "TLS stands, and the other side does not say by ALPN that it is" + " PostgreSQL"));
            }
            return new Result(
                    new Handshake.Done(
                            socket.getSession().getProtocol(),
                            socket.getSession().getCipherSuite(),
                            chain.chain(),
                            keys.authorities()),
                    Optional.of(socket));
        } catch (SocketTimeoutException _) {
            return failed(new Handshake.Silence());
        } catch (IOException failure) {
            return failed(judge(failure, deadline));
        }
    }

    private Handshake judge(IOException failure, Deadline deadline) {
        Optional<String> alert = alert(failure);
        if (alert.isPresent()) {
            return new Handshake.Alert(alert.get(), chain.chain(), keys.authorities());
        }
        return failure instanceof SocketException && deadline.over()
                ? new Handshake.Silence()
                : new Handshake.Broken(Bounded.line(String.valueOf(failure.getMessage())));
    }

    private static Result failed(Handshake handshake) {
        return new Result(handshake, Optional.empty());
    }

    /** The peer's last word, as RFC 8446 spells it. The JDK has no accessor for it. */
    static Optional<String> alert(IOException failure) {
        Matcher matcher =
                RECEIVED_ALERT.matcher(failure instanceof SSLException ? String.valueOf(failure.getMessage()) : "");
        return matcher.find() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {chain}, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE, "this Java has no TLS", "use a full JDK 25", broken);
        }
    }
}
