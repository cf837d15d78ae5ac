package dev.postern.provision.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The factory whose class name pgjdbc is given: it makes one of these by itself, for each connection, on the thread that
 * logs in, where {@link #CURRENT} holds the login. So certificates and keys need no files. Public because the driver
 * must be able to construct it; of no use to anybody else.
 */
public final class LoginTls extends SSLSocketFactory {
    static final ScopedValue<Opening> CURRENT = ScopedValue.newInstance();

    /** @param tls becomes true when the server has said yes to TLS */
    record Opening(Login login, AtomicBoolean tls) {}

    private final Opening opening;
    private final Login login;
    private final SSLSocketFactory factory;

    /** Called by pgjdbc. */
    public LoginTls() {
        if (!CURRENT.isBound()) {
            throw new NoSuchElementException("only Connections.open makes these");
        }
        this.opening = CURRENT.get();
        this.login = opening.login();
        this.factory = TlsContext.of(login).getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        opening.tls().set(true);
        String name = switch (login.transport()) {
            case Transport.VerifyFull full -> full.serverName().orElse(host);
            case Transport.VerifyCa _, Transport.Encrypted _, Transport.Plain _ -> host;
        };
        SSLSocket socket = (SSLSocket) factory.createSocket(new LastWordSocket(plain), name, port, autoClose);
        if (login.transport() instanceof Transport.VerifyFull) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return factory.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return factory.createSocket(host, port, local, localPort);
    }
}
