package dev.postern.gateway.relay;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.accept.ClientLeg;
import dev.postern.gateway.connect.Upstream;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.BackendMessage.BackendKeyData;
import dev.postern.postgres.wire.BackendMessage.NegotiateProtocolVersion;
import dev.postern.postgres.wire.FrontendMessage;
import dev.postern.postgres.wire.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session from its first ReadyForQuery to its end, which is told once. Touched on the event loop that both legs share.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
public final class Relay {
    /** A client that takes nothing does not get to a boundary either. */
    private static final long BOUNDARY_SECONDS = 5;

    private final ClientLeg leg;
    private final Upstream upstream;
    private final Consumer<Ending> ended;
    private final ClientSide clientSide;
    private final ServerSide serverSide;
    private final Outstanding outstanding = new Outstanding();
    private final int pidForClient;
    private boolean over;
    private @Nullable Problem stopping;

    /** @param pidForClient what the client takes for its server process */
    public Relay(ClientLeg leg, Upstream upstream, int pidForClient, Consumer<Ending> ended) {
        this.leg = leg;
        this.upstream = upstream;
        this.ended = ended;
        this.pidForClient = pidForClient;
        this.clientSide = new ClientSide(this, outstanding, upstream.channel());
        this.serverSide = new ServerSide(this, outstanding, upstream, leg.channel(), pidForClient);
    }

    /** Answers the StartupMessage, and from then on passes on. */
    public void begin(BackendKeyData cancelKey, Optional<NegotiateProtocolVersion> negotiation) throws Exception {
        Channel client = leg.channel();
        ByteBuf answer = client.alloc().buffer(512);
        negotiation.ifPresent(message -> message.write(answer));
        new BackendMessage.AuthenticationOk().write(answer);
        upstream.settings().forEach((name, value) -> new BackendMessage.ParameterStatus(name, value).write(answer));
        cancelKey.write(answer);
        new BackendMessage.ReadyForQuery(TransactionStatus.IDLE).write(answer);
        client.writeAndFlush(answer, client.voidPromise());
        upstream.become(serverSide);
        leg.become(clientSide);
    }

    public Upstream upstream() {
        return upstream;
    }

    public ClientLeg leg() {
        return leg;
    }

    /** Whether the end has been told. */
    public boolean over() {
        return over;
    }

    /** Whether its last word to the client is decided. */
    boolean stopping() {
        return stopping != null;
    }

    /** Whether all that the server sent so far has been looked at, also after the end. */
    public boolean serverAtRest() {
        return serverSide.clean();
    }

    int pidForClient() {
        return pidForClient;
    }

    /** Ends the session for a reason that the client is told as soon as the message under way is complete. */
    public void stop(Problem problem) {
        if (over || stopping != null) {
            return;
        }
        stopping = problem;
        if (serverSide.atBoundary()) {
            boundaryReached();
        } else {
            serverSide.stopAtBoundary();
            leg.loop().schedule(() -> hardStop(problem), BOUNDARY_SECONDS, TimeUnit.SECONDS);
        }
    }

    void boundaryReached() {
        if (stopping != null && !over) {
            Ending.Backend backend = idleOrBusy();
            leg.refuse(stopping);
            finish(stopping.what(), backend);
        }
    }

    private void hardStop(Problem problem) {
        if (!over) {
            Ending.Backend backend = idleOrBusy();
            leg.close();
            finish(problem.what(), backend);
        }
    }

    /** With everything answered the connection goes back; otherwise PostgreSQL finishes what it was asked before goodbye. */
    void clientSaidGoodbye() {
        if (over) {
            return;
        }
        Ending.Backend backend = idleOrBusy();
        if (backend == Ending.Backend.BUSY) {
            backend = Ending.Backend.LEAVING;
            Channel server = upstream.channel();
            ByteBuf goodbye = server.alloc().buffer(5);
            new FrontendMessage.Terminate().write(goodbye);
            server.writeAndFlush(goodbye, server.voidPromise());
        }
        leg.close();
        finish("the client said goodbye", backend);
    }

    void clientGone(String how) {
        if (!over) {
            Ending.Backend backend = idleOrBusy();
            leg.close();
            finish(how, backend);
        }
    }

    void serverGone(String how) {
        if (over) {
            return;
        }
        if (serverSide.explained() || !serverSide.atBoundary()) {
            leg.farewell(Unpooled.EMPTY_BUFFER);
        } else {
            leg.refuse(Problem.of(
                    GatewayCode.SERVER_LOST,
                    how + " in the middle of the session",
                    "connect again; whether the last statement was done is unknown"));
        }
        upstream.channel().close();
        finish(how, Ending.Backend.GONE);
    }

    private Ending.Backend idleOrBusy() {
        return outstanding.idle() && serverSide.clean() && !clientSide.midMessage()
                ? Ending.Backend.IDLE
                : Ending.Backend.BUSY;
    }

    private void finish(String reason, Ending.Backend backend) {
        over = true;
        ended.accept(new Ending(reason, clientSide.bytes(), serverSide.bytes(), backend));
    }
}
