package dev.postern.gateway.authorize;

import dev.postern.gateway.GatewayCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A StartupMessage's parameters, read: what is for us, and what goes on to the server.
 *
 * @param database as typed; empty when it was not said
 * @param entry from {@code options=-c postern.entry=…}
 * @param replication the value to pass on; empty for an ordinary session
 */
record StartupSettings(
        String user,
        Optional<String> database,
        Optional<String> entry,
        Optional<String> replication,
        Map<String, String> forServer) {
    static final String REPLICATION = "replication";
    private static final String OURS = "postern.";

    static StartupSettings read(Map<String, String> parameters) throws Refusal {
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw new Refusal(
                    GatewayCode.USER_MISSING, "the StartupMessage names no user", "set user to a PostgreSQL role");
        }
        Map<String, String> forServer = new LinkedHashMap<>(parameters);
        forServer.remove("user");
        String database = forServer.remove("database");
        Optional<String> replication = replication(forServer.remove(REPLICATION));
        replication.ifPresent(value -> forServer.put(REPLICATION, value));
        Map<String, String> own = new LinkedHashMap<>();
        String options = forServer.remove("options");
        if (options != null) {
            String rest = CommandLineOptions.take(options, OURS, own);
            if (!rest.isEmpty()) {
                forServer.put("options", rest);
            }
        }
        for (String name : parameters.keySet()) {
            if (name.toLowerCase(Locale.ROOT).startsWith(OURS)) {
                own.put(name.toLowerCase(Locale.ROOT), parameters.get(name));
                forServer.remove(name);
            }
        }
        Optional<String> entry = Optional.ofNullable(own.remove("postern.entry"));
        if (!own.isEmpty()) {
            throw new Refusal(
                    GatewayCode.PARAMETER_INVALID,
                    "the gateway knows no setting " + String.join(", ", own.keySet()),
                    "postern.entry is the only one");
        }
        return new StartupSettings(
                user, Optional.ofNullable(database).filter(name -> !name.isEmpty()), entry, replication, forServer);
    }

    /** A walsender that sends the whole server's WAL, and is in no database. */
    boolean physicalReplication() {
        return replication.filter("true"::equals).isPresent();
    }

    /** What PostgreSQL would read as a boolean, or {@code database} for logical replication. */
    private static Optional<String> replication(@Nullable String value) throws Refusal {
        if (value == null) {
            return Optional.empty();
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1", "t", "y" -> Optional.of("true");
            case "false", "off", "no", "0", "f", "n" -> Optional.empty();
            case "database" -> Optional.of("database");
            default ->
                throw new Refusal(
                        GatewayCode.PARAMETER_INVALID,
                        "replication=" + value + " is neither a boolean nor \"database\"",
                        "leave replication out for an ordinary session");
        };
    }
}
