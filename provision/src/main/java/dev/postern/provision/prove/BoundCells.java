package dev.postern.provision.prove;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.HostPort;
import dev.postern.pki.x509.CertificateNames;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.prove.Bound.Account;
import dev.postern.provision.prove.Cell.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be tried of bindings, each with the login to try it with. */
final class BoundCells {
    /** Every refusal because of who somebody is. */
    private static final String NOT_AUTHORIZED = "28000";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_ALLOWED = "42501";
    private static final int NAMED = 3;

    private final List<Bound> bound;
    private final Wrong wrong;
    private final Map<String, Tried> tried = new LinkedHashMap<>();

    BoundCells(List<Bound> bound, Wrong wrong) {
        this.bound = bound;
        this.wrong = wrong;
    }

    private record Tried(String binding, Login login, Cell cell) {}

    List<Cell> all() {
        return tried.values().stream().map(Tried::cell).toList();
    }

    Login login(Cell cell) {
        return of(cell).login();
    }

    BoundVerdicts judged(Verdicts verdicts) {
        return new BoundVerdicts(verdicts.rows().stream()
                .map(row -> {
                    Tried one = of(row.cell());
                    return new BoundVerdicts.Row(
                            one.binding(), one.login().server(), one.login().user(), row);
                })
                .toList());
    }

    private Tried of(Cell cell) {
        Tried one = tried.get(cell.name());
        if (one == null) {
            throw new IllegalArgumentException("no login for " + cell.name());
        }
        return one;
    }

    /** @param table that every profile but a service's has rights on */
    void add(Bound binding, Account account, HostPort server, Optional<String> table) {
        Place place = new Place(binding, account, server);
        // who keeps its own certificate cannot be stood in for: that it gets in is not for us to try
        if (account.credential() instanceof Credential.None) {
            place.refused("without a certificate", Shown.NONE, new Credential.None(), NOT_AUTHORIZED);
            place.foreignAuthority();
            place.withoutTls();
            return;
        }
        place.right("gets in", new Action.Connect(), yes());
        wrongOnes(place);
        place.withoutTls();
        if (place.primary()) {
            actions(place, table);
        }
    }

    private void wrongOnes(Place place) {
        switch (place.account().credential()) {
            case Credential.ClientCertificate mine -> {
                place.refused("without a certificate", Shown.NONE, new Credential.None(), NOT_AUTHORIZED);
                otherCertificate(place, mine)
                        .ifPresent(other -> place.refused(
                                "with another role's certificate", Shown.OTHER_ROLE, other, NOT_AUTHORIZED));
                place.foreignAuthority();
            }
            case Credential.Password _ ->
                place.refused(
                        "with a wrong password",
                        Shown.WRONG_PASSWORD,
                        new Credential.Password(wrong.password().get()),
                        WRONG_PASSWORD);
            case Credential.Both both -> {
                place.refused(
                        "with a wrong password",
                        Shown.WRONG_PASSWORD_WITH_CERTIFICATE,
                        new Credential.Both(both.certificate(), wrong.password().get()),
                        WRONG_PASSWORD);
                place.refused(
                        "with its password and no certificate",
                        Shown.PASSWORD_ONLY,
                        new Credential.Password(both.password()),
                        NOT_AUTHORIZED);
                place.foreignAuthority();
            }
            case Credential.None _ -> {}
        }
    }

    /** Of the same binding, else of another one at the same server; of another name, because an old one is right as well. */
    private Optional<Credential> otherCertificate(Place place, Credential.ClientCertificate mine) {
        List<Bound> order = new ArrayList<>();
        order.add(place.binding());
        order.addAll(bound);
        return order.stream()
                .filter(each -> each.servers().contains(place.server()))
                .flatMap(each -> each.accounts().stream())
                .filter(other -> !other.login().equals(place.account().login()))
                .map(Account::credential)
                .filter(other -> other instanceof Credential.ClientCertificate theirs
                        && !name(theirs).equals(name(mine))
                        && !name(theirs).equals(place.account().login()))
                .findFirst();
    }

    private static String name(Credential.ClientCertificate certificate) {
        List<String> names = CertificateNames.of(certificate.leaf()).commonNames();
        return names.isEmpty() ? "" : names.getFirst();
    }

