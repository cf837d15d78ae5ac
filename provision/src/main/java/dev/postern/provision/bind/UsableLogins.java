package dev.postern.provision.bind;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import dev.postern.provision.plan.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Logins that a Binding needs and that the server would refuse whatever they show. They are not changed: somebody may have
 * locked them, and says otherwise by declaring it.
 */
final class UsableLogins {
    private final Actual actual;
    private final Map<String, DesiredRole> declared;
    private final Instant now;

    UsableLogins(DesiredServer desired, Actual actual, Instant now) {
        this.actual = actual;
        this.declared = desired.roles().stream().collect(Collectors.toMap(DesiredRole::name, Function.identity()));
        this.now = now;
    }

    /**
     * Also those that are declared to be over.
     *
     * @param needed by user, whether it shows a password
     */
    List<Finding> missing(Map<String, Boolean> needed) {
        List<Finding> findings = new ArrayList<>();
        needed.forEach((user, password) -> Optional.ofNullable(actual.roles().get(user))
                .ifPresent(seen -> findings.addAll(of(user, password, seen, Optional.ofNullable(declared.get(user))))));
        declared.values().stream()
                .filter(role -> role.kind() == DesiredRole.Kind.DECLARED)
                .sorted(Comparator.comparing(DesiredRole::name))
                .forEach(role -> role.validUntil()
                        .filter(until -> until.isBefore(now))
                        .ifPresent(until -> findings.add(new Finding(
                                Finding.Severity.WARNING,
                                "the password of " + role.name() + " is declared to be valid until " + until
                                        + ", which is past: whoever shows it is refused",
                                "declare a later validUntil, or login: false if that is what is meant"))));
        return findings;
    }

    private List<Finding> of(String user, boolean password, ActualRole seen, Optional<DesiredRole> role) {
        List<Finding> findings = new ArrayList<>();
        String alter = "or run: ALTER ROLE " + identifier(user);
        if (!seen.attributes().login() && role.flatMap(DesiredRole::login).isEmpty()) {
            findings.add(blocking(
                    "a Binding logs in as " + user + ", which may not log in (NOLOGIN)",
                    "declare login: true, " + alter + " LOGIN"));
        }
        boolean over = seen.validUntil().filter(until -> until.isBefore(now)).isPresent();
        if (password && over && role.flatMap(DesiredRole::validUntil).isEmpty()) {
            findings.add(blocking(
                    "a Binding logs in as " + user + ", whose password was valid until "
                            + seen.validUntil().orElseThrow(),
                    "declare validUntil, " + alter + " VALID UNTIL 'infinity'"));
        }
        if (seen.connectionLimit() == 0
                && role.flatMap(DesiredRole::connectionLimit).isEmpty()) {
            findings.add(blocking(
                    "a Binding logs in as " + user + ", which may have no connections (CONNECTION LIMIT 0)",
                    "declare connectionLimit, " + alter + " CONNECTION LIMIT -1"));
        }
        return findings;
    }

    private static Finding blocking(String what, String fix) {
        return new Finding(Finding.Severity.BLOCKING, what, fix);
    }
}
