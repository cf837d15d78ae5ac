package dev.postern.provision.consumer;

import dev.postern.model.Binding;
import dev.postern.model.SslMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The lines of {@code pg_hba.conf} and {@code pg_ident.conf} that admit the roles of one Binding, and nobody else: TLS
 * only (without TLS only where {@code sslmode: disable} is declared), the database and the roles by name, one line for
 * each address.
 *
 * @param hba belong above every line that would catch the same logins
 * @param ident one for each role that shows a certificate of another name
 * @param encryptedOnly belong below {@code hba} where a line of somebody else's would admit the same logins without TLS
 */
public record AccessLines(List<String> hba, List<String> ident, List<String> encryptedOnly) {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_-]*");
    private static final Set<String> KEYWORDS = Set.of("all", "sameuser", "samerole", "samegroup", "replication");
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.][A-Za-z0-9.:_-]*(/[0-9]{1,3})?|::[A-Fa-f0-9.:]*(/[0-9]{1,3})?");

    public AccessLines {
        hba = List.copyOf(hba);
        ident = List.copyOf(ident);
        encryptedOnly = List.copyOf(encryptedOnly);
    }

    /** @param names common names of given certificates by purpose; one that is issued has its role's name */
    public static AccessLines of(String consumer, Access access, Map<String, String> names) {
        boolean alternates = access.auth().usesPassword() && access.rotation() == Binding.Rotation.ALTERNATE;
        Set<String> roles = new LinkedHashSet<>();
        Set<String> ident = new LinkedHashSet<>();
        boolean mapped = false;
        for (Map.Entry<String, Login> login : access.logins().entrySet()) {
            String role = login.getValue().role();
            String name = shown(consumer, access, names, login.getKey());
            roles.add((alternates ? "+" : "") + quoted(role));
            ident.add(quoted(access.binding()) + " " + quoted(name) + " " + quoted(role));
            mapped |= access.auth() == Binding.Auth.CERT && !name.equals(role);
        }
        String method = switch (access.auth()) {
            case CERT -> mapped ? "cert map=" + quoted(access.binding()) : "cert";
            case SCRAM_SHA_256 -> "scram-sha-256";
            case SCRAM_CLIENTCERT -> "scram-sha-256 clientcert=verify-ca";
        };
        boolean plain = access.sslmode() == SslMode.DISABLE;
        String whom = quoted(access.endpoint().database()) + " " + String.join(",", roles) + " ";
        return new AccessLines(
                lines(access, (plain ? "hostnossl " : "hostssl ") + whom, method),
                mapped ? List.copyOf(ident) : List.of(),
                plain ? List.of() : lines(access, "hostnossl " + whom, "reject"));
    }

    private static List<String> lines(Access access, String whom, String method) {
        return addresses(access).stream()
                .map(address -> whom + address + " " + method)
                .toList();
    }

    /** The common name that is shown for a purpose. */
    private static String shown(String consumer, Access access, Map<String, String> names, String purpose) {
        String holder = Consumers.certificateOf(consumer, access, purpose);
        Login issued = access.logins().get(holder);
        String given = names.get(holder);
        return given != null ? given : issued == null ? holder : issued.role();
    }

    static List<String> addresses(Access access) {
        return List.of(access.option("address", "all").split("\\s*,\\s*"));
    }

    static void check(Access access, Draft draft) {
        for (String address : addresses(access)) {
            if (!ADDRESS.matcher(address).matches()) {
                draft.blocking(
                        "options.address has \"" + address + "\", which pg_hba.conf does not take for an address",
                        "write a network such as 10.0.0.0/8, a host name, samenet or all");
            }
        }
        access.logins().values().stream()
                .map(Login::role)
                .filter(role -> role.startsWith("/"))
                .forEach(role -> draft.blocking(
                        "PostgreSQL 16 takes the role " + role + " for a regular expression in its rules files",
                        "choose a name that does not begin with a slash"));
        if (access.endpoint().database().startsWith("/")) {
            draft.blocking(
                    "PostgreSQL 16 takes the database " + access.endpoint().database()
                            + " for a regular expression in its rules files",
                    "choose a name that does not begin with a slash");
        }
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() && !KEYWORDS.contains(name)
                ? name
                : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** For both files, with words on where they belong. */
    public String text() {
        StringBuilder text = new StringBuilder("# pg_hba.conf, above every line that would catch the same logins\n");
        hba.forEach(line -> text.append(line).append('\n'));
        if (!ident.isEmpty()) {
            text.append("# pg_ident.conf\n");
            ident.forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }
}
