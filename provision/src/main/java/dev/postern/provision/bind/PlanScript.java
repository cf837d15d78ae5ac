package dev.postern.provision.bind;

import dev.postern.api.PlanAnswer;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.observe.ActualDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The server part of a plan as a script for psql. It needs nothing but a connection to the administrator's database, sets
 * what the statements rely on, and stops at the first error when it is called with {@code ON_ERROR_STOP}. One of several
 * clusters is for several servers: each part runs only where psql is told that it is there, by {@code -v cluster=NAME}.
 */
final class PlanScript {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final String ADMIN = "postern_admin_database";
    private static final String MARKED = " CONNECTION LIMIT " + ActualDatabase.OUR_MARK;
    private static final String HERE = "postern_here";

    private final StringBuilder text = new StringBuilder();
    private String database = "";
    private boolean open;

    private PlanScript() {}

    /** Of all clusters that would be changed. */
    static String of(PlanAnswer plan) {
        Map<String, List<PlanAnswer.Step>> clusters = byCluster(plan);
        PlanScript script = new PlanScript();
        if (clusters.size() <= 1) {
            clusters.forEach(script::whole);
            return clusters.isEmpty() ? empty("") : script.ended();
        }
        String names = String.join(", ", clusters.keySet());
        script.line("-- Clusters " + comment(names) + ": run it on the server of each, with its name:");
        script.line("-- psql -v ON_ERROR_STOP=1 -v cluster=NAME -f FILE");
        script.line("\\if :{?cluster}");
        script.line("\\else");
        script.line("  \\set cluster ''");
        script.line("\\endif");
        script.line("SELECT :'cluster' IN ("
                + clusters.keySet().stream().map(Quote::literal).collect(Collectors.joining(", ")) + ") AS " + HERE
                + " \\gset");
        script.line("\\if :" + HERE);
        script.line("\\else");
        script.line(
                "  DO LANGUAGE plpgsql $$ BEGIN RAISE EXCEPTION 'say which server this is: psql -v cluster=NAME'; END $$;");
        script.line("\\endif");
        clusters.forEach((cluster, steps) -> {
            script.line("");
            script.line("SELECT :'cluster' = " + Quote.literal(cluster) + " AS " + HERE + " \\gset");
            script.line("\\if :" + HERE);
            script.whole(cluster, steps);
            script.line("\\endif");
        });
        return script.ended();
    }

    /** Of one cluster. */
    static String of(PlanAnswer plan, String cluster) {
        List<PlanAnswer.Step> steps = byCluster(plan).getOrDefault(cluster, List.of());
        if (steps.isEmpty()) {
            return empty(" on Cluster " + comment(cluster));
        }
        PlanScript script = new PlanScript();
        script.whole(cluster, steps);
        return script.ended();
    }

    private static Map<String, List<PlanAnswer.Step>> byCluster(PlanAnswer plan) {
        return plan.steps().stream()
                .filter(step -> step.side().equals(PlanAnswer.SERVER))
                .collect(Collectors.groupingBy(PlanAnswer.Step::cluster, LinkedHashMap::new, Collectors.toList()));
    }

    private static String empty(String where) {
        return "-- Nothing to do" + where + ".";
    }

    private void whole(String cluster, List<PlanAnswer.Step> steps) {
        line("-- " + steps.size() + (steps.size() == 1 ? " step" : " steps") + " on Cluster " + comment(cluster)
                + ". Run as the administrator: psql -v ON_ERROR_STOP=1 -f FILE");
        line("\\set " + ADMIN + " :DBNAME");
        session();
        database = "";
        steps.forEach(this::step);
        commit();
    }

    private String ended() {
        return text.toString().stripTrailing();
    }

    // what ends a line would end the comment
    private static String comment(String words) {
        return words.replaceAll("\\p{Cntrl}+", " ");
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
        line("-- " + comment(step.sentence()) + (step.destructive() ? " (destroys)" : ""));
        if (step.sql().stream().anyMatch(sql -> sql.endsWith(MARKED))) {
            line(
                    "-- the limit limits nothing: it marks the database as made by Postern, which is why PUBLIC gets nothing in it");
        }
        step.sql().forEach(sql -> line(sql.startsWith("\\") || sql.startsWith("--") ? sql : sql + ";"));
    }

    private void connect(String to) {
        database = to;
        line("");
        line("\\connect " + (to.isEmpty() ? ":" + ADMIN : name(to)));
        session();
    }

    // as pg_dump does: a name with an equals sign would be taken for a connection string, and psql takes double quotes
    // away inside of single ones
    private static String name(String to) {
        if (PLAIN.matcher(to).matches()) {
            return to;
        }
        String value = "dbname='" + to.replace("\\", "\\\\").replace("'", "\\'") + "'";
        return "-reuse-previous=on \"" + value.replace("\"", "\"\"") + "\"";
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
