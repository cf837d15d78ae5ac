package dev.postern.model;

import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.TextShape;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The grammars of PostgreSQL's settings and schemas. */
final class Settings {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?");
    /** As whom a session acts is decided by its profile. */
    private static final Set<String> OURS = Set.of("role", "session_authorization");

    static final TextShape<String> SCHEMA = TextShape.of("schema name", "", Settings::schema);

    private Settings() {}

    static Outcome<String> name(String text) {
        if (!NAME.matcher(text).matches()) {
            return Outcome.bad(
                    "is not the name of a setting", "write it as PostgreSQL does, in lower case: statement_timeout");
        }
        return OURS.contains(text.toLowerCase(Locale.ROOT))
                ? Outcome.bad("is set by the profile", "remove it")
                : Outcome.good(text);
    }

    static Outcome<String> schema(String text) {
        return text.startsWith("pg_") || text.equals("information_schema") || text.equals("postern")
                ? Outcome.bad("is reserved", "choose a name that is not pg_…, information_schema or postern")
                : Names.identifier(text);
    }
}
