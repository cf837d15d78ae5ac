package dev.postern.gateway.connect;

import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.FrontendMessage.Query;
import dev.postern.postgres.wire.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Phase: what a session left behind is wiped. Exactly the expected answers must come, in order and in time; anything else,
 * also an answer to an older question, means that this connection is not used again.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Resetting extends ServerTalk {
    private static final long PATIENCE_SECONDS = 10;

    private final Upstream upstream;
    private final Consumer<Boolean> done;
    private final Deque<String> expected = new ArrayDeque<>();
    private boolean answered;
    private boolean over;

    /** @param done whether the connection is as new */
    Resetting(Upstream upstream, Consumer<Boolean> done) {
        this.upstream = upstream;
        this.done = done;
        if (upstream.status() != TransactionStatus.IDLE) {
            expected.add("ROLLBACK");
        }
        expected.add("DISCARD ALL"); // not possible in the same simple query as another command
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        ByteBuf bytes = ctx.alloc().buffer(64);
        for (String command : List.copyOf(expected)) {
            new Query(command).write(bytes);
        }
        ctx.writeAndFlush(bytes);
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> finish(false), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void message(BackendMessage message) {
        switch (message) {
            case BackendMessage.ParameterStatus status -> upstream.settings().put(status.name(), status.value());
            case BackendMessage.NoticeResponse notice -> {}
            case BackendMessage.NotificationResponse notification -> {}
            case BackendMessage.CommandComplete complete -> complete(complete.command());
            case BackendMessage.ReadyForQuery ready -> ready(ready.status());
            case BackendMessage.ErrorResponse other -> finish(false);
            case BackendMessage.AuthenticationOk other -> finish(false);
            case BackendMessage.AuthenticationDemand other -> finish(false);
            case BackendMessage.NegotiateProtocolVersion other -> finish(false);
            case BackendMessage.BackendKeyData other -> finish(false);
        }
    }

    private void complete(String command) {
        if (answered || !command.equals(expected.peek())) {
            finish(false);
        } else {
            answered = true;
        }
    }

    private void ready(TransactionStatus status) {
        if (!answered || status != TransactionStatus.IDLE) {
            finish(false);
            return;
        }
        answered = false;
        expected.remove();
        if (expected.isEmpty()) {
            upstream.status(status);
            finish(true);
        }
    }

    @Override
    protected void broken(Throwable cause) {
        finish(false);
    }

    private void finish(boolean clean) {
        if (!over) {
            over = true;
            done.accept(clean);
        }
    }
}
