package dev.postern.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.net.TlsEngines;
import dev.postern.gateway.serve.TestAuthority;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.HostPort;
import dev.postern.testing.Eventually;
import dev.postern.testing.ManualClock;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates for PostgreSQL are asked for once, and again before anybody has to wait. */
class IdentitiesTest {
    private static final TestAuthority CLIENTS = new TestAuthority("clients");

    private final ManualClock clock = ManualClock.at(Instant.now());
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Identities identities = new Identities(issuer(), TlsEngines.JDK, clock, new SecureRandom(), blocking);

    private UpstreamIssuer issuer() {
        return (role, caller, key) -> {
            asked.incrementAndGet();
            if (away.get()) {
                throw new IllegalStateException("the authority is away");
            }
            return List.of(CLIENTS.sign(
                    Wish.person(role)
                            .subject("CN=" + role + ",OU=" + caller + ",O=gateway")
                            .valid(Duration.ofHours(-2), Duration.ofHours(12)),
                    key,
                    clock.instant()));
        };
    }

    @AfterEach
    void close() {
        identities.close();
        blocking.close();
    }

    @Test
    void manyWhoWantTheSameAskOnce() throws Exception {
        Callable<Identity> want = () -> identities.of("app", "alice");
        List<Future<Identity>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(blocking.submit(want));
        }
        for (Future<Identity> one : all) {
            assertThat(one.get()).isSameAs(identities.of("app", "alice"));
        }
        assertThat(asked).hasValue(1);
        assertThat(identities.of("app", "bob")).isNotSameAs(identities.of("app", "alice"));
        assertThat(identities.of("reader", "alice")).isNotSameAs(identities.of("app", "alice"));
        assertThat(asked).hasValue(3);
        assertThat(identities.report()).hasSize(3);
    }

    @Test
    void aPersonAndAWorkloadOfOneNameHaveTwo() throws Exception {
        assertThat(identities.of("app", "user:spiffe://x/y"))
                .isNotSameAs(identities.of("app", "workload:spiffe://x/y"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatHasExpiredGoesWhenOneIsAdded() throws Exception {
        for (int i = 0; i < 20; i++) {
            identities.of("app", "user:p" + i);
        }
        clock.advance(Duration.ofHours(13));
        Identity late = identities.of("app", "user:late");
        assertThat(identities.report()).extracting(UpstreamCertificate::caller).containsExactly("user:late");
        assertThat(identities.of("app", "user:late")).isSameAs(late);
    }

    @Test
    void aboveTheBoundTheOneThatExpiresFirstGoes() throws Exception {
        Identities few = new Identities(issuer(), TlsEngines.JDK, clock, new SecureRandom(), blocking, 3);
        for (String caller : List.of("a", "b", "c", "d", "e")) {
            few.of("app", caller);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(few.report()).extracting(UpstreamCertificate::caller).containsExactlyInAnyOrder("c", "d", "e");
        few.close();
    }

    @Test
    void ofManyServersAnchorsTheLastUsedHaveATlsContext() throws Exception {
        Identity identity = identities.of("app", "user:alice");
        for (int i = 0; i < 20; i++) {
            List<X509Certificate> anchors = List.of(new TestAuthority("servers " + i).root());
            identity.newHandler(UnpooledByteBufAllocator.DEFAULT, new HostPort("localhost", 1), anchors, blocking);
        }
        assertThat(identity.contexts()).isEqualTo(8);
    }

    @Test
    void theTlsContextIsMadeBeforeAnEventLoopNeedsIt() throws Exception {
        Identity identity = identities.of("app", "user:alice");
        List<X509Certificate> anchors = List.of(CLIENTS.root());
        identity.prepare(anchors);
        identity.prepare(anchors);
        assertThat(identity.contexts()).isEqualTo(1);
        identity.newHandler(UnpooledByteBufAllocator.DEFAULT, new HostPort("localhost", 1), anchors, blocking);
        assertThat(identity.contexts()).isEqualTo(1);
    }

    /** What runs beside runs at once, so that it is over when whoever started it goes on. */
    private Identities oneAfterTheOther(InstantSource time) {
        return new Identities(issuer(), TlsEngines.JDK, time, new SecureRandom(), Runnable::run);
    }

    @Test
    void withTwoHoursLeftANewOneIsFetchedWhileTheOldServes() throws Exception {
        Identities renewed = oneAfterTheOther(clock);
        Identity first = renewed.of("app", "alice");
        clock.set(first.notAfter().minus(Duration.ofHours(2)));
        assertThat(renewed.of("app", "alice")).isSameAs(first);
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(renewed.of("app", "alice")).isSameAs(first);
        assertThat(asked).hasValue(2);
        assertThat(first.replaced()).isTrue();
        Identity second = renewed.of("app", "alice");
        assertThat(second).isNotSameAs(first);
        assertThat(second.replaced()).isFalse();
        assertThat(asked).hasValue(2);
        renewed.close();
    }

    /** Somebody looks at a certificate, others renew it, and only then the first one finds that it ages. */
    @Test
    void whatOthersRenewedMeanwhileIsNotRenewedAgain() throws Exception {
        Deque<Callable<Identity>> meanwhile = new ArrayDeque<>();
        Identities renewed = oneAfterTheOther(() -> {
            Callable<Identity> next = meanwhile.poll();
            if (next != null) {
                try {
                    next.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return clock.instant();
        });
        Identity first = renewed.of("app", "alice");
        clock.set(first.notAfter().minus(Duration.ofHours(1)));
        meanwhile.add(() -> renewed.of("app", "alice"));
        renewed.of("app", "alice");
        assertThat(meanwhile).isEmpty();
        assertThat(asked).hasValue(2);
        renewed.close();
    }

    @Test
    void anAuthorityThatIsAwayDoesNotStopTheDataPathUntilTheLastOneExpires() throws Exception {
        Identity first = identities.of("app", "alice");
        away.set(true);
        clock.advance(Duration.ofHours(11));
        assertThat(identities.of("app", "alice")).isSameAs(first);
        Eventually.until(Duration.ofSeconds(10), "the renewal was tried", () -> asked.get() >= 2);
        assertThat(identities.of("app", "alice")).isSameAs(first);
        clock.advance(Duration.ofMinutes(61));
        assertThatThrownBy(() -> identities.of("app", "alice"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.first().code()).isEqualTo(GatewayCode.NO_UPSTREAM_CERTIFICATE));
        away.set(false);
        assertThat(identities.of("app", "alice")).isNotSameAs(first);
    }
}
