package dev.postern.gateway.authorize;

import dev.postern.gateway.Entry;
import dev.postern.gateway.authenticate.Caller;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * This caller may be this role in this database.
 *
 * @param database the physical name
 * @param parameters what the server is to be told at start, {@code user} and {@code database} apart
 * @param rule the rule that allows it
 * @param state the version of the state by which it was decided
 * @param maxTtl how long the session may last
 */
public record Grant(
        Caller caller,
        Entry entry,
        String database,
        String role,
        Map<String, String> parameters,
        String rule,
        long state,
        Optional<Duration> maxTtl)
        implements Authorization {
    public Grant {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
