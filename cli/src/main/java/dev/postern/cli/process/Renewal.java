package dev.postern.cli.process;

import dev.postern.kernel.problem.ProblemException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Renews what this process itself shows, at two thirds of its life. A renewal that fails is tried again at the next
 * round; the old certificate stays in force until then.
 */
final class Renewal {
    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    private static final long ROUND_SECONDS = 600;

    private final InstantSource clock;
    private final List<Item> items = new ArrayList<>();

    Renewal(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Item {
        private final String use;
        private final Supplier<X509Certificate> renew;
        private X509Certificate inForce;

        Item(String use, X509Certificate inForce, Supplier<X509Certificate> renew) {
            this.use = use;
            this.inForce = inForce;
            this.renew = renew;
        }
    }

    /** @param renew issues the next one, puts it in force and returns it */
    void watch(String use, X509Certificate inForce, Supplier<X509Certificate> renew) {
        items.add(new Item(use, inForce, renew));
    }

    /** Returns when the process is told to end. */
    void untilTold(Closing closing) {
        while (!closing.await(ROUND_SECONDS)) {
            round();
        }
    }

    void round() {
        for (Item item : items) {
            if (isDue(item.inForce, clock.instant())) {
                renew(item);
            }
        }
    }

    static boolean isDue(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        Duration life = Duration.between(from, until);
        return !now.isBefore(until.minus(life.dividedBy(3)));
    }

    private static void renew(Item item) {
        try {
            item.inForce = item.renew.get();
            LOG.log(
                    System.Logger.Level.INFO,
                    "event=certificate_renewed use=\"{0}\" serial={1} not_after={2}",
                    item.use,
                    item.inForce.getSerialNumber().toString(16),
                    item.inForce.getNotAfter().toInstant());
        } catch (ProblemException failure) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event=certificate_renewal_failed use=\"{0}\" not_after={1} problem=\"{2}\"",
                    item.use,
                    item.inForce.getNotAfter().toInstant(),
                    failure.first().what());
        } catch (RuntimeException defect) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event=certificate_renewal_failed use=\"" + item.use + "\" not_after="
                            + item.inForce.getNotAfter().toInstant(),
                    defect);
        }
    }
}
