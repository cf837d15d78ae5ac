package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualContents;
import dev.postern.provision.observe.ActualContents.ActualFunction;
import dev.postern.provision.observe.ActualContents.ActualSchema;
import dev.postern.provision.observe.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code postern.identity()}: the OU of the certificate that the session logged in with, or null. From 16 on it is read
 * from {@code SYSTEM_USER}, before that from the certificate through sslinfo; neither can be set by a client. Schema and
 * function belong to the administrator, so that nobody who works in the database can replace them.
 */
final class IdentityFunction {
    private static final String SCHEMA = "postern";
    private static final List<String> SETTINGS = List.of("search_path=pg_catalog, pg_temp");
    /** One, in a regular expression in an {@code E''} string. */
    private static final String BACKSLASH = "\\".repeat(4);

    /**
     * {@code SYSTEM_USER} is {@code cert:} and the subject as RFC 2253 text, in which only an unescaped comma or plus
     * ends an attribute. Every backslash is in an {@code E''} string, whose meaning no setting of the caller changes.
     */
    private static final String UNITS_OF_SYSTEM_USER = """
            SELECT substr(part[1], 4) AS escaped
                FROM regexp_matches(
                       CASE WHEN starts_with(system_user, 'cert:') THEN substr(system_user, 6) END,
                       E'(?:^|[,+])((?:[^BBB,+]|BBB.)*)', 'g') AS part
               WHERE starts_with(part[1], 'OU=')""".replace("BBB", BACKSLASH);

    /** sslinfo answers with the first OU, escaped in the same way. */
    private static final String UNIT_OF_CERTIFICATE = "SELECT SCHEMA.ssl_client_dn_field('OU') AS escaped";

    /** There must be exactly one OU, given as text; {@code #} is how RFC 2253 begins what is not. */
    private static final String CALLER = """

            WITH unit AS (
              UNITS
            )
            SELECT convert_from(string_agg(
                     CASE WHEN token[1] ~ E'^BBB[0-9A-F]{2}$' THEN decode(substr(token[1], 2), 'hex')
                          WHEN token[1] ~ E'^BBB' THEN convert_to(substr(token[1], 2), 'UTF8')
                          ELSE convert_to(token[1], 'UTF8') END,
                     ''::bytea ORDER BY position), 'UTF8')
              FROM unit
             CROSS JOIN LATERAL regexp_matches(escaped, E'BBB[0-9A-F]{2}|BBB.|[^BBB]', 'g')
                   WITH ORDINALITY AS each (token, position)
             WHERE (SELECT count(*) FROM unit) = 1 AND left(escaped, 1) <> '#'
            """.replace("BBB", BACKSLASH);

    private final Draft draft;
    private final DesiredDatabase database;
    private final Actual actual;
    private final ActualContents contents;
    private final Set<String> callers = new TreeSet<>();
    /** Whoever works in the database. */
    private final Set<String> insiders = new TreeSet<>();

    IdentityFunction(Draft draft, DesiredDatabase database, Actual actual, ActualContents contents) {
        this.draft = draft;
        this.database = database;
        this.actual = actual;
        this.contents = contents;
        callers.addAll(database.holders());
        insiders.addAll(database.roles());
    }

    /** @param callers whether it matters that it cannot be had */
    void plan(boolean callers) {
        if (!systemUser() && !readable()) {
            if (!callers) {
                return;
            }
            draft.warning(
                    "postern.identity() cannot be had in " + database.name() + ": PostgreSQL " + actual.major()
                            + " needs the extension " + Actual.IDENTITY_EXTENSION + " for it, which "
                            + (actual.extensions().containsKey(Actual.IDENTITY_EXTENSION)
                                    ? "only a superuser can install"
                                    : "is not there"),
                    "have a superuser run there: CREATE SCHEMA IF NOT EXISTS postern AUTHORIZATION "
                            + identifier(actual.admin().name())
                            + "; CREATE EXTENSION sslinfo SCHEMA postern; or upgrade to 16");
            return;
        }
        List<String> sql = new ArrayList<>();
        schema(sql);
        if (!systemUser() && !contents.extensions().containsKey(Actual.IDENTITY_EXTENSION)) {
            sql.add("CREATE EXTENSION IF NOT EXISTS sslinfo SCHEMA postern");
        }
        function(sql);
        draft.inside(database.name(), "postern.identity(), which names the caller, in " + database.name(), sql);
    }

