package dev.postern.gateway.serve;

import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.FrontendMessage;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket;
import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A client that says exactly what a test wants, byte by byte if need be. */
final class WireClient implements AutoCloseable {
    private Socket socket;
    private DataInputStream in;

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        this.socket.setSoTimeout(20_000);
        this.socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
    }

    static WireClient to(int port) throws IOException {
        return new WireClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** As if from another host. */
    static WireClient from(String address, int port) throws IOException {
        return new WireClient(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
    }

    /** One message of a server: its type byte and its body. */
    record Frame(char tag, ByteBuffer body) {
        BackendMessage read() {
            ByteBuf bytes = Unpooled.buffer();
            bytes.writeByte(tag).writeInt(body.remaining() + 4).writeBytes(body.duplicate());
            return BackendMessage.read(bytes);
        }

        String text() {
            return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
        }
    }

    WireClient send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    WireClient send(Consumer<ByteBuf> writer) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        writer.accept(bytes);
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        return send(array);
    }

    WireClient send(StartupPacket packet) throws IOException {
        return send(packet::write);
    }

    WireClient query(String sql) throws IOException {
        return send(new FrontendMessage.Query(sql)::write);
    }

    /** A message with a body of strings that a zero ends, and bytes. */
    static void frame(ByteBuf out, char tag, Object... parts) {
        ByteBuf body = Unpooled.buffer();
        for (Object part : parts) {
            switch (part) {
                case String text ->
                    body.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
                case Byte one -> body.writeByte(one);
                case Short two -> body.writeShort(two);
                case Integer four -> body.writeInt(four);
                case byte[] raw -> body.writeBytes(raw);
                default -> throw new IllegalArgumentException(String.valueOf(part));
            }
        }
        out.writeByte(tag).writeInt(4 + body.readableBytes()).writeBytes(body);
    }

    WireClient startup(ProtocolVersion version, List<String> options, String... parameters) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return send(new StartupMessage(version, map, options));
    }

    int readByte() throws IOException {
        return in.read();
    }

    Frame read() throws IOException {
        int tag = in.read();
        if (tag < 0) {
            throw new EOFException("the gateway hung up");
        }
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new Frame((char) tag, ByteBuffer.wrap(body));
    }

    /** Up to and with ReadyForQuery, or the end. */
    List<Frame> readUntilReady() throws IOException {
        List<Frame> frames = new ArrayList<>();
        while (true) {
            Frame frame = read();
            frames.add(frame);
            if (frame.tag() == 'E' && frame.text().startsWith("SFATAL")) {
                throw new AssertionError(String.valueOf(frame.read()));
            }
            if (frame.tag() == 'Z') {
                return frames;
            }
        }
    }

    BackendMessage.ErrorResponse readError() throws IOException {
        return (BackendMessage.ErrorResponse) read().read();
    }

    /** Whether nothing more comes. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Whether the end has come already; for connections on which nothing else comes. */
    boolean hungUpOn() {
        try {
            socket.setSoTimeout(1);
            return in.read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Asks for TLS and does the handshake. */
    WireClient tls(Site.Credentials who) throws IOException {
        send(new StartupPacket.TlsRequest());
        if (readByte() != 'S') {
            throw new IOException("no TLS");
        }
        return handshake(who, parameters -> {});
    }

    /** The same with whatever chain, which the JDK's own key managers would not show. */
    WireClient tls(TestAuthority.Layered chain) throws IOException {
        send(new StartupPacket.TlsRequest());
        if (readByte() != 'S') {
            throw new IOException("no TLS");
        }
        return handshake(context(new KeyManager[] {new Shown(chain)}), parameters -> {});
    }

    WireClient handshake(Site.Credentials who, Consumer<SSLParameters> change) throws IOException {
        return handshake(context(keys(who)), change);
    }

    private WireClient handshake(SSLContext context, Consumer<SSLParameters> change) throws IOException {
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        change.accept(parameters);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        socket = tls;
        in = new DataInputStream(tls.getInputStream());
        return this;
    }

    static Consumer<SSLParameters> serverName(String name) {
        return parameters -> parameters.setServerNames(List.of(new SNIHostName(name)));
    }

    static Consumer<SSLParameters> alpn(String... protocols) {
        return parameters -> parameters.setApplicationProtocols(protocols);
    }

    private static final class Shown extends X509ExtendedKeyManager {
        private final TestAuthority.Layered chain;

        Shown(TestAuthority.Layered chain) {
            this.chain = chain;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"me"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "me";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw new IllegalStateException("a client only");
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return chain.key();
        }
    }

    private static KeyManager[] keys(Site.Credentials who) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("me", who.leaf().key(), new char[0], new Certificate[] {
                who.leaf().certificate()
            });
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(keys, new char[0]);
            return keyManagers.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyManager[] keyManagers) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("servers", Site.SERVERS.root());
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers, trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    InputStream input() {
        return in;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
