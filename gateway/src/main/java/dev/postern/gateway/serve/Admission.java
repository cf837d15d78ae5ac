package dev.postern.gateway.serve;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.accept.ClientLeg;
import dev.postern.gateway.accept.Door;
import dev.postern.gateway.accept.Hello;
import dev.postern.gateway.authenticate.Authentication;
import dev.postern.gateway.authenticate.Authenticator;
import dev.postern.gateway.authenticate.Caller;
import dev.postern.gateway.authorize.Authorization;
import dev.postern.gateway.authorize.Authorizer;
import dev.postern.gateway.authorize.Grant;
import dev.postern.gateway.connect.Connection;
import dev.postern.gateway.connect.Upstream;
import dev.postern.gateway.connect.Upstreams;
import dev.postern.gateway.record.Journal;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.BackendMessage.ErrorResponse;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Leads a client through the stages, top to bottom, on a virtual thread of its own; only the relay runs on the loop. */
final class Admission implements Door {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());

    private final GatewayStates states;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Upstreams upstreams;
    private final Sessions sessions;
    private final Journal journal;
    private final ExecutorService blocking;

    Admission(
            GatewayStates states,
            Authenticator authenticator,
            Authorizer authorizer,
            Upstreams upstreams,
            Sessions sessions,
            Journal journal,
            ExecutorService blocking) {
        this.states = states;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.upstreams = upstreams;
        this.sessions = sessions;
        this.journal = journal;
        this.blocking = blocking;
    }

    @Override
    public void arrived(ClientLeg leg, Hello hello) {
        try {
            blocking.execute(() -> admit(leg, hello));
        } catch (RejectedExecutionException closing) {
            leg.refuse(Sessions.SHUTTING_DOWN);
        }
    }

    private void admit(ClientLeg leg, Hello hello) {
        try {
            if (sessions.full()) {
                refuse(leg, "", sessions.tooMany());
                return;
            }
            GatewayState state = states.current();
            switch (authenticator.judge(hello.certificates(), state.clientAnchors(), state.revoked())) {
                case Authentication.Rejected rejected -> refuse(leg, "", rejected.problem());
                case Caller caller -> authorize(leg, hello, caller, state);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            refuse(leg, "", Sessions.SHUTTING_DOWN);
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "event=admission_failed session=" + leg.session(), defect);
            refuse(
                    leg,
                    "",
                    Problem.of(
                            GatewayCode.INTERNAL,
                            "the gateway failed on session " + leg.session(),
                            "show the gateway's log to whoever maintains it"));
        }
    }

    private void authorize(ClientLeg leg, Hello hello, Caller caller, GatewayState state) throws InterruptedException {
        switch (authorizer.authorize(caller, hello.startup().parameters(), hello.serverName(), state)) {
            case Authorization.Denied denied -> refuse(leg, caller.subject(), denied.problem());
            case Grant grant -> connect(leg, hello, grant);
        }
    }

    private void connect(ClientLeg leg, Hello hello, Grant grant) throws InterruptedException {
        String subject = grant.caller().subject();
        switch (upstreams.connect(grant, leg.loop())) {
            case Connection.Failed failed -> refuse(leg, subject, failed.problem());
            case Connection.Refused refused -> passOn(leg, subject, refused.error());
            case Connection.Ready ready -> leg.loop().execute(() -> begin(leg, hello, grant, ready.upstream()));
        }
    }

    private void begin(ClientLeg leg, Hello hello, Grant grant, Upstream upstream) {
        if (!upstream.channel().isActive()) {
            refuse(
                    leg,
                    grant.caller().subject(),
                    Problem.of(
                            GatewayCode.SERVER_LOST, "the server hung up before the session began", "connect again"));
        } else if (!leg.waiting()) {
            upstreams.giveBack(upstream);
        } else {
            sessions.begin(leg, hello.startup(), grant, upstream);
        }
    }

    private void refuse(ClientLeg leg, String subject, Problem problem) {
        leg.loop().execute(() -> {
            if (!leg.told()) {
                journal.refused(leg.session(), leg.client(), subject, problem);
                leg.refuse(problem);
            }
        });
    }

    private void passOn(ClientLeg leg, String subject, ErrorResponse error) {
        leg.loop().execute(() -> {
            if (!leg.told()) {
                String sqlstate = error.field('C').orElse("");
                journal.refused(
                        leg.session(),
                        leg.client(),
                        subject,
                        sqlstate,
                        error.field('M').orElse(""));
                leg.refuse(error);
            }
        });
    }

    @Override
    public void turnedAway(ClientLeg leg, Problem problem) {
        journal.refused(leg.session(), leg.client(), "", problem);
    }

    @Override
    public void cancel(ClientLeg leg, CancelRequest request) {
        sessions.cancel(leg, request);
    }
}
