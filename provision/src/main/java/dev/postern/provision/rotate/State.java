package dev.postern.provision.rotate;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.rotate.Sink.Delivered;

/** What a rotation has to do next. Each is done whole or can be done again. */
sealed interface State {
    /** Make a password; nobody has it yet. */
    record Make(String user) implements State {}

    /** Tell the server, and, when logins alternate, mark the login. */
    record Tell(Delivered wanted) implements State {}

    /** Give it to the consumer. */
    record Deliver(Delivered wanted) implements State {}

    /** Log in with it. */
    record Prove(Delivered wanted) implements State {}

    /** Mark which login is in use, and end the other one if that is wished. */
    record Settle(String user) implements State {}

    record Done() implements State {}

    /** Nothing can be decided; nothing was changed. */
    record Stuck(String why) implements State {}

    static Delivered of(String user, Secret password) {
        return new Delivered(user, password);
    }
}
