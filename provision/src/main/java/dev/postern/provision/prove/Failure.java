package dev.postern.provision.prove;

import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.NoPasswordException;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.connect.Transport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Tells a refusal from everything else. A refusal is something that the other side said: an error with its SQLSTATE, or a
 * fatal alert of TLS. What only this side concluded (an untrusted server, a timeout, a reset) is unknown, because it
 * says nothing about whether the server would have let this client in.
 */
final class Failure {
    private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private Failure() {}

    static Verdict classify(SQLException failure, Login login) {
        String sentence = SqlProblems.sentence(failure);
        if (failure instanceof NoPasswordException) {
            return new Verdict.Asked("the server asks for the password of " + login.user()
                    + (login.transport() instanceof Transport.Plain ? ", without TLS" : ""));
        }
        if (SqlProblems.fromServer(failure)) {
            return new Verdict.Refused(SqlProblems.sqlstate(failure), sentence);
        }
        Optional<String> alert = SqlProblems.cause(failure, SSLException.class).flatMap(Failure::receivedAlert);
        if (alert.isPresent()) {
            return TlsAlert.named(alert.get())
                    .<Verdict>map(known -> new Verdict.RefusedByTls(known, "TLS alert " + known.word()))
                    .orElseGet(() -> new Verdict.Unknown("TLS alert " + alert.get()));
        }
        String why = SqlProblems.cause(failure, IOException.class)
                .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .orElse(sentence);
        return new Verdict.Unknown(login.server() + ": " + why.replaceAll("\\p{Cntrl}+", " "));
    }

    // the JDK has no accessor for the alert that came
    private static Optional<String> receivedAlert(SSLException failure) {
        Matcher matcher = RECEIVED_ALERT.matcher(String.valueOf(failure.getMessage()));
        return matcher.find() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