    private boolean systemUser() {
        return actual.major() >= 16;
    }

    private boolean readable() {
        return contents.extensions().containsKey(Actual.IDENTITY_EXTENSION)
                || (actual.admin().superuser() && actual.extensions().containsKey(Actual.IDENTITY_EXTENSION));
    }

    private void schema(List<String> sql) {
        Optional<ActualSchema> seen = Optional.ofNullable(contents.schemas().get(SCHEMA));
        if (seen.isEmpty()) {
            sql.add("CREATE SCHEMA postern");
        }
        Grants grants = seen.map(ActualSchema::grants).orElse(Grants.NONE);
        if (seen.isPresent() && !ours(seen.get().owner(), seen.get().ownerIsSuperuser())) {
            sql.add("ALTER SCHEMA postern OWNER TO CURRENT_USER");
            grants = grants.withoutOwner(seen.get().owner());
        }
        privileges(grants, sql);
    }

    private void privileges(Grants grants, List<String> sql) {
        if (!grants.of(Grants.PUBLIC).isEmpty()) {
            sql.add("REVOKE ALL ON SCHEMA postern FROM PUBLIC");
        }
        List<String> creating = insiders.stream()
                .filter(role -> grants.of(role).contains("CREATE")
                        && !role.equals(actual.admin().name()))
                .toList();
        if (!creating.isEmpty()) {
            sql.add("REVOKE CREATE ON SCHEMA postern FROM " + Missing.names(creating));
        }
        List<String> lacking = callers.stream()
                .filter(role -> !grants.of(role).contains("USAGE"))
                .toList();
        if (!lacking.isEmpty()) {
            sql.add("GRANT USAGE ON SCHEMA postern TO " + Missing.names(lacking));
        }
    }

    private void function(List<String> sql) {
        Optional<ActualFunction> seen = contents.identity();
        boolean foreign =
                seen.isPresent() && !ours(seen.get().owner(), seen.get().ownerIsSuperuser());
        if (foreign) {
            sql.add("ALTER FUNCTION postern.identity() OWNER TO CURRENT_USER");
        }
        if (seen.isPresent() && !seen.get().returns().equals("text")) {
            sql.add("DROP FUNCTION postern.identity()");
            seen = Optional.empty();
        }
        if (seen.isEmpty() || !asWanted(seen.get())) {
            sql.add(definition());
        }
        if (seen.isEmpty() || !seen.get().grants().of(Grants.PUBLIC).isEmpty()) {
            sql.add("REVOKE ALL ON FUNCTION postern.identity() FROM PUBLIC");
        }
        Grants grants = seen.map(
                        function -> foreign ? function.grants().withoutOwner(function.owner()) : function.grants())
                .orElse(Grants.NONE);
        List<String> lacking = callers.stream()
                .filter(role -> !grants.of(role).contains("EXECUTE"))
                .toList();
        if (!lacking.isEmpty()) {
            sql.add("GRANT EXECUTE ON FUNCTION postern.identity() TO " + Missing.names(lacking));
        }
    }

    private boolean asWanted(ActualFunction seen) {
        return seen.language().equals("sql")
                && seen.volatility().equals("s")
                && seen.securityDefiner() == !systemUser()
                && seen.settings().equals(SETTINGS)
                && seen.source().equals(body());
    }

    private String definition() {
        return "CREATE OR REPLACE FUNCTION postern.identity() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED"
                + (systemUser() ? "" : " SECURITY DEFINER")
                + " SET search_path = pg_catalog, pg_temp AS $identity$" + body() + "$identity$";
    }

    private String body() {
        String schema = contents.extensions().getOrDefault(Actual.IDENTITY_EXTENSION, SCHEMA);
        return CALLER.replace(
                "UNITS",
                systemUser() ? UNITS_OF_SYSTEM_USER : UNIT_OF_CERTIFICATE.replace("SCHEMA", identifier(schema)));
    }

    // a superuser could replace it anyway; whoever else owns it must not be one that the database's roles can become
    private boolean ours(String owner, boolean superuser) {
        return owner.equals(actual.admin().name()) || (superuser && !insiders.contains(owner));
    }
}
