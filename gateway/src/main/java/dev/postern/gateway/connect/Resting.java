package dev.postern.gateway.connect;

import dev.postern.postgres.wire.BackendMessage;

/** Phase: nobody uses this server connection. It is given up as soon as the server says anything that matters. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Resting extends ServerTalk {
    private final Upstream upstream;
    private final Runnable lost;

    Resting(Upstream upstream, Runnable lost) {
        this.upstream = upstream;
        this.lost = lost;
    }

    @Override
    protected void message(BackendMessage message) {
        switch (message) {
            case BackendMessage.ParameterStatus status -> upstream.settings().put(status.name(), status.value());
            case BackendMessage.NoticeResponse notice -> {}
            case BackendMessage.AuthenticationOk other -> giveUp();
            case BackendMessage.AuthenticationDemand other -> giveUp();
            case BackendMessage.NegotiateProtocolVersion other -> giveUp();
            case BackendMessage.BackendKeyData other -> giveUp();
            case BackendMessage.ReadyForQuery other -> giveUp();
            case BackendMessage.CommandComplete other -> giveUp();
            case BackendMessage.ErrorResponse other -> giveUp();
            case BackendMessage.NotificationResponse other -> giveUp();
        }
    }

    @Override
    protected void broken(Throwable cause) {
        giveUp();
    }

    private void giveUp() {
        lost.run();
        upstream.channel().close();
    }
}
