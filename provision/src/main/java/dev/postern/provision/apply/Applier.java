package dev.postern.provision.apply;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries out the server side of plans, one at a time for each server. Steps of one database that may share a
 * transaction do; what cannot run in one stands alone. So whatever is interrupted either happened or did not, and the
 * next plan has what is left.
 */
public final class Applier {
    private static final int ATTEMPTS = 3;
    private static final int OLDEST = 13;
    private static final int CHECKS_CLIENTS_SINCE = 14;
    /** Somebody else changed the same rows of the catalogue; the transaction was rolled back and may be repeated. */
    private static final Set<String> REPEATABLE =
            Set.of(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK_DETECTED, SqlState.INTERNAL_ERROR);

    private final ApplySettings settings;

    public Applier(ApplySettings settings) {
        this.settings = settings;
    }

    /** @throws ProvisionException with everything because of which {@link #apply} would do nothing of this plan */
    public void check(Plan plan) {
        Refusals.check(plan, settings.destruction());
    }

    /** Waits until nobody else applies to this server; what is planned from then on stays true until it is closed. */
    public ServerLock turn(DatabaseConnector admin, String adminDatabase) {
        return ServerLock.take(admin, adminDatabase, settings.turn());
    }

    /**
     * @param adminDatabase where steps without a database run, and where the lock is held
     * @throws ProvisionException with every blocking finding, and every destructive step
     *     if there is no leave for them, before anything is done; or at the first step that fails,
     *     what came before stays
     */
    public Receipt apply(Plan plan, DatabaseConnector admin, String adminDatabase) {
        check(plan);
        if (Group.of(plan.steps(), adminDatabase).isEmpty()) {
            return new Receipt(List.of());
        }
        try (ServerLock turn = turn(admin, adminDatabase)) {
            return apply(plan, admin, adminDatabase, turn, _ -> {});
        }
    }

    /**
     * The same while somebody holds the turn already.
     *
     * @param told of each step once it cannot be undone any more
     */
    public Receipt apply(
            Plan plan, DatabaseConnector admin, String adminDatabase, ServerLock turn, Consumer<Receipt.Done> told) {
        check(plan);
        List<Receipt.Done> done = new ArrayList<>();
        for (Group group : Group.of(plan.steps(), adminDatabase)) {
            turn.check();
            List<Receipt.Done> together = run(group, admin);
            together.forEach(told);
            done.addAll(together);
        }
        return new Receipt(done);
    }

    private List<Receipt.Done> run(Group group, DatabaseConnector admin) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = admin.connect(group.database())) {
                return run(group, connection);
            } catch (StepFailure failure) {
                if (attempt == ATTEMPTS || !group.transactional() || !REPEATABLE.contains(failure.sqlstate())) {
                    throw failure.problem(group.database());
                }
            } catch (SQLException failure) {
                throw SqlProblems.noConnection("database " + group.database(), failure);
            }
        }
    }

    private List<Receipt.Done> run(Group group, Connection connection) throws StepFailure {
        List<Receipt.Done> done = new ArrayList<>();
        Step current = group.steps().getFirst();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET default_transaction_read_only = off");
            supported(connection, group);
            PinnedSession.pin(connection, settings.statementTimeout(), settings.lockTimeout());
            endWithUs(connection, statement);
            connection.setAutoCommit(!group.transactional());
            for (Step step : group.steps()) {
                current = step;
                long start = System.nanoTime();
                for (String sql : step.sql()) {
                    statement.execute(sql);
                }
                done.add(new Receipt.Done(step, Duration.ofNanos(System.nanoTime() - start)));
            }
            if (group.transactional()) {
                connection.commit();
            }
            return done;
        } catch (SQLException failure) {
            throw new StepFailure(current, failure);
        }
    }

    private static void supported(Connection connection, Group group) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST) {
            throw new ProvisionException(
                    ProvisionCode.VERSION_TOO_OLD,
                    "the server of database " + group.database() + " runs PostgreSQL " + major
                            + ", and Postern applies to " + OLDEST + " and newer, so nothing was done",
                    "have psql run what postern plan --sql prints, or upgrade the server");
        }
    }

    // a statement that waits for somebody's lock would go on, and be done, long after we were interrupted
    private static void endWithUs(Connection connection, Statement statement) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < CHECKS_CLIENTS_SINCE) {
            return;
        }
        try {
            statement.execute("SET client_connection_check_interval = '1s'");
        } catch (SQLException failure) {
            // a server whose operating system cannot tell takes nothing but 0
            if (!SqlProblems.sqlstate(failure).equals(SqlState.INVALID_PARAMETER_VALUE)) {
                throw failure;
            }
        }
    }

    /** A step that the server did not do. */
    private static final class StepFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Step step;
        private final SQLException failure;

        StepFailure(Step step, SQLException failure) {
            super(failure);
            this.step = step;
            this.failure = failure;
        }

        String sqlstate() {
            return SqlProblems.sqlstate(failure);
        }

        ProvisionException problem(String database) {
            String what = "\"" + step.title() + "\" failed in " + database + ": " + SqlProblems.sentence(failure) + " ("
                    + sqlstate() + ")";
            if (SqlProblems.connectionLost(failure)) {
                return problem(ProvisionCode.SERVER_AWAY, what, "plan again: what was done is kept");
            }
            return switch (sqlstate()) {
                case SqlState.INSUFFICIENT_PRIVILEGE ->
                    problem(ProvisionCode.ADMIN_RIGHTS_MISSING, what, "give the administrator this right");
                case SqlState.READ_ONLY_SQL_TRANSACTION ->
                    problem(ProvisionCode.SERVER_READ_ONLY, what, "apply to the primary");
                case SqlState.LOCK_NOT_AVAILABLE ->
                    problem(
                            ProvisionCode.STEP_FAILED,
                            what,
                            "somebody holds a lock on it; try again when they are done");
                default ->
                    problem(ProvisionCode.STEP_FAILED, what, "mend the cause and plan again: what was done is kept");
            };
        }

        private ProvisionException problem(ProvisionCode code, String what, String fix) {
            return new ProvisionException(code, what, fix, failure);
        }
    }
}
