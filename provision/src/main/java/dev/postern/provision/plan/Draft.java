package dev.postern.provision.plan;

import dev.postern.provision.plan.Finding.Severity;
import dev.postern.provision.plan.Step.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan in the making. */
final class Draft {
    private static final int NAMED = 3;

    private final List<Step> steps = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** For titles, which people read: the statements have all of them. */
    static String some(List<String> names) {
        return names.size() <= NAMED + 1
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }

    /** On the whole server; nothing if there are no statements. */
    void onServer(String title, String... sql) {
        onServer(title, List.of(sql));
    }

    void onServer(String title, List<String> sql) {
        if (!sql.isEmpty()) {
            steps.add(new Step(title, Side.SERVER, Optional.empty(), sql, true, false));
        }
    }

    /** @param sql has a verifier */
    void password(String role, String sql) {
        steps.add(new Step(
                "set the password of " + role,
                Side.SERVER,
                Optional.empty(),
                List.of(sql),
                true,
                false,
                Optional.of(role)));
    }

    /** On the whole server, in no transaction. */
    void alone(String title, String sql) {
        steps.add(new Step(title, Side.SERVER, Optional.empty(), List.of(sql), false, false));
    }

    /** Inside a database; nothing if there are no statements. */
    void inside(String database, String title, List<String> sql) {
        if (!sql.isEmpty()) {
            steps.add(new Step(title, Side.SERVER, Optional.of(database), sql, true, false));
        }
    }

    /** On the whole server, for good; nothing if there are no statements. */
    void destroy(String title, List<String> sql) {
        steps.add(new Step(title, Side.SERVER, Optional.empty(), sql, true, true));
    }

    /** On the whole server, for good, in no transaction. */
    void destroyAlone(String title, String sql) {
        steps.add(new Step(title, Side.SERVER, Optional.empty(), List.of(sql), false, true));
    }

    /** Inside a database, for good. */
    void destroyInside(String database, String title, List<String> sql) {
        steps.add(new Step(title, Side.SERVER, Optional.of(database), sql, true, true));
    }

    void blocking(String what, String fix) {
        findings.add(new Finding(Severity.BLOCKING, what, fix));
    }

    void warning(String what, String fix) {
        findings.add(new Finding(Severity.WARNING, what, fix));
    }

    boolean changes() {
        return !steps.isEmpty();
    }

    Plan plan() {
        return new Plan(steps, findings);
    }
}
