package dev.postern.provision.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding.Rotation;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.fixture.ScriptedConnector;
import dev.postern.provision.password.Match;
import dev.postern.provision.password.PasswordCheck;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.rotate.Sink.Delivered;
import dev.postern.provision.secret.PasswordMaker;
import dev.postern.testing.PgVersion;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class RotatorTest {
    private static final PasswordMaker MAKER = new PasswordMaker(new SecureRandom());

    /** Ends a rotation at its n-th point: before a statement, around each target, before a login. */
    private static final class Fate {
        private final int end;
        private final boolean loseConnection;
        private int points;

        Fate(int end, boolean loseConnection) {
            this.end = end;
            this.loseConnection = loseConnection;
        }

        static Fate none() {
            return new Fate(-1, false);
        }

        void point() {
            if (points++ == end) {
                throw new Ended();
            }
        }

        void statement(Connection connection) {
            if (points++ == end) {
                if (loseConnection) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                    } catch (SQLException _) {
                        // that is what it is for
                    }
                    return;
                }
                throw new Ended();
            }
        }

        private static final class Ended extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }

    private record World(RotationServer server, String admin, Targets targets, Fate fate) {
        World(RotationServer server, String admin, Fate fate) {
            this(server, admin, new Targets(fate::point), fate);
        }

        Rotator rotator() {
            DatabaseConnector connector =
                    new ScriptedConnector(server.admin(admin), (connection, _) -> fate.statement(connection));
            PasswordCheck check = new PasswordCheck(
                    (role, password) -> {
                        fate.point();
                        return server.login(role, password);
                    },
                    MAKER);
            return new Rotator(connector, "postgres", check, MAKER);
        }

        /** The same targets, with nothing in the way any more. */
        World calm() {
            World calm = new World(server, admin, Fate.none());
            calm.targets.first = targets.first;
            calm.targets.second = targets.second;
            return calm;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void loginsTakeTurnsAndTheOldPasswordLivesOnUntilItsTurn(PgVersion version) throws SQLException {
        World world = new World(RotationServer.of(version), "manager", Fate.none());
        String role = world.server.alternating("manager");
        Wish wish = new Wish(role, Rotation.ALTERNATE, false);
        List<Delivered> before = new ArrayList<>();
        for (String expected : List.of("_a", "_b", "_a", "_b")) {
            RotationReceipt receipt = world.rotator().rotate(wish, world.targets);
            assertThat(receipt)
                    .isEqualTo(new RotationReceipt(
                            role, role + expected, false, Optional.empty(), new Match.Matches(), false));
            Delivered now = world.targets.first.orElseThrow();
            assertThat(world.targets.second).contains(now);
            assertThat(now.user()).isEqualTo(role + expected);
            assertThat(world.server.accepts(now)).isTrue();
            if (before.size() > 0) {
                assertThat(world.server.accepts(before.getLast())).isTrue();
            }
            if (before.size() > 1) {
                assertThat(world.server.accepts(before.get(before.size() - 2))).isFalse();
            }
            before.add(now);
        }
        assertThat(before).extracting(Delivered::password).doesNotHaveDuplicates();
        assertThat(actsAs(world.server, before.getLast())).isEqualTo(role);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void theOldLoginLosesItsPasswordWhenThatIsWished(PgVersion version) throws SQLException {
        World world = new World(RotationServer.of(version), "manager", Fate.none());
        String role = world.server.alternating("manager");
        world.rotator().rotate(new Wish(role, Rotation.ALTERNATE, false), world.targets);
        Delivered old = world.targets.first.orElseThrow();
        RotationReceipt receipt = world.rotator().rotate(new Wish(role, Rotation.ALTERNATE, true), world.targets);
        assertThat(receipt.oldDisabled()).isTrue();
        assertThat(world.server.accepts(old)).isFalse();
        assertThat(world.server.accepts(world.targets.first.orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V10")
    void aSingleRoleIsToldAfterItsConsumerAndTheWindowIsMeasured(PgVersion version) throws SQLException {
        World world = new World(RotationServer.of(version), "manager", Fate.none());
        String role = world.server.single("manager");
        Wish wish = new Wish(role, Rotation.IN_PLACE, false);
        world.rotator().rotate(wish, world.targets);
        Delivered old = world.targets.first.orElseThrow();
        RotationReceipt receipt = world.rotator().rotate(wish, world.targets);
        assertThat(receipt.window()).hasValueSatisfying(window -> {
            assertThat(window).isPositive().hasSeconds(0);
            System.out.println("window in place, PostgreSQL " + version.major() + ": " + window.toMillis() + " ms");
        });
        assertThat(receipt.user()).isEqualTo(role);
        assertThat(world.server.accepts(old)).isFalse();
        assertThat(world.server.accepts(world.targets.first.orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "V15, manager, false",
        "V15, postgres, true",
        "V16, manager, false",
        "V17, manager, true",
        "V18, manager, false",
        "V18, manager, true",
        "V18, postgres, false"
    })
    void alternatingLoginsWorkWheneverItIsInterruptedAndItGoesOn(PgVersion version, String admin, boolean lose)
            throws SQLException {
        RotationServer server = RotationServer.of(version);
        String role = server.alternating(admin);
        Wish wish = new Wish(role, Rotation.ALTERNATE, false);
        World world = new World(server, admin, Fate.none());
        world.rotator().rotate(wish, world.targets);
        int resumed = 0;
        int interrupted = 0;
        for (int end = 0; ; end++) {
            Delivered before = world.targets.first.orElseThrow();
            World doomed = new World(server, admin, new Fate(end, lose));
            doomed.targets.first = world.targets.first;
            doomed.targets.second = world.targets.second;
            if (!ends(doomed, wish)) {
                break;
            }
            interrupted++;
            Delivered between = doomed.targets.first.orElseThrow();
            assertThat(server.accepts(between)).as("point " + end).isTrue();
            assertThat(server.accepts(doomed.targets.second.orElseThrow())).isTrue();
            world = doomed.calm();
            RotationReceipt receipt = world.rotator().rotate(wish, world.targets);
            resumed += receipt.resumed() ? 1 : 0;
            Delivered after = world.targets.first.orElseThrow();
            assertThat(world.targets.second).contains(after);
            assertThat(server.accepts(after))
                    .as("point " + end + " and then resumed")
                    .isTrue();
            // one rotation and not two: what the consumer had before still lets it in
            if (receipt.resumed()) {
                assertThat(after.user()).isNotEqualTo(before.user());
                assertThat(server.accepts(before))
                        .as("point " + end + ", the one before")
                        .isTrue();
            }
        }
        assertThat(interrupted).isGreaterThan(30);
        assertThat(resumed).isGreaterThan(8).isLessThan(interrupted);
    }

    @ParameterizedTest
    @CsvSource({"V15, manager, true", "V16, manager, false", "V18, manager, false", "V18, postgres, true"})
    void aSingleRoleWorksAgainAfterWhateverInterruptedIt(PgVersion version, String admin, boolean lose)
            throws SQLException {
        RotationServer server = RotationServer.of(version);
        String role = server.single(admin);
        Wish wish = new Wish(role, Rotation.IN_PLACE, false);
        World world = new World(server, admin, Fate.none());
        world.rotator().rotate(wish, world.targets);
        int broken = 0;
        int interrupted = 0;
        for (int end = 0; ; end++) {
            World doomed = new World(server, admin, new Fate(end, lose));
            doomed.targets.first = world.targets.first;
            doomed.targets.second = world.targets.second;
            if (!ends(doomed, wish)) {
                break;
            }
            interrupted++;
            Delivered between = doomed.targets.first.orElseThrow();
            boolean works = server.accepts(between);
            world = doomed.calm();
            RotationReceipt receipt = world.rotator().rotate(wish, world.targets);
            assertThat(receipt.resumed()).as("point " + end).isEqualTo(!works);
            if (!works) {
                broken++;
                assertThat(receipt.window()).isEmpty();
                assertThat(world.targets.first).contains(between);
            }
            assertThat(world.targets.second).isEqualTo(world.targets.first);
            assertThat(server.accepts(world.targets.first.orElseThrow())).isTrue();
        }
        assertThat(interrupted).isGreaterThan(15);
        // who only lost the server puts the old password back, so there is less to go on with
        assertThat(broken).isGreaterThan(lose ? 0 : 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aPasswordThatCannotBeSetIsNotDelivered(PgVersion version) throws SQLException {
        RotationServer server = RotationServer.of(version);
        World world = new World(server, "manager", Fate.none());
        Wish wish = new Wish(server.single("manager"), Rotation.IN_PLACE, false);
        world.rotator().rotate(wish, world.targets);
        Delivered before = world.targets.first.orElseThrow();
        server.as("postgres", "ALTER ROLE manager SET default_transaction_read_only = on");
        try {
            assertThatThrownBy(() -> world.rotator().rotate(wish, world.targets))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContaining("nothing was delivered")
                    .hasMessageContaining("25006");
        } finally {
            server.as("postgres", "ALTER ROLE manager RESET default_transaction_read_only");
        }
        assertThat(world.targets.first).contains(before);
        assertThat(server.accepts(before)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aLoginThatIsNotSeenToWorkIsNotDelivered(PgVersion version) throws SQLException {
        RotationServer server = RotationServer.of(version);
        World world = new World(server, "manager", Fate.none());
        String role = server.alternating("manager");
        Wish wish = new Wish(role, Rotation.ALTERNATE, false);
        world.rotator().rotate(wish, world.targets);
        Delivered before = world.targets.first.orElseThrow();
        server.as("postgres", "ALTER ROLE " + role + "_b NOLOGIN");

        assertThatThrownBy(() -> world.rotator().rotate(wish, world.targets))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(role + "_b cannot log in")
                .hasMessageContaining("nothing was delivered");

        assertThat(world.targets.first).contains(before);
        assertThat(server.accepts(before)).isTrue();
        server.as("postgres", "ALTER ROLE " + role + "_b LOGIN");
        assertThat(world.rotator().rotate(wish, world.targets).resumed()).isTrue();
        assertThat(server.accepts(world.targets.first.orElseThrow())).isTrue();
    }

    /** A consumer that still uses what it was given before the rotation loses nothing when that is run again. */
    @ParameterizedTest
    @CsvSource({"V15, postgres", "V18, manager"})
    void ofSeveralRolesNoneIsRotatedTwiceByGoingOn(PgVersion version, String admin) throws SQLException {
        RotationServer server = RotationServer.of(version);
        List<Wish> wishes = List.of(
                new Wish(server.alternating(admin), Rotation.ALTERNATE, false),
                new Wish(server.alternating(admin), Rotation.ALTERNATE, false));
        List<Optional<Delivered>> there = new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
        rotateAll(server, admin, wishes, there, Fate.none());
        int interrupted = 0;
        for (int end = 0; ; end++) {
            List<Optional<Delivered>> before = List.copyOf(there);
            Fate fate = new Fate(end, false);
            try {
                rotateAll(server, admin, wishes, there, fate);
            } catch (Fate.Ended _) {
                interrupted++;
            }
            if (fate.points <= end) {
                break;
            }
            rotateAll(server, admin, wishes, there, Fate.none());
            for (int role = 0; role < 2; role++) {
                assertThat(server.accepts(there.get(role).orElseThrow()))
                        .as("point " + end)
                        .isTrue();
                boolean same = there.get(role).equals(before.get(role));
                assertThat(same).as("point " + end).isFalse();
                assertThat(server.accepts(before.get(role).orElseThrow()))
                        .as("point " + end + ", what role " + role + " had before")
                        .isTrue();
            }
        }
        assertThat(interrupted).isGreaterThan(60);
    }

    private static void rotateAll(
            RotationServer server, String admin, List<Wish> wishes, List<Optional<Delivered>> there, Fate fate) {
        List<Rotator.Turnover> turnovers = new ArrayList<>();
        for (int role = 0; role < wishes.size(); role++) {
            int at = role;
            turnovers.add(new Rotator.Turnover(wishes.get(role), new Sink() {
                @Override
                public Optional<Delivered> read() {
                    return there.get(at);
                }

                @Override
                public void deliver(Delivered delivered) {
                    fate.point();
                    there.set(at, Optional.of(delivered));
                    fate.point();
                }
            }));
        }
        new World(server, admin, new Targets(() -> {}), fate).rotator().rotate(turnovers);
    }

    @ParameterizedTest
    @EnumSource(names = "V18")
    void whatCannotBeginChangesNothing(PgVersion version) throws SQLException {
        RotationServer server = RotationServer.of(version);
        World world = new World(server, "manager", Fate.none());
        assertThatThrownBy(() -> world.rotator().rotate(new Wish("nobody", Rotation.ALTERNATE, false), world.targets))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("nobody_a is not on the server");
        assertThat(world.targets.first).isEmpty();
        // without ADMIN OPTION
        String theirs = server.alternating("postgres");
        assertThatThrownBy(() -> world.rotator().rotate(new Wish(theirs, Rotation.ALTERNATE, false), world.targets))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("42501")
                .hasMessageContaining("ADMIN OPTION")
                .hasMessageNotContaining("SCRAM");
        assertThat(world.targets.first).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void noPasswordIsLoggedOrShown(PgVersion version) throws SQLException {
        RotationServer server = RotationServer.of(version);
        World world = new World(server, "manager", Fate.none());
        String role = server.alternating("manager");
        String said = "";
        List<Secret> made = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            said += world.rotator().rotate(new Wish(role, Rotation.ALTERNATE, true), world.targets);
            said += world.targets.first + " " + new State.Tell(world.targets.first.orElseThrow());
            made.add(world.targets.first.orElseThrow().password());
        }
        for (Secret password : made) {
            assertThat(said).doesNotContain(password.text());
            assertThat(server.postgres().log()).contains(role + "_a").doesNotContain(password.text());
        }
    }

    private static boolean ends(World doomed, Wish wish) {
        try {
            doomed.rotator().rotate(wish, doomed.targets);
            // a connection that is lost where it is not used any more ends nothing
            return doomed.fate.points > doomed.fate.end;
        } catch (Fate.Ended | ProvisionException _) {
            return true;
        }
    }

    private static String actsAs(RotationServer server, Delivered delivered) throws SQLException {
        try (Connection connection = dev.postern.provision.connect.Connections.open(
                        server.login(delivered.user(), delivered.password()));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        }
    }
}
