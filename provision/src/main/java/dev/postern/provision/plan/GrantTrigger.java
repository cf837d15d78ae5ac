package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualContents;
import dev.postern.provision.observe.ActualContents.ActualFunction;
import dev.postern.provision.observe.ActualContents.ActualTrigger;
import dev.postern.provision.observe.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For migrations that run as somebody whose default privileges are not ours: an event trigger gives the application group
 * its rights on each table and sequence that is made, and a function gives them on all that are there. They run as a
 * superuser, with a search_path of their own, and give nothing to anybody else.
 */
final class GrantTrigger {
    static final String EACH = "grant_app_permissions";
    static final String ALL = "grant_app_permissions_on_existing_tables";
    private static final String TRIGGER = "grant_app_permissions_trigger";
    private static final Set<String> TAGS = Set.of(
            "CREATE TABLE",
            "CREATE TABLE AS",
            "SELECT INTO",
            "CREATE VIEW",
            "CREATE MATERIALIZED VIEW",
            "CREATE FOREIGN TABLE",
            "CREATE SEQUENCE");
    private static final List<String> SETTINGS = List.of("search_path=pg_catalog, pg_temp");

    private final Draft draft;
    private final DesiredDatabase database;
    private final Actual actual;
    private final ActualContents contents;

    GrantTrigger(Draft draft, DesiredDatabase database, Actual actual, ActualContents contents) {
        this.draft = draft;
        this.database = database;
        this.actual = actual;
        this.contents = contents;
    }

    void plan() {
        Optional<String> group = database.group(Profile.APPLICATION);
        if (!database.grantTrigger() || group.isEmpty()) {
            return;
        }
        if (!contents.schemas().containsKey("public")) {
            draft.blocking(
                    "the database " + database.name() + " has no schema public, in which the functions of its"
                            + " grantTrigger lie",
                    "CREATE SCHEMA public, in " + database.name() + ", or say grantTrigger: false");
            return;
        }
        List<String> sql = new ArrayList<>();
        boolean all = function(ALL, "void", all(group.get()), sql);
        boolean each = function(EACH, "event_trigger", each(group.get()), sql);
        if (each || all || !triggerAsWanted()) {
            sql.add("DROP EVENT TRIGGER IF EXISTS " + TRIGGER);
            sql.add("CREATE EVENT TRIGGER " + TRIGGER + " ON ddl_command_end WHEN TAG IN ("
                    + TAGS.stream().sorted().map(tag -> "'" + tag + "'").collect(Collectors.joining(", "))
                    + ") EXECUTE " + (actual.major() < 11 ? "PROCEDURE" : "FUNCTION") + " public." + EACH + "()");
        }
        if (sql.isEmpty()) {
            return;
        }
        draft.inside(database.name(), "repeat the rights of " + group.get() + " on each new table", sql);
        if (!actual.admin().superuser()) {
            draft.blocking(
                    "the event trigger that " + database.name() + " is to have (grantTrigger) can only be made by a"
                            + " superuser, and " + actual.admin().name() + " is none",
                    "have a superuser run this step, or say grantTrigger: false: the default privileges of owner,"
                            + " migrators and services do the same for what they make");
        }
    }

    /** @return whether the trigger has to be made anew, too */
    private boolean function(String name, String returns, String body, List<String> sql) {
        Optional<ActualFunction> seen = Optional.ofNullable(contents.helpers().get(name));
        String signature = "FUNCTION public." + name + "()";
        boolean again = seen.isPresent() && !seen.get().returns().equals(returns);
        if (again) {
            sql.add("DROP EVENT TRIGGER IF EXISTS " + TRIGGER);
            sql.add("DROP " + signature);
            seen = Optional.empty();
        }
        if (seen.isPresent()
                && !(seen.get().ownerIsSuperuser()
                        && !database.roles().contains(seen.get().owner()))) {
            sql.add("ALTER " + signature + " OWNER TO CURRENT_USER");
        }
        if (seen.isEmpty() || !asWanted(seen.get(), body)) {
            sql.add("CREATE OR REPLACE " + signature + " RETURNS " + returns + " LANGUAGE plpgsql SECURITY DEFINER"
                    + " SET search_path = pg_catalog, pg_temp AS $grant$" + body + "$grant$");
        }
        if (seen.isEmpty() || !seen.get().grants().of(Grants.PUBLIC).isEmpty()) {
            sql.add("REVOKE ALL ON " + signature + " FROM PUBLIC");
        }
        if (seen.isEmpty()) {
            List<String> callers = new ArrayList<>(List.of(database.owner()));
            database.group(Profile.APPLICATION).ifPresent(callers::add);
            sql.add("GRANT EXECUTE ON " + signature + " TO " + Missing.names(callers));
        }
        return again;
    }

    private static boolean asWanted(ActualFunction seen, String body) {
        return seen.language().equals("plpgsql")
                && seen.securityDefiner()
                && seen.settings().equals(SETTINGS)
                && seen.source().equals(body);
    }

    private boolean triggerAsWanted() {
        Optional<ActualTrigger> seen = contents.trigger();
        return seen.isPresent()
                && seen.get().function().equals("public." + EACH)
                && seen.get().event().equals("ddl_command_end")
                && !seen.get().enabled().equals("D")
                && seen.get().tags().equals(TAGS)
                && seen.get().ownerIsSuperuser();
    }

    private static String all(String group) {
        return """

                BEGIN
                  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO GROUP_ROLE;
                  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO GROUP_ROLE;
                END
                """.replace("GROUP_ROLE", inBody(group));
    }

    // object_identity is qualified and quoted by the server
    private static String each(String group) {
        return """

                DECLARE
                  made record;
                BEGIN
                  FOR made IN
                    SELECT DISTINCT object_type, object_identity
                      FROM pg_event_trigger_ddl_commands()
                     WHERE classid = 'pg_catalog.pg_class'::regclass AND NOT in_extension
                       AND left(schema_name, 3) <> 'pg_' AND schema_name <> 'information_schema'
                       AND object_type IN ('table', 'view', 'materialized view', 'foreign table', 'sequence')
                  LOOP
                    IF made.object_type = 'sequence' THEN
                      EXECUTE 'GRANT USAGE, SELECT ON SEQUENCE ' || made.object_identity || ' TO ' || GROUP_TEXT;
                    ELSE
                      EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE ' || made.object_identity || ' TO '
                        || GROUP_TEXT;
                    END IF;
                  END LOOP;
                END
                """.replace("GROUP_TEXT", dev.postern.postgres.quote.Quote.literal(inBody(group)));
    }

    // the body ends at its dollar tag
    private static String inBody(String group) {
        String name = identifier(group);
        return name.contains("$grant$")
                ? "U&\"" + group.replace("\\", "\\\\").replace("\"", "\"\"").replace("$", "\\0024") + '"'
                : name;
    }
}
