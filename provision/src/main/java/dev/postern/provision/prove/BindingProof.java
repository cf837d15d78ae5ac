package dev.postern.provision.prove;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.HostPort;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.prove.Bound.Account;
import dev.postern.provision.prove.Cell.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proves bindings past any gateway: each login to each server with the right credential and with wrong ones, and on the
 * primary what its profile may and may not do.
 */
public final class BindingProof {
    /** Every refusal because of who somebody is. */
    private static final String NOT_AUTHORIZED = "28000";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_ALLOWED = "42501";
    private static final String PUBLIC = "public";

    private final int connections;
    private final Supplier<Secret> wrong;
    private final Map<String, Login> logins = new HashMap<>();
    private final List<Cell> cells = new ArrayList<>();

    private BindingProof(int connections, Supplier<Secret> wrong) {
        this.connections = connections;
        this.wrong = wrong;
    }

    /**
     * @param bound bindings of one or more clusters
     * @param tables makes a table for the time of the proof in a binding's database; empty where nobody here can, then
     *     reading and writing is left out
     * @param connections the most that are open at once
     * @param wrong a password that surely nobody has
     */
    public static Verdicts prove(List<Bound> bound, TableMaker tables, int connections, Supplier<Secret> wrong) {
        BindingProof proof = new BindingProof(connections, wrong);
        List<ScratchTable> made = new ArrayList<>();
        try {
            for (Bound each : bound) {
                Optional<ScratchTable> table = needsTable(each) ? tables.make(each) : Optional.empty();
                table.ifPresent(made::add);
                proof.cellsOf(each, table.map(ScratchTable::name));
            }
            return new Prover(cell -> proof.login(cell), proof.connections).prove(proof.cells);
        } finally {
            made.forEach(ScratchTable::close);
        }
    }

    private static boolean needsTable(Bound bound) {
        return bound.accounts().stream()
                .anyMatch(account ->
                        !(account.credential() instanceof Credential.None) && account.profile() != Profile.SERVICE);
    }

    /** Who can make a table that a binding's roles have to be able to use. */
    @FunctionalInterface
    public interface TableMaker {
        /** @throws ProblemException when somebody could, and the server refuses */
        Optional<ScratchTable> make(Bound bound);
    }

    private Login login(Cell cell) {
        Login login = logins.get(cell.name());
        if (login == null) {
            throw new IllegalArgumentException("no login for " + cell.name());
        }
        return login;
    }

    private void cellsOf(Bound bound, Optional<String> table) {
        for (Account account : bound.accounts()) {
            for (HostPort server : bound.servers()) {
                boolean primary = server.equals(bound.servers().getFirst());
                String plain = bound.transport() instanceof Transport.Plain ? ", without TLS" : "";
                Place place = new Place(bound, account, server, (primary ? "" : " at " + server) + plain);
                wholeAccount(place, primary, table);
            }
        }
    }

    // who keeps its own certificate cannot be stood in for: that it gets in is not for us to try
    private void wholeAccount(Place place, boolean primary, Optional<String> table) {
        if (place.account().credential() instanceof Credential.None) {
            place.add("without a certificate", Shown.NONE, new Credential.None(), new Action.Connect(), no());
            return;
        }
        place.right("gets in", new Action.Connect(), yes());
        wrongOnes(place);
        if (primary) {
            actions(place, table);
        }
    }

    private void wrongOnes(Place place) {
        Account account = place.account();
        switch (account.credential()) {
            case Credential.ClientCertificate mine -> {
                place.add("without a certificate", Shown.NONE, new Credential.None(), new Action.Connect(), no());
                otherCertificate(place, mine)
                        .ifPresent(other -> place.add(
                                "with another role's certificate",
                                Shown.OTHER_ROLE,
                                other,
                                new Action.Connect(),
                                no()));
            }
            case Credential.Password _ ->
                place.add(
                        "with a wrong password",
                        Shown.WRONG_PASSWORD,
                        new Credential.Password(wrong.get()),
                        new Action.Connect(),
                        new Expectation.Sqlstate(WRONG_PASSWORD));
            case Credential.Both both -> {
                place.add(
                        "with a wrong password",
                        Shown.WRONG_PASSWORD_WITH_CERTIFICATE,
                        new Credential.Both(both.certificate(), wrong.get()),
                        new Action.Connect(),
                        new Expectation.Sqlstate(WRONG_PASSWORD));
                place.add(
                        "with its password and no certificate",
                        Shown.PASSWORD_ONLY,
                        new Credential.Password(both.password()),
                        new Action.Connect(),
                        no());
            }
            case Credential.None _ -> {}
        }
    }

    private static Optional<Credential> otherCertificate(Place place, Credential.ClientCertificate mine) {
        return place.bound().accounts().stream()
                .filter(other -> !other.login().equals(place.account().login()))
                .map(Account::credential)
                .filter(other -> other instanceof Credential.ClientCertificate theirs
                        && !theirs.leaf().equals(mine.leaf()))
                .findFirst();
    }

    private void actions(Place place, Optional<String> table) {
        Account account = place.account();
        Profile profile = account.profile();
        account.schema().ifPresent(own -> place.right("makes a table in " + own, new Action.CreateTable(own), yes()));
        place.right(
                "makes a table in " + PUBLIC,
                new Action.CreateTable(PUBLIC),
                profile == Profile.MIGRATOR ? yes() : refused());
        if (profile == Profile.SERVICE) {
            return;
        }
        table.ifPresent(name -> {
            place.right("reads a new table", new Action.Select(name), yes());
            place.right(
                    "writes to a new table and its sequence",
                    new Action.Insert(name),
                    profile == Profile.READER ? refused() : yes());
        });
    }

    /** One account at one server. */
    private final class Place {
        private final Bound bound;
        private final Account account;
        private final HostPort server;
        private final String where;

        Place(Bound bound, Account account, HostPort server, String where) {
            this.bound = bound;
            this.account = account;
            this.server = server;
            this.where = where;
        }

        Bound bound() {
            return bound;
        }

        Account account() {
            return account;
        }

        void right(String what, Action action, Expectation expected) {
            add(what, BindingProof.right(account), account.credential(), action, expected);
        }

        void add(String what, Shown shown, Credential credential, Action action, Expectation expected) {
            String name = bound.binding() + ": " + account.login() + " " + what + where;
            cells.add(new Cell(name, Cell.Path.DIRECT, bound.database(), account.login(), shown, action, expected));
            logins.put(name, new Login(server, bound.database(), account.login(), credential, bound.transport()));
        }
    }

    private static Shown right(Account account) {
        return switch (account.credential()) {
            case Credential.ClientCertificate _ -> Shown.RIGHT;
            case Credential.Password _ -> Shown.RIGHT_PASSWORD;
            case Credential.Both _ -> Shown.RIGHT_BOTH;
            case Credential.None _ -> Shown.NONE;
        };
    }

    private static Expectation yes() {
        return new Expectation.Allowed();
    }

    private static Expectation no() {
        return new Expectation.Sqlstate(NOT_AUTHORIZED);
    }

    private static Expectation refused() {
        return new Expectation.Sqlstate(NOT_ALLOWED);
    }
}
