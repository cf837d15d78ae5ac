package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables to what this build expects; never back. */
final class Schema {
    /** The version of the last file in {@link #LOCATION}. */
    static final String LATEST = "3";

    private static final String NO_TABLE = "42P01";
    private static final String LOCATION = "classpath:dev/postern/control/store";

    private Schema() {}

    /** Looks first: loading Flyway takes a second of a start that has nothing to migrate. */
    static void migrate(DataSource source) {
        Optional<String> applied = applied(source);
        if (applied.isPresent() && applied.get().equals(LATEST)) {
            return;
        }
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations(LOCATION)
                .failOnMissingLocations(true)
                .cleanDisabled(true)
                .loggers("slf4j")
                .load();
        try {
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywayException failure) {
            throw new ControlException(
                    ControlCode.STORE_REFUSED,
                    "the store's tables could not be brought to this version: " + firstLine(failure),
                    "start the version that was used last, or restore the store from a backup",
                    failure);
        }
    }

    /** The highest version when all that were begun have succeeded; empty when Flyway has to look. */
    private static Optional<String> applied(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select version from flyway_schema_history
                         where (select bool_and(success) from flyway_schema_history)
                         order by installed_rank desc limit 1
                        """)) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        } catch (SQLException failure) {
            if (NO_TABLE.equals(failure.getSQLState())) {
                return Optional.empty();
            }
            throw Sql.failed(failure);
        }
    }

    private static void refuseNewer(Flyway flyway) {
        List<String> newer = Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .map(Object::toString)
                .toList();
        if (!newer.isEmpty()) {
            throw new ControlException(
                    ControlCode.STORE_NEWER,
                    "the store was used by a newer version: it has migrations " + String.join(", ", newer)
                            + ", which this one does not know",
                    "start that version, or one that is newer still");
        }
    }

    private static String firstLine(FlywayException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("unknown");
    }
}
