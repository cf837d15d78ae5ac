package dev.postern.gateway.connect;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.net.TlsEngines;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.pki.x509.KeyPairs;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * The gateway's certificates for PostgreSQL: one for each (role, caller), asked for once, renewed before anybody waits.
 * Whenever one is added, those that have expired go; above a bound the one that expires first does.
 */
final class Identities {
    private static final System.Logger LOG = System.getLogger(Identities.class.getName());

    /** Each holds TLS contexts outside of the heap; as many as there are idle server connections at most, twenty times. */
    private static final int MOST = 1000;

    /** @param caller with its kind: a person and a workload of one name are two */
    private record Pair(String role, String caller) {}

    private final UpstreamIssuer issuer;
    private final TlsEngines engines;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Executor blocking;
    private final int most;
    private final ConcurrentMap<Pair, FutureTask<Identity>> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<Pair, Boolean> renewing = new ConcurrentHashMap<>();

    Identities(UpstreamIssuer issuer, TlsEngines engines, InstantSource clock, SecureRandom random, Executor blocking) {
        this(issuer, engines, clock, random, blocking, MOST);
    }

    Identities(
            UpstreamIssuer issuer,
            TlsEngines engines,
            InstantSource clock,
            SecureRandom random,
            Executor blocking,
            int most) {
        this.most = most;
        this.issuer = issuer;
        this.engines = engines;
        this.clock = clock;
        this.random = random;
        this.blocking = blocking;
    }

    /**
     * Blocks when there is none yet or the last has expired.
     *
     * @throws ProblemException when nobody signs one
     */
    Identity of(String role, String caller) throws InterruptedException {
        Pair pair = new Pair(role, caller);
        while (true) {
            FutureTask<Identity> asking = new FutureTask<>(() -> issue(pair));
            FutureTask<Identity> before = known.putIfAbsent(pair, asking);
            if (before == null) {
                asking.run();
                sweep(asking);
            }
            FutureTask<Identity> task = before == null ? asking : before;
            Identity identity;
            try {
                identity = task.get();
            } catch (ExecutionException e) {
                known.remove(pair, task);
                throw problem(pair, e.getCause() == null ? e : e.getCause());
            }
            Instant now = clock.instant();
            if (identity.expired(now) && before != null) {
                drop(pair, task);
                continue;
            }
            if (identity.ageing(now)) {
                renew(pair, task, identity);
            }
            return identity;
        }
    }

    List<UpstreamCertificate> report() {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().state() == FutureTask.State.SUCCESS)
                .map(entry -> {
                    Identity identity = entry.getValue().resultNow();
                    return new UpstreamCertificate(
                            entry.getKey().role(),
                            entry.getKey().caller(),
                            identity.leaf().getSerialNumber(),
                            identity.notAfter());
                })
                .toList();
    }

    /** Connections that stand keep what they have. */
    private void sweep(FutureTask<Identity> added) {
        Instant now = clock.instant();
        for (Map.Entry<Pair, FutureTask<Identity>> each : known.entrySet()) {
            if (each.getValue().state() == FutureTask.State.SUCCESS
                    && each.getValue().resultNow().expired(now)) {
                drop(each.getKey(), each.getValue());
            }
        }
        while (known.size() > most) {
            Optional<Map.Entry<Pair, FutureTask<Identity>>> oldest = known.entrySet().stream()
                    .filter(each -> each.getValue() != added && each.getValue().state() == FutureTask.State.SUCCESS)
                    .min(Comparator.comparing(
                            each -> each.getValue().resultNow().notAfter()));
            if (oldest.isEmpty()) {
                return; // the others are being asked for now
            }
            drop(oldest.get().getKey(), oldest.get().getValue());
        }
    }

    private void drop(Pair pair, FutureTask<Identity> task) {
        if (known.remove(pair, task)) {
            task.resultNow().close();
        }
    }

    private void renew(Pair pair, FutureTask<Identity> old, Identity ageing) {
        if (renewing.putIfAbsent(pair, true) != null) {
            return;
        }
        if (known.get(pair) != old) { // somebody renewed it since it was looked at
            renewing.remove(pair);
            return;
        }
        blocking.execute(() -> {
            try {
                FutureTask<Identity> next = new FutureTask<>(() -> issue(pair));
                next.run();
                next.get();
                (known.replace(pair, old, next) ? ageing : next.resultNow()).close();
            } catch (ExecutionException | InterruptedException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event=upstream_certificate_renewal_failed role={0} caller={1} not_after={2} cause={3}",
                        pair.role(),
                        pair.caller(),
                        ageing.notAfter(),
                        String.valueOf(e.getCause()));
            } finally {
                renewing.remove(pair);
            }
        });
    }

    private Identity issue(Pair pair) throws GeneralSecurityException {
        KeyPair keys = KeyPairs.p256(random);
        List<X509Certificate> chain = issuer.issue(pair.role(), pair.caller(), keys.getPublic());
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("the issuer answered without a certificate");
        }
        return new Identity(engines, keys.getPrivate(), chain);
    }

    private static ProblemException problem(Pair pair, Throwable cause) {
        if (cause instanceof ProblemException known) {
            return known;
        }
        return new GatewayException(
                Problem.of(
                        GatewayCode.NO_UPSTREAM_CERTIFICATE,
                        "the gateway got no certificate for role \"" + pair.role() + "\" and caller \"" + pair.caller()
                                + "\"",
                        "look for the cause in the log of the control plane"),
                cause);
    }

    void close() {
        known.values().stream()
                .filter(task -> task.state() == FutureTask.State.SUCCESS)
                .forEach(task -> task.resultNow().close());
    }
}
