package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables to what this build expects; never back. */
final class Schema {
    private static final String LOCATION = "classpath:dev/postern/control/store";

    private Schema() {}

    static void migrate(DataSource source) {
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
