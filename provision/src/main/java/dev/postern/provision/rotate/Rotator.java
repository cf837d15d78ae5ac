package dev.postern.provision.rotate;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Binding.Rotation;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.Logins.Turn;
import dev.postern.provision.password.Match;
import dev.postern.provision.password.PasswordChange;
import dev.postern.provision.password.PasswordCheck;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.PasswordMaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes one role's password. Whatever ends it half-way, the same call goes on: which login is in use is read from what
 * is delivered, how far it came from the server. Two at once on one role are kept apart by the caller, who holds the
 * server's turn.
 *
 * @param check how a login with a password is tried
 * @param maker of the new password; its random source gives the salt too
 */
public record Rotator(DatabaseConnector admin, String adminDatabase, PasswordCheck check, PasswordMaker maker) {
    /**
     * @throws ProvisionException if it cannot begin, or a step fails; then the consumer still has a password that works
     *     (alternating logins) or the next call makes it work (in place)
     */
    public RotationReceipt rotate(Wish wish, Sink sink) {
        return rotate(List.of(new Turnover(wish, sink))).getFirst();
    }

    /** One role and where its password is delivered. */
    public record Turnover(Wish wish, Sink sink) {}

    /**
     * Several roles of one consumer, in this order. If some of them were begun before, those are ended and the others are
     * left alone: they were done, and once more would take a password away that the consumer may still use.
     *
     * @return for each role that was changed; at least one
     */
    public List<RotationReceipt> rotate(List<Turnover> turnovers) {
        Accounts accounts = new Accounts(admin, adminDatabase);
        List<Run> runs = turnovers.stream()
                .map(one -> new Run(one.wish(), one.sink(), new Machine(one.wish()), accounts))
                .toList();
        refuseStuck(runs);
        List<Run> begun = runs.stream().filter(run -> run.start.resumed()).toList();
        if (begun.isEmpty() && runs.size() > 1) {
            List<String> marks =
                    runs.stream().flatMap(run -> run.begin().stream()).toList();
            if (!marks.isEmpty()) {
                accounts.change("the logins are not marked as being rotated", marks);
            }
        }
        return (begun.isEmpty() ? runs : begun).stream().map(Run::all).toList();
    }

