package dev.postern.provision.matrix;

import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.doctor.Between;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.prove.Cell;
import dev.postern.provision.prove.Expectation;
import dev.postern.provision.prove.Prover;
import dev.postern.provision.prove.Verdicts;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what each server says about its roles, one connection at a time, and then tries all of it. */
public final class MatrixProver {
    private final Asked asked;
    private final Shown shown;
    private final List<String> notes = new ArrayList<>();

    public MatrixProver(Asked asked, SecureRandom random, InstantSource clock) {
        this.asked = asked;
        this.shown = new Shown(asked, random, clock.instant());
        if (asked.connections() < 1) {
            throw new ProvisionException(
                    ProvisionCode.NOT_ENFORCEABLE,
                    "at least one connection is needed, not " + asked.connections(),
                    "give --connections 1 or more");
        }
        if (asked.conninfo().secret("password").isPresent()) {
            throw new ProvisionException(
                    ProvisionCode.SECRET_EXPOSED,
                    "the connection string has a password, which other users see and which is one role's only",
                    "put a line for each role into ~/.pgpass, or the administrator's into PGPASSWORD");
        }
    }

    /** @throws ProvisionException if the administrator cannot log in, or a role is not there */
    public Matrix prove() {
        List<Questions.Try> tries = new ArrayList<>();
        List<Login> admins = admins();
        for (int i = 0; i < admins.size(); i++) {
            tries.addAll(ask(admins.get(i), i));
        }
        if (tries.size() > asked.most()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_ENFORCEABLE,
                    "the matrix has " + tries.size() + " cells, and at most " + asked.most() + " are wanted",
                    "name fewer roles, or schemas with --schema, or allow more with --most");
        }
        return new Matrix(run(tries), notes);
    }

    private List<Login> admins() {
        return shown.logins(asked.admin(), adminsMode());
    }

    // where libpq would try twice, the first try decides: a proof has to know what it tried
    private String adminsMode() {
        return said().orElse("disable");
    }

    private Optional<String> said() {
        return asked.conninfo()
                .get("sslmode")
                .or(() -> Optional.ofNullable(asked.environment().get("PGSSLMODE")))
                .filter(mode -> !mode.isEmpty() && !mode.equals("prefer") && !mode.equals("allow"));
    }

    private List<Questions.Try> ask(Login admin, int host) {
        String where = admin.server() + ", database " + admin.database();
        Catalogue catalogue;
        Optional<String> pgpool;
        try (Connection connection = Connections.open(admin)) {
            connection.setReadOnly(true);
            // what is set in it ends with it, behind a pooler too
            connection.setAutoCommit(false);
            catalogue = Catalogue.read(connection, asked.roles(), asked.schemas(), asked.most());
            connection.rollback();
            pgpool = Between.pgpool(connection);
        } catch (SQLException failure) {
            throw SqlProblems.noConnection(where, failure);
        }
        pgpool.or(() -> Between.pgbouncer(admin))
                .ifPresent(who -> notes.add(admin.server() + ": between us and the server stands " + who
                        + "; what is refused there says nothing about the server behind it"));
        List<String> missing = asked.roles().stream()
                .filter(name ->
                        catalogue.roles().stream().noneMatch(role -> role.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_DECLARED,
                    "there is no role " + String.join(", ", missing) + " at " + admin.server(),
                    "check --roles");
        }
        if (catalogue.hba().isEmpty()) {
            notes.add(admin.server() + ": " + asked.admin()
                    + " may not read pg_hba_file_rules, or the file has mistakes; who may log in is not stated");
        }
        if (!catalogue.tls()) {
            notes.add(admin.server() + ": the server offers no TLS; only logins in the clear are tried");
        }
        return new Questions(shown, admin.server().toString(), host, catalogue, modes(catalogue)).ask(asked.most());
    }

    // the last one is what actions are tried with
    private List<String> modes(Catalogue catalogue) {
        Set<String> modes = new LinkedHashSet<>();
        modes.add("disable");
        if (catalogue.tls()) {
            modes.add(said().filter(mode -> !mode.equals("disable")).orElse("require"));
        }
        return List.copyOf(modes);
    }

    private List<Matrix.Row> run(List<Questions.Try> tries) {
        Map<String, Login> logins = new HashMap<>();
        List<Cell> cells = new ArrayList<>();
        for (Questions.Try one : tries) {
            one.login().ifPresent(login -> {
                String key = one.question().key();
                logins.put(key, login);
                cells.add(new Cell(
                        key,
                        Cell.Path.DIRECT,
                        login.database(),
                        login.user(),
                        login.transport() instanceof Transport.Plain ? Cell.Shown.NOTHING : Cell.Shown.NONE,
                        one.action(),
                        new Expectation.Allowed()));
            });
        }
        NavigableMap<String, Verdicts.Row> found = new TreeMap<>();
        new Prover(cell -> Optional.ofNullable(logins.get(cell.name())).orElseThrow(), asked.connections())
                .prove(cells)
                .rows()
                .forEach(row -> found.put(row.cell().name(), row));
        return tries.stream()
                .map(one -> Optional.ofNullable(found.get(one.question().key()))
                        .map(row -> new Matrix.Row(one.question(), Outcome.of(row.verdict()), row.took()))
                        .orElseGet(() -> new Matrix.Row(one.question(), one.without(), Duration.ZERO)))
                .toList();
    }
}
