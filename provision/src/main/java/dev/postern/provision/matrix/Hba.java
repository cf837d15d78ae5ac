package dev.postern.provision.matrix;

import dev.postern.provision.connect.Credential;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The server's HBA rules, as far as they concern the address that we come from. The first rule that fits decides.
 *
 * @see <a href="https://www.postgresql.org/docs/current/view-pg-hba-file-rules.html">pg_hba_file_rules</a>
 */
record Hba(List<Rule> rules) {
    private static final String QUERY = """
            SELECT type, database, user_name, auth_method, error IS NOT NULL,
                   CASE WHEN address = 'all' THEN 'yes'
                        WHEN address = 'samehost' AND pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr() THEN 'yes'
                        WHEN netmask IS NULL THEN 'unknown'
                        WHEN pg_catalog.family(address::inet) <> pg_catalog.family(pg_catalog.inet_client_addr()) THEN 'no'
                        WHEN (pg_catalog.inet_client_addr() & netmask::inet) = (address::inet & netmask::inet) THEN 'yes'
                        ELSE 'no' END
                           , coalesce(pg_catalog.array_to_string(options, ' '), '')
            FROM pg_catalog.pg_hba_file_rules""";

    enum Fits {
        YES,
        NO,
        UNKNOWN;

        Fits and(Fits other) {
            if (this == NO || other == NO) {
                return NO;
            }
            return this == YES ? other : UNKNOWN;
        }
    }

    record Rule(String type, List<String> databases, List<String> users, Fits address, String method, String options) {}

    Hba {
        rules = List.copyOf(rules);
    }

    /** Empty if they may not be read, or the file is not what is in force because it has mistakes. */
    static Optional<Hba> read(Connection admin) {
        List<Rule> rules = new ArrayList<>();
        try (PreparedStatement query = admin.prepareStatement(QUERY);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                if (row.getBoolean(5)) {
                    return Optional.empty();
                }
                rules.add(new Rule(
                        row.getString(1),
                        List.of((String[]) row.getArray(2).getArray()),
                        List.of((String[]) row.getArray(3).getArray()),
                        Fits.valueOf(row.getString(6).toUpperCase(java.util.Locale.ROOT)),
                        row.getString(4),
                        row.getString(7)));
            }
            return Optional.of(new Hba(rules));
        } catch (SQLException _) {
            return Optional.empty();
        }
    }

    /** Whether somebody who shows this, and has the right one, is let in. */
    Should decide(Catalogue.Role role, String database, boolean tls, Credential shown) {
        for (Rule rule : rules) {
            switch (fits(rule, role, database, tls)) {
                case YES -> {
                    return suffices(rule, tls, shown);
                }
                case UNKNOWN -> {
                    return Should.UNSTATED;
                }
                case NO -> {}
            }
        }
        return Should.REFUSED;
    }

    private static Should suffices(Rule rule, boolean tls, Credential shown) {
        boolean certificate = tls && Shown.certificate(shown).isPresent();
        if (rule.options().contains("clientcert=") && !rule.options().contains("clientcert=no") && !certificate) {
            return Should.REFUSED;
        }
        return switch (rule.method()) {
            case "trust" -> Should.ALLOWED;
            case "reject" -> Should.REFUSED;
            case "cert" -> Should.of(certificate);
            case "scram-sha-256", "md5", "password" ->
                Should.of(Shown.password(shown).isPresent());
            default -> Should.UNSTATED;
        };
    }

    private static Fits fits(Rule rule, Catalogue.Role role, String database, boolean tls) {
        boolean type = switch (rule.type()) {
            case "host", "hostnogssenc" -> true;
            case "hostssl" -> tls;
            case "hostnossl" -> !tls;
            default -> false;
        };
        if (!type) {
            return Fits.NO;
        }
        Fits user = any(rule.users(), name -> switch (name) {
            case "all" -> true;
            default ->
                name.startsWith("+")
                        ? role.name().equals(name.substring(1)) || role.groups().contains(name.substring(1))
                        : name.equals(role.name());
        });
        Fits base = any(rule.databases(), name -> switch (name) {
            case "all" -> true;
            case "sameuser" -> database.equals(role.name());
            case "samerole", "samegroup" ->
                database.equals(role.name()) || role.groups().contains(database);
            default -> name.equals(database);
        });
        return rule.address().and(user).and(base);
    }

    // a regular expression is PostgreSQL's own kind, which nobody else matches the same way
    private static Fits any(List<String> names, Predicate<String> matches) {
        if (names.stream().anyMatch(matches)) {
            return Fits.YES;
        }
        return names.stream().anyMatch(name -> name.startsWith("/")) ? Fits.UNKNOWN : Fits.NO;
    }
}
