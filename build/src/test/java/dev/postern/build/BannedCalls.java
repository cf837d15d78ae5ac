package dev.postern.build;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Calls that would take time, chance or the end of the process from the outside instead of as an argument. */
final class BannedCalls {
    /** @param fix what to do instead */
    private record Ban(String owner, Predicate<String> name, String fix) {}

    private static final String CLOCK = "take an InstantSource in the constructor";
    private static final String CHANCE = "take the random source in the constructor";
    private static final String PAUSE = "wait for what is to happen, with a deadline";
    private static final String END = "throw, or return an exit code; only a composition root ends the process";

    private static final List<Ban> BANS = List.of(
            new Ban("java.time.Instant", "now"::equals, CLOCK),
            new Ban("java.time.LocalDate", "now"::equals, CLOCK),
            new Ban("java.time.LocalDateTime", "now"::equals, CLOCK),
            new Ban("java.time.OffsetDateTime", "now"::equals, CLOCK),
            new Ban("java.time.ZonedDateTime", "now"::equals, CLOCK),
            new Ban("java.time.Clock", name -> name.startsWith("system"), CLOCK),
            new Ban("java.time.InstantSource", "system"::equals, CLOCK),
            new Ban("java.lang.System", "currentTimeMillis"::equals, CLOCK),
            new Ban("java.util.Random", "<init>"::equals, CHANCE),
            new Ban("java.security.SecureRandom", "<init>"::equals, CHANCE),
            new Ban("java.security.SecureRandom", "getInstanceStrong"::equals, CHANCE),
            new Ban("java.lang.Math", "random"::equals, CHANCE),
            new Ban("java.util.concurrent.ThreadLocalRandom", "current"::equals, CHANCE),
            new Ban("java.util.UUID", "randomUUID"::equals, CHANCE),
            new Ban("java.lang.Thread", "sleep"::equals, PAUSE),
            new Ban("java.util.concurrent.TimeUnit", "sleep"::equals, PAUSE),
            new Ban("java.lang.System", "exit"::equals, END),
            new Ban("java.lang.Runtime", "exit"::equals, END),
            new Ban("java.lang.Runtime", "halt"::equals, END),
            new Ban("javax.net.ssl.SSLContext", "getDefault"::equals, "build the context from its own anchors"),
            new Ban("javax.net.ssl.SSLContext", "setDefault"::equals, "pass the context to whoever needs it"));

    /** Composition roots, and what is never shipped. */
    private static final List<String> ROOTS =
            List.of("dev.postern.cli.process.", "dev.postern.testing.", "dev.postern.bench.", "dev.postern.build.");

    private static final String MAIN = "dev.postern.cli.Main";

    private BannedCalls() {}

    /** A sentence for each banned call outside the composition roots. */
    static Set<String> violations(JavaClasses classes) {
        return violations(classes, BANS, name -> !isRoot(name));
    }

    /** In tests the clock and chance are free, waiting for a fixed time is not. */
    static Set<String> sleepsInTests(JavaClasses classes) {
        return violations(
                classes, BANS.stream().filter(ban -> ban.fix().equals(PAUSE)).toList(), name -> true);
    }

    private static Set<String> violations(JavaClasses classes, List<Ban> bans, Predicate<String> looked) {
        var found = new TreeSet<String>();
        for (JavaClass each : classes) {
            if (!looked.test(each.getName())) {
                continue;
            }
            Stream.<JavaAccess<?>>concat(
                            each.getCodeUnitCallsFromSelf().stream(), each.getCodeUnitReferencesFromSelf().stream())
                    .forEach(call -> bans.stream()
                            .filter(ban -> hits(ban, call))
                            .forEach(ban -> found.add(sentence(call, ban))));
        }
        return found;
    }

    private static boolean hits(Ban ban, JavaAccess<?> call) {
        return call.getTargetOwner().getName().equals(ban.owner())
                && ban.name().test(((HasName) call.getTarget()).getName());
    }

    private static String sentence(JavaAccess<?> call, Ban ban) {
        JavaCodeUnit origin = call.getOrigin();
        return origin.getFullName() + " (line " + call.getLineNumber() + ") calls " + ban.owner() + "."
                + call.getTarget().getName() + ": " + ban.fix();
    }

    private static boolean isRoot(String name) {
        return name.equals(MAIN)
                || name.startsWith(MAIN + "$")
                || ROOTS.stream().anyMatch(name::startsWith);
    }
}
