package dev.postern.gateway.authorize;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.authenticate.Caller;
import dev.postern.gateway.authorize.Authorization.Denied;
import dev.postern.kernel.problem.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides on the resolved physical database, never on what the client typed. */
public final class Authorizer {
    private final ServerNames names;

    public Authorizer(ServerNames names) {
        this.names = names;
    }

    /** @param parameters of the StartupMessage */
    public Authorization authorize(
            Caller caller, Map<String, String> parameters, Optional<String> serverName, GatewayState state) {
        try {
            StartupSettings settings = StartupSettings.read(parameters);
            Target target = Target.find(serverName.flatMap(names::entry), settings, state.entries());
            return decide(caller, settings, target, state);
        } catch (Refusal refusal) {
            return new Denied(refusal.problem());
        }
    }

    private static Authorization decide(Caller caller, StartupSettings settings, Target target, GatewayState state) {
        Entry entry = target.entry();
        AccessRequest request = new AccessRequest(
                caller.subject(),
                Set.of(),
                entry.cluster(),
                entry.clusterLabels(),
                settings.physicalReplication() ? "" : target.database(),
                settings.user(),
                settings.replication().isPresent());
        return switch (state.rules().decide(request)) {
            case Decision.Refused refused ->
                new Denied(Problem.of(GatewayCode.NOT_ALLOWED, refused.reason(), refused.fix()));
            case Decision.Allowed allowed ->
                new Grant(
                        caller,
                        entry,
                        target.database(),
                        settings.user(),
                        settings.forServer(),
                        allowed.rule(),
                        state.version(),
                        allowed.session().maxTtl());
        };
    }
}
