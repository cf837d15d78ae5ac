package dev.postern.cli.verb;

import dev.postern.api.PlanAnswer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The server part of a plan as a script for psql. It needs nothing but a connection to the administrator's database, sets
 * what the statements rely on, and stops at the first error when it is called with {@code ON_ERROR_STOP}.
 */
final class PlanScript {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final String ADMIN = "postern_admin_database";

    private final StringBuilder text = new StringBuilder();
    private String database = "";
    private boolean open;

    private PlanScript() {}

    static String of(PlanAnswer plan) {
        List<PlanAnswer.Step> steps = plan.steps().stream()
                .filter(step -> step.side().equals(PlanAnswer.SERVER))
                .toList();
        List<String> clusters =
                steps.stream().map(PlanAnswer.Step::cluster).distinct().toList();
        if (clusters.size() > 1) {
            throw new CliException(
                    CliCode.USAGE,
                    "these files change " + clusters.size() + " clusters (" + String.join(", ", clusters)
                            + "), and a script is for one server",
                    "plan them one at a time");
        }
        PlanScript script = new PlanScript();
        script.head(steps.size(), clusters);
        steps.forEach(script::step);
        script.commit();
        return script.text.toString().stripTrailing();
    }

    private void head(int steps, List<String> clusters) {
        line("-- " + steps + (steps == 1 ? " step" : " steps")
                + (clusters.isEmpty() ? "" : " on Cluster " + clusters.getFirst())
                + ". Run as the administrator: psql -v ON_ERROR_STOP=1 -f FILE");
        line("\\set " + ADMIN + " :DBNAME");
        session();
    }

    // what a step's statements rely on, whatever the database or the role has set
    private void session() {
        line("SET search_path = pg_catalog, pg_temp;");
        line("SET standard_conforming_strings = on;");
        line("SET default_transaction_read_only = off;");
    }

    private void step(PlanAnswer.Step step) {
        boolean asks = step.sql().stream().anyMatch(sql -> sql.startsWith("\\"));
        if (!step.database().equals(database)) {
            commit();
            connect(step.database());
        }
        if (!step.transactional() || asks) {
            commit();
        } else if (!open) {
            line("");
            line("BEGIN;");
            open = true;
        }
        line("");
        line("-- " + step.sentence().replaceAll("\\p{Cntrl}+", " ") + (step.destructive() ? " (destroys)" : ""));
        step.sql().forEach(sql -> line(sql.startsWith("\\") ? sql : sql + ";"));
    }

    private void connect(String to) {
        database = to;
        line("");
        line("\\connect " + (to.isEmpty() ? ":" + ADMIN : name(to)));
        session();
    }

    // a name with an equals sign would be taken for a connection string
    private static String name(String to) {
        if (PLAIN.matcher(to).matches()) {
            return to;
        }
        String value = "dbname='" + to.replace("\\", "\\\\").replace("'", "\\'") + "'";
        return "-reuse-previous=on '" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private void commit() {
        if (open) {
            line("");
            line("COMMIT;");
            open = false;
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
