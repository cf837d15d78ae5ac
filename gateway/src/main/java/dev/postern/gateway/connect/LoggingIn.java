package dev.postern.gateway.connect;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.HostPort;
import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Phase: the TLS handshake, our StartupMessage, and the server's answers up to its first ReadyForQuery. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class LoggingIn extends ServerTalk {
    /** Makes the upstream of what the login brought. */
    interface Welcome {
        Upstream upstream(Channel channel, BackendMessage.BackendKeyData key, Map<String, String> settings);
    }

    private final HostPort server;
    private final StartupMessage startup;
    private final Welcome welcome;
    private final CompletableFuture<Connection> result;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private BackendMessage.@Nullable BackendKeyData key;
    private @Nullable ChannelHandlerContext context;

    LoggingIn(HostPort server, StartupMessage startup, Welcome welcome, CompletableFuture<Connection> result) {
        this.server = server;
        this.startup = startup;
        this.welcome = welcome;
        this.result = result;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        context = ctx;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ByteBuf bytes = ctx.alloc().buffer(256);
                startup.write(bytes);
                ctx.writeAndFlush(bytes);
            } else {
                fail(Gone.tls(server, handshake.cause()));
            }
        }
    }

    @Override
    protected void message(BackendMessage message) {
        switch (message) {
            case BackendMessage.AuthenticationOk ok -> {}
            case BackendMessage.NoticeResponse notice -> {}
            case BackendMessage.ParameterStatus status -> settings.put(status.name(), status.value());
            case BackendMessage.BackendKeyData data -> key = data;
            case BackendMessage.AuthenticationDemand demand -> fail(Gone.demand(server, demand.method()));
            case BackendMessage.ErrorResponse error -> finish(new Connection.Refused(error));
            case BackendMessage.ReadyForQuery ready -> ready();
            case BackendMessage.NegotiateProtocolVersion other -> unexpected(other);
            case BackendMessage.CommandComplete other -> unexpected(other);
            case BackendMessage.NotificationResponse other -> unexpected(other);
        }
    }

    private void ready() {
        if (key == null) {
            fail(Gone.login(server, new IllegalStateException("no BackendKeyData came")));
            return;
        }
        Upstream upstream = welcome.upstream(Objects.requireNonNull(context).channel(), key, settings);
        if (!result.complete(new Connection.Ready(upstream))) {
            upstream.close(); // whoever wanted it has given up
        }
    }

    private void unexpected(BackendMessage message) {
        fail(Gone.login(
                server,
                new IllegalStateException("unexpected " + message.getClass().getSimpleName())));
    }

    @Override
    protected void broken(Throwable cause) {
        boolean handshake = cause instanceof SSLException || cause.getCause() instanceof SSLException;
        fail(handshake ? Gone.tls(server, cause) : Gone.login(server, cause));
    }

    private void fail(Problem problem) {
        finish(new Connection.Failed(problem));
    }

    private void finish(Connection outcome) {
        result.complete(outcome);
        Objects.requireNonNull(context).close();
    }
}
