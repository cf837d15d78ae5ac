package dev.postern.provision.consumer;

import dev.postern.kernel.settings.Suggestion;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** All consumers that there are. */
public final class Consumers {
    private static final List<Consumer> ALL = List.of(
            new Libpq(), new Jdbc(), new Pgx(), new FlightControl(), new Spire(), new Teleport(), new ServiceBinding());

    private Consumers() {}

    /** @throws ProvisionException if nobody knows this kind */
    public static Contract contract(String consumer, Access access) {
        Consumer kind = named(access.binding(), consumer);
        Draft draft = new Draft(access);
        SslRules.check(kind, access, draft);
        AccessLines.check(access, draft);
        kind.write(access, draft);
        return draft.finish();
    }

    /** Options that name PEM files; what is in them belongs into {@link Access#authorities}. */
    public static Set<String> authorityOptions(String binding, String consumer) {
        return named(binding, consumer).authorityOptions();
    }

    /** The purpose whose certificate is shown for another one. */
    public static String certificateOf(String consumer, Access access, String purpose) {
        return named(access.binding(), consumer).certificateOf(access, purpose);
    }

    /** Purposes that need a client certificate and key of their own. */
    public static SortedSet<String> certificates(String consumer, Access access) {
        Consumer kind = named(access.binding(), consumer);
        SortedSet<String> purposes = new TreeSet<>();
        if (access.auth().usesCertificate() && kind.takesCertificates()) {
            access.logins().keySet().forEach(purpose -> purposes.add(kind.certificateOf(access, purpose)));
        }
        return purposes;
    }

    /** Who reads its settings. */
    public static Driver driver(String binding, String consumer) {
        return named(binding, consumer).driver();
    }

    /** Whether a password that is nowhere may be made for it. */
    public static boolean makesPasswords(String binding, String consumer, Map<String, String> options) {
        return named(binding, consumer).makesPasswords(options);
    }

    static List<String> names() {
        return ALL.stream().map(Consumer::name).toList();
    }

    private static Consumer named(String binding, String name) {
        return ALL.stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        "Binding " + binding + " has the consumer " + name + ", which this build does not know"
                                + Suggestion.phrase(name, names()),
                        "use one of: " + String.join(", ", names())));
    }
}
