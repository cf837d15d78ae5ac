package dev.postern.model;

import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.TextShape;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;

/** The grammars of names: of resources and labels (ours), of databases, roles and extensions (PostgreSQL's). */
final class Names {
    private static final int NAME_BYTES = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_./]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Set<String> NO_ROLES = Set.of("public", "none");
    private static final Set<String> NO_DATABASES = Set.of("template0", "template1", "replication");

    static final TextShape<String> RESOURCE =
            TextShape.of("name", "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", Names::resource);
    static final TextShape<String> LABEL_TEXT = TextShape.of("text", "", Names::labelValue);
    static final TextShape<String> IDENTIFIER = TextShape.of("PostgreSQL name", "", Names::identifier);
    static final TextShape<String> ROLE = TextShape.of("role name", "", Names::role);
    /** A role that is joined: PostgreSQL's own may be, such as {@code pg_monitor}. */
    static final TextShape<String> GROUP = TextShape.of("role name", "", Names::group);

    static final TextShape<String> DATABASE = TextShape.of("database name", "", Names::database);

    private Names() {}

    static Outcome<String> resource(String text) {
        return LABEL.matcher(text).matches()
                ? Outcome.good(text)
                : Outcome.bad(
                        "is not a name",
                        "use lower-case letters, digits and hyphens, not at either end, at most 63 characters");
    }

    static Outcome<String> labelKey(String text) {
        return LABEL_KEY.matcher(text).matches()
                ? Outcome.good(text)
                : Outcome.bad("is not a label's key", "use letters, digits, - _ . /, at most 63 characters");
    }

    static Outcome<String> labelValue(String text) {
        return LABEL_VALUE.matcher(text).matches()
                ? Outcome.good(text)
                : Outcome.bad("is not a label's value", "use letters, digits, - _ ., at most 63 characters");
    }

    /** A label's value, or {@code *} for any. */
    static Outcome<String> labelPattern(String text) {
        return text.equals("*") ? Outcome.good(text) : labelValue(text);
    }

    /** What PostgreSQL can hold as a name without changing it. Quotes, dots, spaces and any letters are allowed. */
    static Outcome<String> identifier(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > NAME_BYTES) {
            return Outcome.bad(
                    "has " + bytes + " bytes, PostgreSQL's names have 1 to " + NAME_BYTES, "choose a shorter name");
        }
        if (text.codePoints().anyMatch(Problems::isInvisible)) {
            return Outcome.bad("has a character that cannot be seen", "use visible characters only");
        }
        // PostgreSQL compares bytes: the same letters composed in another way are another role
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? Outcome.good(text)
                : Outcome.bad(
                        "has letters and accents as separate characters, which look like another name",
                        "type it anew, with composed letters (Unicode's form NFC)");
    }

    static Outcome<String> role(String text) {
        if (NO_ROLES.contains(text) || text.startsWith("pg_")) {
            return Outcome.bad("is reserved by PostgreSQL", "choose a name that is not public, none or pg_…");
        }
        if (text.equals("postgres")) {
            return Outcome.bad(
                    "is the superuser by convention and is never managed or granted here", "declare a role of its own");
        }
        return text.equals("*") ? Outcome.bad("is a wildcard, not a name", "name the role") : identifier(text);
    }

    static Outcome<String> group(String text) {
        return text.startsWith("pg_") ? identifier(text) : role(text);
    }

    static Outcome<String> database(String text) {
        if (NO_DATABASES.contains(text)) {
            return Outcome.bad("has a meaning of its own in PostgreSQL", "choose another name");
        }
        return text.equals("*") ? Outcome.bad("is a wildcard, not a name", "name the database") : identifier(text);
    }
}