    private static void actions(Place place, Optional<String> table) {
        Account account = place.account();
        boolean owns = account.profile() == Profile.MIGRATOR;
        if (!account.open().isEmpty()) {
            place.right("makes a table in " + some(account.open()), new Action.CreateTable(account.open()), yes());
        }
        if (!account.closed().isEmpty()) {
            place.right(
                    "makes a table in " + some(account.closed()),
                    new Action.CreateTable(account.closed()),
                    no(NOT_ALLOWED));
        }
        place.right("makes a schema", new Action.CreateSchema(), owns ? yes() : no(NOT_ALLOWED));
        if (account.profile() == Profile.SERVICE) {
            return;
        }
        table.ifPresent(name -> {
            place.right("reads a new table", new Action.Select(name), yes());
            place.right(
                    "writes to a new table and its sequence",
                    new Action.Write(name, ScratchTable.COLUMN),
                    account.profile() == Profile.READER ? no(NOT_ALLOWED) : yes());
            place.right("empties and alters a new table", new Action.Rule(name), owns ? yes() : no(NOT_ALLOWED));
        });
    }

    private static String some(List<String> schemas) {
        return schemas.size() <= NAMED
                ? String.join(", ", schemas)
                : String.join(", ", schemas.subList(0, NAMED - 1)) + " and " + (schemas.size() - NAMED + 1) + " more";
    }

    /** One account at one server. */
    private final class Place {
        private final Bound binding;
        private final Account account;
        private final HostPort server;
        private final String where;

        Place(Bound binding, Account account, HostPort server) {
            this.binding = binding;
            this.account = account;
            this.server = server;
            this.where = (primary() ? "" : " at " + server) + (plain() ? ", without TLS" : "");
        }

        Bound binding() {
            return binding;
        }

        Account account() {
            return account;
        }

        HostPort server() {
            return server;
        }

        boolean primary() {
            return server.equals(binding.servers().getFirst());
        }

        private boolean plain() {
            return binding.transport() instanceof Transport.Plain;
        }

        void right(String what, Action action, Expectation expected) {
            add(what + where, BoundCells.right(account), right(), action, expected);
        }

        void refused(String what, Shown shown, Credential credential, String sqlstate) {
            Login login = new Login(server, binding.database(), account.login(), credential, binding.transport());
            add(what + where, shown, login, new Action.Connect(), no(sqlstate));
        }

        // its name is right, who signed it is all that is wrong
        void foreignAuthority() {
            Credential.ClientCertificate own = wrong.certificate(
                    switch (account.credential()) {
                        case Credential.ClientCertificate mine -> name(mine);
                        case Credential.Both both -> name(both.certificate());
                        case Credential.Password _, Credential.None _ -> account.login();
                    });
            boolean both = account.credential() instanceof Credential.Both;
            Credential shown = account.credential() instanceof Credential.Both(var _, var password)
                    ? new Credential.Both(own, password)
                    : own;
            add(
                    "with a certificate of another CA" + where,
                    both ? Shown.OTHER_CA_WITH_PASSWORD : Shown.OTHER_CA,
                    new Login(server, binding.database(), account.login(), shown, binding.transport()),
                    new Action.Connect(),
                    new Expectation.Alert(TlsAlert.UNKNOWN_CA));
        }

        // nothing is sent that somebody could read; only a refusal will do, not that we would not go on
        void withoutTls() {
            if (!plain()) {
                add(
                        "without TLS" + where,
                        Shown.NOTHING,
                        BindingProof.bare(right()),
                        new Action.Connect(),
                        no(NOT_AUTHORIZED));
            }
        }

        private Login right() {
            return new Login(server, binding.database(), account.login(), account.credential(), binding.transport());
        }

        private void add(String what, Shown shown, Login login, Action action, Expectation expected) {
            String name = binding.binding() + ": " + account.login() + " " + what;
            Cell cell = new Cell(name, Cell.Path.DIRECT, binding.database(), account.login(), shown, action, expected);
            tried.put(name, new Tried(binding.binding(), login, cell));
        }
    }

    static Shown right(Account account) {
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

    private static Expectation no(String sqlstate) {
        return new Expectation.Sqlstate(sqlstate);
    }
}