    private static void refuseStuck(List<Run> runs) {
        List<Problem> problems = new ArrayList<>();
        for (Run run : runs) {
            if (run.start.state() instanceof State.Stuck(String why)) {
                problems.add(Problem.of(
                        ProvisionCode.STEP_FAILED,
                        "the password of " + run.wish.role() + " is not rotated: " + why,
                        "mend that, and rotate again; nothing was changed"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
    }

    /** One rotation under way. */
    private final class Run {
        private final Wish wish;
        private final Sink sink;
        private final Machine machine;
        private final Accounts accounts;
        private Optional<Long> told = Optional.empty();
        private Optional<Duration> window = Optional.empty();
        private Match proof = new Match.Unknown("nobody logged in");
        private final Machine.Start start;
        private final Set<String> there;
        /** What the consumer had when this began; empty if that was somebody's unfinished rotation. */
        private final Optional<Sink.Delivered> before;

        private String user = "";
        private boolean disabled;

        Run(Wish wish, Sink sink, Machine machine, Accounts accounts) {
            this.wish = wish;
            this.sink = sink;
            this.machine = machine;
            this.accounts = accounts;
            Seen seen = seen();
            this.there = seen.marks().keySet();
            this.start = machine.start(seen);
            this.before = start.resumed() ? Optional.empty() : seen.delivered();
        }

        /** What marks it as begun before anything else of several is done. */
        Optional<String> begin() {
            return wish.how() == Rotation.ALTERNATE && start.state() instanceof State.Make(String login)
                    ? Optional.of(Accounts.marked(login, Mark.BEGUN))
                    : Optional.empty();
        }

        RotationReceipt all() {
            State state = start.state();
            while (!(state instanceof State.Done)) {
                state = step(state);
            }
            // what an earlier run began has been open for longer than we know
            Optional<Duration> known = start.resumed() ? Optional.empty() : window;
            return new RotationReceipt(wish.role(), user, start.resumed(), known, proof, disabled);
        }

        private Seen seen() {
            Optional<Sink.Delivered> delivered = sink.read();
            List<String> logins = List.of(Turn.A.of(wish.role()), Turn.B.of(wish.role()));
            Map<String, Mark> marks = wish.how() == Rotation.ALTERNATE ? accounts.marks(logins) : Map.of();
            Match match = delivered
                    .map(known -> check.compare(admin, adminDatabase, Map.of(known.user(), known.password()))
                            .getOrDefault(known.user(), new Match.Unknown("it was not looked at")))
                    .orElse(new Match.Unknown("nothing is delivered"));
            return new Seen(delivered, match, marks);
        }

        private State step(State state) {
            return switch (state) {
                case State.Make make -> machine.made(make, maker.make());
                case State.Tell tell -> tell(tell);
                case State.Deliver deliver -> deliver(deliver);
                case State.Prove prove -> prove(prove);
                case State.Settle settle -> settle(settle);
                case State.Done done -> done;
                case State.Stuck stuck -> throw new IllegalStateException("refused before: " + stuck.why());
            };
        }

        private State tell(State.Tell tell) {
            String login = tell.wanted().user();
            String what = "the password of " + login + " is not set";
            if (wish.how() == Rotation.ALTERNATE) {
                accounts.change(what, List.of(Accounts.marked(login, Mark.BEGUN), statement(tell.wanted())));
            } else {
                try {
                    accounts.change(what, List.of(statement(tell.wanted())));
                } catch (ProvisionException failure) {
                    throw takenBack(tell.wanted(), failure);
                }
            }
            window = told.map(since -> Duration.ofNanos(System.nanoTime() - since));
            return machine.told(tell);
        }

        private String statement(Sink.Delivered wanted) {
            return PasswordChange.of(wanted.user(), wanted.password(), maker.random())
                    .sql();
        }

        /** The consumer was told and the server was not: what it had is put back where that still works. */
        private ProvisionException takenBack(Sink.Delivered wanted, ProvisionException failure) {
            Problem first = failure.first();
            if (before.filter(had -> check.refusal(had.user(), had.password()).isEmpty())
                    .isEmpty()) {
                return new ProvisionException(
                        ProvisionCode.STEP_FAILED,
                        first.what() + "; what is delivered for " + wanted.user()
                                + " is the new password, which the server may not have",
                        "rotate again at once, its service may be locked out; " + first.fix(),
                        failure);
            }
            sink.deliver(before.orElseThrow());
            return new ProvisionException(
                    ProvisionCode.STEP_FAILED,
                    first.what() + "; the old password, which still works, was delivered again",
                    first.fix(),
                    failure);
        }

        private State deliver(State.Deliver deliver) {
            if (wish.how() == Rotation.IN_PLACE) {
                accounts.rehearse(
                        "the password of " + deliver.wanted().user() + " cannot be set, so nothing was delivered",
                        List.of(statement(deliver.wanted())));
            }
            told = Optional.of(System.nanoTime());
            sink.deliver(deliver.wanted());
            user = deliver.wanted().user();
            return machine.delivered(deliver);
        }

        private State prove(State.Prove prove) {
            String login = prove.wanted().user();
            Optional<String> refused = wish.how() == Rotation.ALTERNATE
                    ? check.refusal(login, prove.wanted().password())
                    : Optional.empty();
            proof = check.tryLogin(login, prove.wanted().password());
            // with one role it is delivered already, and some consumers' lines admit nobody else
            if (proof instanceof Match.Differs(String why)) {
                refused = Optional.of(why);
            }
            if (refused.isPresent()) {
                throw new ProvisionException(
                        ProvisionCode.LOGIN_REFUSED,
                        login + " cannot log in with its new password: " + refused.get()
                                + (wish.how() == Rotation.ALTERNATE
                                        ? "; nothing was delivered, what is in use stays"
                                        : ""),
                        wish.how() == Rotation.ALTERNATE
                                ? "admit +" + wish.role()
                                        + " from here and from its consumer (postern plan prints the line),"
                                        + " then rotate again"
                                : "see whether somebody changes the same role, then rotate again: it goes on where it"
                                        + " stopped");
            }
            return machine.proven(prove);
        }

        private State settle(State.Settle settle) {
            String other = machine.other(settle.user());
            List<String> statements = new ArrayList<>();
            statements.add(Accounts.marked(settle.user(), Mark.IN_USE));
            if (there.contains(other)) {
                statements.add(Accounts.marked(other, Mark.OUT_OF_USE));
                // while the new one is not proven the old one may be needed
                disabled = wish.disableOld() && proof instanceof Match.Matches;
            }
            if (disabled) {
                statements.add(Accounts.withoutPassword(other));
            }
            accounts.change("the login " + settle.user() + " is not marked as the one in use", statements);
            return new State.Done();
        }
    }
}
