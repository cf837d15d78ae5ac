package dev.postern.provision.doctor.probe;

import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Walks to a server. Blocks, at most as long as it is given; safe for any number of threads. */
public final class Probe {
    private Probe() {}

    /** @param most all of it */
    public static Trace walk(Target target, Duration most) throws InterruptedException {
        Deadline deadline = new Deadline(most);
        Resolved resolved = Names.resolve(target.server().host(), deadline);
        if (!(resolved instanceof Resolved.Addresses(var addresses))) {
            return new Trace(
                    target,
                    resolved,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    deadline.elapsed());
        }
        Knocking.Knocked knocked = Knocking.at(addresses, target.server().port(), deadline);
        Conversation heard =
                knocked.socket().map(socket -> talk(target, socket, deadline)).orElse(Conversation.NONE);
        return new Trace(
                target,
                resolved,
                knocked.knocks(),
                heard.answer(),
                heard.handshake(),
                heard.welcome(),
                deadline.elapsed());
    }

    private record Conversation(Optional<TlsAnswer> answer, Optional<Handshake> handshake, Optional<Welcome> welcome) {
        static final Conversation NONE = new Conversation(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Conversation talk(Target target, Socket socket, Deadline deadline) {
        try (Deadline.Guard _ = deadline.guard(socket)) {
            if (target.tls() == Target.Tls.NONE) {
                return new Conversation(
                        Optional.empty(), Optional.empty(), Optional.of(welcome(target, socket, deadline)));
            }
            Optional<TlsAnswer> answer = target.tls() == Target.Tls.DIRECT
                    ? Optional.empty()
                    : Optional.of(new Speaking(socket, deadline).requestTls());
            if (answer.isPresent() && answer.get() instanceof TlsAnswer.No) {
                // what it would say in clear is worth knowing; nothing secret is sent
                return new Conversation(answer, Optional.empty(), Optional.of(welcome(target, socket, deadline)));
            }
            if (answer.isPresent() && !(answer.get() instanceof TlsAnswer.Yes)) {
                return new Conversation(answer, Optional.empty(), Optional.empty());
            }
            Tls.Result result = new Tls(target).shake(socket, deadline);
            return new Conversation(
                    answer,
                    Optional.of(result.handshake()),
                    result.socket().map(secure -> welcome(target, secure, deadline)));
        } finally {
            Knocking.close(socket);
        }
    }

    private static Welcome welcome(Target target, Socket socket, Deadline deadline) {
        Speaking speaking = new Speaking(socket, deadline);
        Welcome welcome = speaking.startUp(target);
        if (welcome instanceof Welcome.Admitted) {
            speaking.terminate();
        }
        return welcome;
    }
}
