package dev.postern.provision.doctor;

import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.connect.Timeouts;
import dev.postern.provision.doctor.message.Explained;
import dev.postern.provision.doctor.message.Messages;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.ServerError;
import dev.postern.provision.doctor.probe.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The login itself, with the credential, by a driver that people use; then what its session is like. */
final class LoginTry {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Login login;
    private final Trace trace;
    private final Client client;
    private Optional<Diagnosis.State> state = Optional.empty();

    LoginTry(Login login, Trace trace, Client client) {
        this.login = login;
        this.trace = trace;
        this.client = client;
    }

    List<Check> checks(Duration left) {
        Duration most = left.compareTo(LEAST) < 0 ? LEAST : left;
        List<Check> checks = new ArrayList<>();
        try (Connection connection = Connections.open(login.withTimeouts(new Timeouts(most, most)))) {
            checks.add(Check.ok(Step.AUTHENTICATION, "logged in as " + login.user()));
            SessionChecks session = SessionChecks.of(login, client, connection);
            checks.addAll(session.checks());
            state = session.state();
        } catch (SQLException failure) {
            checks.add(failed(failure));
        }
        return checks;
    }

    /** Of the session, once {@link #checks} has it. */
    Optional<Diagnosis.State> state() {
        return state;
    }

    private Check failed(SQLException failure) {
        if (SqlProblems.fromServer(failure)) {
            return new Refusals(login)
                    .check(new ServerError(
                            "FATAL", SqlProblems.sqlstate(failure), SqlProblems.sentence(failure), "", ""));
        }
        String said = SqlProblems.sentence(failure);
        List<Explained> known = Messages.explain(said);
        return known.isEmpty()
                ? Check.failed(
                        Step.AUTHENTICATION,
                        "the login breaks off: " + said,
                        "the server or something in between ended it after "
                                + trace.knocks().size() + " address was open",
                        "see the server's log at this moment")
                : Check.failed(
                        known.getFirst().known().step(),
                        said,
                        known.getFirst().cause(),
                        known.getFirst().fix());
    }
}
