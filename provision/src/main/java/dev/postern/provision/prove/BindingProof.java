package dev.postern.provision.prove;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.HostPort;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.prove.Bound.Account;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proves bindings past any gateway: each login to each server with the right credential and with wrong ones, with TLS and
 * without, and on the primary what its profile may and may not do.
 */
public final class BindingProof {
    private BindingProof() {}

    /**
     * @param bound bindings of one or more clusters
     * @param tables makes a table for the time of the proof in a binding's database; empty where nobody here can, then
     *     reading and writing is left out
     * @param connections the most that are open at once
     */
    public static BoundVerdicts prove(List<Bound> bound, TableMaker tables, int connections, Wrong wrong) {
        BoundCells cells = new BoundCells(bound, wrong);
        List<ScratchTable> made = new ArrayList<>();
        try {
            for (Bound each : bound) {
                Optional<ScratchTable> table = needsTable(each) ? tables.make(each) : Optional.empty();
                table.ifPresent(made::add);
                for (Account account : each.accounts()) {
                    for (HostPort server : each.servers()) {
                        cells.add(each, account, server, table.map(ScratchTable::name));
                    }
                }
            }
            return cells.judged(new Prover(cells::login, connections).prove(cells.all()));
        } finally {
            made.forEach(ScratchTable::close);
        }
    }

    /** The names of those whose accounts all get in at all their servers; what cannot be tried does not count. */
    public static Set<String> admitted(List<Bound> bound, int connections) {
        Set<String> admitted = new TreeSet<>();
        List<Cell> cells = new ArrayList<>();
        Map<String, Login> logins = new HashMap<>();
        Map<String, String> bindings = new HashMap<>();
        for (Bound each : bound) {
            if (each.accounts().stream().anyMatch(account -> account.credential() instanceof Credential.None)) {
                continue;
            }
            admitted.add(each.binding());
            for (Account account : each.accounts()) {
                for (HostPort server : each.servers()) {
                    Cell cell = new Cell(
                            each.binding() + " " + account.login() + " " + server + " " + cells.size(),
                            Cell.Path.DIRECT,
                            each.database(),
                            account.login(),
                            BoundCells.right(account),
                            new Action.Connect(),
                            new Expectation.Allowed());
                    cells.add(cell);
                    logins.put(
                            cell.name(),
                            new Login(
                                    server, each.database(), account.login(), account.credential(), each.transport()));
                    bindings.put(cell.name(), each.binding());
                }
            }
        }
        Logins known = cell -> Optional.ofNullable(logins.get(cell.name())).orElseThrow();
        new Prover(known, connections)
                .prove(cells).rows().stream()
                        .filter(row -> !row.passed())
                        .forEach(row -> admitted.remove(bindings.get(row.cell().name())));
        return admitted;
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

    /** The same login without TLS and without anything that could be read on the way. */
    static Login bare(Login login) {
        return new Login(login.server(), login.database(), login.user(), new Credential.None(), new Transport.Plain());
    }
}
