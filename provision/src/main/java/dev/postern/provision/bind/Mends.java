package dev.postern.provision.bind;

import dev.postern.model.Cluster;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.prove.Action;
import dev.postern.provision.prove.BoundVerdicts;
import dev.postern.provision.prove.Cell;
import dev.postern.provision.prove.Expectation;
import dev.postern.provision.prove.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** From rows that did not come as expected to what makes them come so: each line, file or command once. */
final class Mends {
    private static final String NOT_AUTHORIZED = "28000";
    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_ALLOWED = "42501";

    private final Map<String, ConsumerSide> sides;
    /** By the cluster and its servers: whose lines are missing there, and whether TLS has to be insisted on. */
    private final Map<String, Rules> rules = new TreeMap<>();

    private final Set<String> authorities = new LinkedHashSet<>();
    private final Set<String> certificates = new TreeSet<>();
    private final Set<String> passwords = new TreeSet<>();
    private final Set<String> rights = new TreeSet<>();
    private final Set<String> excess = new TreeSet<>();

    private final Set<String> closed;

    private Mends(Map<String, ConsumerSide> sides, Set<String> closed) {
        this.sides = sides;
        this.closed = closed;
    }

    /** Roles that have the right credential and are refused as nobody that the server knows how to let in, by cluster. */
    static Map<Cluster, Set<String>> unwelcome(BoundVerdicts proven, Map<String, ConsumerSide> sides) {
        Map<Cluster, Set<String>> unwelcome = new LinkedHashMap<>();
        for (BoundVerdicts.Row row : proven.rows()) {
            ConsumerSide side = sides.get(row.binding());
            if (side != null
                    && row.row().cell().expected() instanceof Expectation.Allowed
                    && row.row().verdict() instanceof Verdict.Refused(String state, String _)
                    && state.equals(NOT_AUTHORIZED)) {
                unwelcome.computeIfAbsent(side.cluster(), _ -> new TreeSet<>()).add(row.login());
            }
        }
        return unwelcome;
    }

    private record Rules(Set<String> hba, Set<String> ident) {}

    /** @param closed roles that are refused whatever the server's files say */
    static List<BindProof.Mend> of(
            BoundVerdicts proven, List<BindProof.Stale> stale, Map<String, ConsumerSide> sides, Set<String> closed) {
        Mends mends = new Mends(sides, closed);
        proven.rows().stream().filter(row -> !row.row().passed()).forEach(mends::add);
        return mends.all(stale);
    }

    private void add(BoundVerdicts.Row failed) {
        Cell cell = failed.row().cell();
        Verdict verdict = failed.row().verdict();
        if (cell.action() instanceof Action.Connect) {
            switch (cell.expected()) {
                case Expectation.Allowed _ -> letIn(failed, verdict);
                case Expectation.Sqlstate _, Expectation.Alert _ -> keepOut(failed, verdict);
            }
        } else if (verdict instanceof Verdict.Allowed) {
            excess.add(failed.binding());
        } else if (verdict instanceof Verdict.Refused(String state, String _) && state.equals(NOT_ALLOWED)) {
            rights.add(failed.binding());
        }
    }

    private void letIn(BoundVerdicts.Row failed, Verdict verdict) {
        switch (verdict) {
            case Verdict.Asked _ -> rules(failed, false);
            case Verdict.Refused refused -> {
                switch (refused.sqlstate()) {
                    case NOT_AUTHORIZED -> {
                        if (!closed.contains(failed.login())) {
                            rules(failed, false);
                        }
                    }
                    case WRONG_PASSWORD -> passwords.add(failed.login());
                    default -> rights.add(failed.binding());
                }
            }
            case Verdict.RefusedByTls refused -> {
                switch (refused.alert()) {
                    case UNKNOWN_CA -> authorities.add(failed.server().toString());
                    default ->
                        certificates.add(failed.login() + " (" + refused.alert().word() + ")");
                }
            }
            case Verdict.Allowed _, Verdict.Unknown _ -> {
                // nothing is known about the server's mind
            }
        }
    }

    private void keepOut(BoundVerdicts.Row failed, Verdict verdict) {
        switch (verdict) {
            case Verdict.Allowed _, Verdict.Asked _ ->
                rules(failed, failed.row().cell().credential() == Cell.Shown.NOTHING);
            case Verdict.Refused _, Verdict.RefusedByTls _ -> rules(failed, false);
            case Verdict.Unknown _ -> {
                // as above
            }
        }
    }

    private void rules(BoundVerdicts.Row failed, boolean insist) {
        ConsumerSide side = sides.get(failed.binding());
        if (side == null) {
            return;
        }
        Rules here = rules.computeIfAbsent(
                failed.server().toString(), _ -> new Rules(new LinkedHashSet<>(), new LinkedHashSet<>()));
        AccessLines lines = side.lines();
        here.hba().addAll(lines.hba());
        if (insist) {
            here.hba().addAll(lines.encryptedOnly());
        }
        here.ident().addAll(lines.ident());
    }

    private List<BindProof.Mend> all(List<BindProof.Stale> stale) {
        List<BindProof.Mend> all = new ArrayList<>();
        file(all, "pg_hba.conf", ", above every line that would catch the same logins", false);
        file(all, "pg_ident.conf", "", true);
        for (String server : authorities) {
            all.add(new BindProof.Mend(
                    "ssl_ca_file of " + server + " has to have the root that signed the clients' certificates",
                    List.of()));
        }
        if (!certificates.isEmpty()) {
            all.add(new BindProof.Mend(
                    "new certificates are needed for " + String.join(", ", certificates), List.of()));
        }
        Set<String> apply = new TreeSet<>();
        stale.forEach(one -> apply.add("Binding " + one.binding()));
        rights.forEach(binding -> apply.add("Binding " + binding));
        passwords.forEach(login -> apply.add("the password of " + login));
        if (!apply.isEmpty()) {
            all.add(new BindProof.Mend("postern apply, for " + String.join(", ", apply), List.of()));
        }
        if (!closed.isEmpty()) {
            all.add(new BindProof.Mend(
                    "postern plan, which has what to do about roles that are not there or may not log in: "
                            + String.join(", ", closed),
                    List.of()));
        }
        if (!excess.isEmpty()) {
            all.add(new BindProof.Mend(
                    "postern plan, which has the statements that take away what is too much, for Binding "
                            + String.join(", ", excess),
                    List.of()));
        }
        return all;
    }

    /** Servers that lack the same lines together. */
    private void file(List<BindProof.Mend> all, String name, String where, boolean ident) {
        Map<List<String>, List<String>> servers = new LinkedHashMap<>();
        rules.forEach((server, lines) -> {
            List<String> text = List.copyOf(ident ? lines.ident() : lines.hba());
            if (!text.isEmpty()) {
                servers.computeIfAbsent(text, _ -> new ArrayList<>()).add(server);
            }
        });
        servers.forEach((lines, at) -> all.add(new BindProof.Mend(
                name + " of " + String.join(" and ", at) + where + ", then SELECT pg_reload_conf()", lines)));
    }
}
