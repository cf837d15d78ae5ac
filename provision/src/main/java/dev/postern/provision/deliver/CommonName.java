package dev.postern.provision.deliver;

import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateNames;
import dev.postern.provision.consumer.Consumers;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What PostgreSQL compares with the role: the first common name of a client certificate. */
final class CommonName {
    private CommonName() {}

    static String of(X509Certificate leaf, String otherwise) {
        List<String> names = CertificateNames.of(leaf).commonNames();
        return names.isEmpty() || mapsMore(names.getFirst()) ? otherwise : names.getFirst();
    }

    /** Whether a line of {@code pg_ident.conf} with it would mean more than this name, or be two lines. */
    private static boolean mapsMore(String name) {
        return name.startsWith("/") || name.codePoints().anyMatch(Character::isISOControl);
    }

    /** Why nobody could log in with it; only {@code cert} looks at the name, and one that serves several roles is mapped. */
    static Optional<String> misfit(Order order, String purpose, X509Certificate leaf) {
        List<String> names = CertificateNames.of(leaf).commonNames();
        if (order.binding().auth() != Binding.Auth.CERT) {
            return Optional.empty();
        }
        if (names.size() != 1) {
            return Optional.of("it has " + names.size() + " common names instead of one");
        }
        if (mapsMore(names.getFirst())) {
            return Optional.of(
                    "its common name begins with a slash or has control characters, which pg_ident.conf takes for a"
                            + " pattern or for several lines");
        }
        long served = order.logins().keySet().stream()
                .filter(each -> Consumers.certificateOf(order.binding().consumer(), order.access(), each)
                        .equals(purpose))
                .count();
        String role = order.role(purpose);
        return served > 1 || names.getFirst().equals(role)
                ? Optional.empty()
                : Optional.of("it is for the role " + names.getFirst() + ", not for " + role);
    }
}
