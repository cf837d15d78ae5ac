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
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

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
    private final int mostJudged;
    /** Those who wait to be judged, and those who are. */
    private final Semaphore judging;

    /** @param mostJudged how many may wait for their certificates to be judged at once */
    Admission(
            GatewayStates states,
            Authenticator authenticator,
            Authorizer authorizer,
            Upstreams upstreams,
            Sessions sessions,
            Journal journal,
            ExecutorService blocking,
            int mostJudged) {
        this.states = states;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.upstreams = upstreams;
        this.sessions = sessions;
        this.journal = journal;
        this.blocking = blocking;
        this.mostJudged = mostJudged;
        this.judging = new Semaphore(mostJudged);
    }

    @Override
    public void arrived(ClientLeg leg, Hello hello) {
        if (!judging.tryAcquire()) {
            refuse(
                    leg,
                    "",
                    Problem.of(
                            GatewayCode.TOO_MANY_CONNECTIONS,
                            mostJudged + " clients wait for their certificates to be judged, which is the most",
                            "connect again in a moment"));
            return;
        }
        try {
            blocking.execute(() -> admit(leg, hello));
        } catch (RejectedExecutionException closing) {
            judging.release();
            leg.refuse(Sessions.SHUTTING_DOWN);
        }
    }

    /** However this ends, the client is told or has a session: whoever waits without an answer is a defect. */
    private void admit(ClientLeg leg, Hello hello) {
        try {
            GatewayState state = states.current();
            switch (judge(leg, hello, state)) {
                case Authentication.Rejected rejected -> refuse(leg, "", rejected.problem());
                case Caller caller -> authorize(leg, hello, caller, state);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            refuse(leg, "", Sessions.SHUTTING_DOWN);
        } catch (RuntimeException | Error defect) {
            failed(leg, defect);
        }
    }

    private Authentication judge(ClientLeg leg, Hello hello, GatewayState state) {
        try {
            leg.doing("its certificate was being judged");
            return authenticator.judge(hello.certificates(), state.clientAnchors(), state.revoked());
        } finally {
            judging.release();
        }
    }

    private void authorize(ClientLeg leg, Hello hello, Caller caller, GatewayState state) throws InterruptedException {
        Optional<Problem> noRoom = leg.known();
        if (noRoom.isPresent()) {
            refuse(leg, caller.subject(), noRoom.get());
            return;
        }
        leg.doing("rules were being asked");
        switch (authorizer.authorize(caller, hello.startup().parameters(), hello.serverName(), state)) {
            case Authorization.Denied denied -> refuse(leg, caller.subject(), denied.problem());
            case Grant grant -> connect(leg, hello, grant);
        }
    }

    private void connect(ClientLeg leg, Hello hello, Grant grant) throws InterruptedException {
        String subject = grant.caller().subject();
        switch (upstreams.connect(grant, leg.loop(), leg::doing)) {
            case Connection.Failed failed -> refuse(leg, subject, failed.problem());
            case Connection.Refused refused -> passOn(leg, subject, refused.error());
            case Connection.Ready ready -> {
                leg.doing("the session was about to begin");
                leg.loop().execute(() -> begin(leg, hello, grant, ready.upstream()));
            }
        }
    }

    private void begin(ClientLeg leg, Hello hello, Grant grant, Upstream upstream) {
        if (!leg.waiting()) {
            upstreams.giveBack(upstream, () -> true);
        } else if (!upstream.channel().isActive()) {
            refuse(
                    leg,
                    grant.caller().subject(),
                    Problem.of(
                            GatewayCode.SERVER_LOST, "the server hung up before the session began", "connect again"));
        } else {
            try {
                sessions.begin(leg, hello.startup(), grant, upstream);
            } catch (RuntimeException | Error defect) {
                upstreams.abandon(upstream);
                failed(leg, defect);
            }
        }
    }

    private void failed(ClientLeg leg, Throwable defect) {
        LOG.log(System.Logger.Level.ERROR, "event=admission_failed session=" + leg.session(), defect);
        refuse(
                leg,
                "",
                Problem.of(
                        GatewayCode.INTERNAL,
                        "the gateway failed on session " + leg.session(),
                        "show the gateway's log to whoever maintains it"));
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
