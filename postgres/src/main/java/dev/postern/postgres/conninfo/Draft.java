package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.kernel.settings.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as they are read, with all problems. */
final class Draft {
    private final Map<String, String> values = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param where for example {@code the URI, at character 12}
     */
    void take(String keyword, String value, String where) {
        if (Keyword.named(keyword).isPresent()) {
            values.put(keyword, value);
        } else {
            problems.add(unknown(keyword, where));
        }
    }

    void put(String keyword, String value) {
        values.put(keyword, value);
    }

    /** Ends the reading: what comes after it has no meaning. */
    ConninfoException syntax(String what, String fix) {
        problems.add(Problem.of(ConninfoCode.SYNTAX, what, fix));
        return new ConninfoException(problems);
    }

    // after a secret any word may be a part of it that was not quoted
    private Problem unknown(String keyword, String where) {
        boolean showable = keyword.matches("[A-Za-z_]{1,40}")
                && values.keySet().stream()
                        .noneMatch(name -> Keyword.named(name).orElseThrow().secret());
        return Problem.of(
                ConninfoCode.UNKNOWN_KEYWORD,
                where + " has " + (showable ? "the keyword " + keyword : "a keyword") + " that libpq does not know"
                        + Suggestion.phrase(
                                keyword.length() > 40 ? "" : keyword,
                                Keyword.all().stream().map(Keyword::name).toList()),
                "use a keyword of libpq, in lower case; quote values that have spaces");
    }

    Conninfo finish() {
        if (!problems.isEmpty()) {
            throw new ConninfoException(problems);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (Keyword keyword : Keyword.all()) {
            String value = values.get(keyword.name());
            if (value != null && keyword.secret()) {
                secrets.put(keyword.name(), Secret.ofText(value));
            } else if (value != null) {
                settings.put(keyword.name(), value);
            }
        }
        return new Conninfo(Collections.unmodifiableMap(settings), Collections.unmodifiableMap(secrets));
    }
}
