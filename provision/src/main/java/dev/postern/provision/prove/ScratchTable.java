package dev.postern.provision.prove;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A table that is there for the time of a proof: made as the one who makes tables, so that what others may do with it is
 * what they may do with any new table. Its name says when it was made; what a killed proof left is dropped by the next.
 */
public final class ScratchTable implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ScratchTable.class.getName());
    static final String COLUMN = "id";

    private static final String PREFIX = "postern_prove_";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Older ones belong to nobody any more. */
    private static final Duration OLD = Duration.ofMinutes(15);

    private final Connection connection;
    private final String name;

    private ScratchTable(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * @param connection closed with the table; of a migrator, or of an administrator who may act as the owner
     * @param owner to act as; empty when the session already acts as the one who makes tables
     * @throws ProblemException when the server refuses; the connection is closed then
     */
    public static ScratchTable make(
            Connection connection, Optional<String> owner, Instant now, RandomGenerator random) {
        String name = "public." + PREFIX + now.getEpochSecond() + "_" + Long.toHexString(random.nextLong() >>> 24);
        ScratchTable made = new ScratchTable(connection, name);
        try {
            connection.setAutoCommit(true);
            PinnedSession.pin(connection, LIMIT, LIMIT);
            if (owner.isPresent()) {
                made.run("SET ROLE " + Quote.identifier(owner.get()));
            }
            made.dropThoseOlderThan(now.minus(OLD));
            made.run("CREATE TABLE " + name + " (" + COLUMN + " bigserial)");
            return made;
        } catch (SQLException failure) {
            made.close();
            throw new ProvisionException(
                    ProvisionCode.STEP_FAILED,
                    "no table can be made to prove reading and writing with: " + SqlProblems.sentence(failure) + " ("
                            + SqlProblems.sqlstate(failure) + ")",
                    "see with plan what the server lacks",
                    failure);
        }
    }

    /** As in SQL, with its schema. */
    public String name() {
        return name;
    }

    private void dropThoseOlderThan(Instant limit) throws SQLException {
        List<String> old = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT c.relname FROM pg_catalog.pg_class c"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname ~ '^" + PREFIX
                        + "[0-9]{1,12}_[0-9a-f]+$' AND pg_catalog.pg_has_role(c.relowner, 'USAGE')")) {
            while (rows.next()) {
                String left = String.valueOf(rows.getString(1));
                String made = left.substring(PREFIX.length(), left.lastIndexOf('_'));
                if (Instant.ofEpochSecond(Long.parseLong(made)).isBefore(limit)) {
                    old.add(left);
                }
            }
        }
        for (String left : old) {
            run("DROP TABLE IF EXISTS public." + Quote.identifier(left));
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Drops it. */
    @Override
    public void close() {
        try (connection) {
            run("DROP TABLE IF EXISTS " + name);
        } catch (SQLException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=proof_table_left table={0} sqlstate={1}",
                    name,
                    SqlProblems.sqlstate(failure));
        }
    }
}
