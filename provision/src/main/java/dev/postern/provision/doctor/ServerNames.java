package dev.postern.provision.doctor;

import dev.postern.pki.x509.CertificateNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a server's certificate is for the host that was asked for, as libpq has it: subject alternative names first, the
 * common name only where there are none.
 */
final class ServerNames {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private ServerNames() {}

    /** How the host and the certificate agree. */
    enum Match {
        ALTERNATIVE_NAME,
        /** libpq and pgjdbc take it, Go and Python do not. */
        COMMON_NAME_ONLY,
        NONE
    }

    static Match of(String host, CertificateNames names) {
        if (isAddress(host)) {
            return names.addresses().contains(host)
                    ? Match.ALTERNATIVE_NAME
                    : names.addresses().isEmpty() && names.dnsNames().isEmpty() && common(host, names)
                            ? Match.COMMON_NAME_ONLY
                            : Match.NONE;
        }
        if (names.dnsNames().stream().anyMatch(name -> matches(host, name))) {
            return Match.ALTERNATIVE_NAME;
        }
        return names.dnsNames().isEmpty() && common(host, names) ? Match.COMMON_NAME_ONLY : Match.NONE;
    }

    static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    /** Every name that the certificate is for, for people. */
    static String text(CertificateNames names) {
        List<String> alternative = java.util.stream.Stream.concat(names.dnsNames().stream(), names.addresses().stream())
                .limit(10)
                .toList();
        if (!alternative.isEmpty()) {
            return String.join(", ", alternative);
        }
        return names.commonNames().isEmpty() ? "nobody" : String.join(", ", names.commonNames()) + " (a CN only)";
    }

    private static boolean common(String host, CertificateNames names) {
        return names.commonNames().stream().anyMatch(name -> matches(host, name));
    }

    // a wildcard stands for one label, the first
    private static boolean matches(String host, String name) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String said = name.toLowerCase(Locale.ROOT);
        return said.startsWith("*.")
                ? rest(wanted).filter(said.substring(2)::equals).isPresent()
                : said.equals(wanted);
    }

    private static Optional<String> rest(String host) {
        int dot = host.indexOf('.');
        return dot < 1 ? Optional.empty() : Optional.of(host.substring(dot + 1));
    }
}
