package dev.postern.provision.rotate;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding.Rotation;
import dev.postern.provision.declare.Logins.Turn;
import dev.postern.provision.password.Match;
import dev.postern.provision.rotate.Sink.Delivered;
import java.util.Optional;

/**
 * Decides, and does nothing. With alternating logins the server is told first, because nobody uses the login yet, and a
 * login that was not seen to work is never delivered; with a single role the consumer is told first, because its password
 * would be lost if we ended after the server was told.
 *
 * <pre>
 * alternate   make → tell → prove → deliver → settle → done
 * in place    make → deliver → tell → prove → done
 * </pre>
 */
record Machine(Wish wish) {
    /** @param resumed whether somebody began this rotation and did not end it */
    record Start(State state, boolean resumed) {}

    Start start(Seen seen) {
        return switch (wish.how()) {
            case ALTERNATE -> alternate(seen);
            case IN_PLACE -> inPlace(seen);
        };
    }

    private Start inPlace(Seen seen) {
        Optional<Delivered> mine =
                seen.delivered().filter(delivered -> delivered.user().equals(wish.role()));
        if (mine.isEmpty()) {
            return new Start(new State.Make(wish.role()), false);
        }
        return switch (seen.match()) {
            case Match.Matches _ -> new Start(new State.Make(wish.role()), false);
            // the consumer was told and the server was not; other targets may still have the old one
            case Match.Differs _ -> new Start(new State.Deliver(mine.get()), true);
            case Match.Unknown unknown ->
                new Start(
                        new State.Stuck("whether " + wish.role()
                                + "'s delivered password is the server's cannot be told: " + unknown.why()),
                        false);
        };
    }

    private Start alternate(Seen seen) {
        String using = seen.delivered().map(Delivered::user).orElse("");
        Optional<Delivered> begun =
                seen.delivered().filter(delivered -> isMine(using) && mark(seen, using) == Mark.BEGUN);
        if (begun.isPresent()) {
            return new Start(
                    seen.match() instanceof Match.Differs ? new State.Tell(begun.get()) : new State.Prove(begun.get()),
                    true);
        }
        String next = using.equals(Turn.A.of(wish.role())) ? Turn.B.of(wish.role()) : Turn.A.of(wish.role());
        if (!seen.marks().containsKey(next)) {
            return new Start(
                    new State.Stuck("the login " + next + " is not on the server; apply the declaration before"),
                    false);
        }
        // a password that was made and never delivered is lost, which harms nobody
        return new Start(new State.Make(next), mark(seen, next) == Mark.BEGUN);
    }

    private static Mark mark(Seen seen, String login) {
        return seen.marks().getOrDefault(login, Mark.NONE);
    }

    private boolean isMine(String user) {
        return user.equals(Turn.A.of(wish.role())) || user.equals(Turn.B.of(wish.role()));
    }

    /** The login that is not this one. */
    String other(String user) {
        return user.equals(Turn.A.of(wish.role())) ? Turn.B.of(wish.role()) : Turn.A.of(wish.role());
    }

    State made(State.Make make, Secret password) {
        Delivered wanted = State.of(make.user(), password);
        return wish.how() == Rotation.ALTERNATE ? new State.Tell(wanted) : new State.Deliver(wanted);
    }

    State told(State.Tell tell) {
        return new State.Prove(tell.wanted());
    }

    State delivered(State.Deliver deliver) {
        return wish.how() == Rotation.ALTERNATE
                ? new State.Settle(deliver.wanted().user())
                : new State.Tell(deliver.wanted());
    }

    State proven(State.Prove prove) {
        return wish.how() == Rotation.ALTERNATE ? new State.Deliver(prove.wanted()) : new State.Done();
    }
}
