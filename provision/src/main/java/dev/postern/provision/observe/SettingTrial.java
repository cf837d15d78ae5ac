package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tries settings on the server: each is set and taken back at once, within a transaction that is rolled back. So
 * PostgreSQL says itself what it thinks of a value, and of the administrator who wants to set it; three statements,
 * however many settings there are.
 */
final class SettingTrial {
    /** Whom a session acts for is no value; and what these name may be there only in the database itself. */
    private static final Set<String> UNTRIED = Set.of(
            "role",
            "session_authorization",
            "default_tablespace",
            "temp_tablespaces",
            "default_table_access_method",
            "default_text_search_config");
    /** Before 14 a change is told to the driver at once, and the driver would end the connection. */
    private static final Set<String> TOLD_AT_ONCE = Set.of("client_encoding", "datestyle");

    private static final int TELLS_AT_THE_END = 140_000;

    // what a block has set is gone when it ends with an exception, whether it is ours or the server's
    private static final String TRY = """
            DO $try$
            DECLARE
              names text[] := current_setting('postern.names')::text[];
              vals text[] := current_setting('postern.values')::text[];
              refused jsonb := '[]';
            BEGIN
              FOR i IN 1 .. coalesce(array_length(names, 1), 0) LOOP
                BEGIN
                  PERFORM set_config(names[i], vals[i], true);
                  RAISE EXCEPTION USING ERRCODE = 'PSTRN';
                EXCEPTION
                  WHEN SQLSTATE 'PSTRN' THEN NULL;
                  WHEN OTHERS THEN
                    refused := refused || jsonb_build_object('i', i, 'sentence', SQLERRM, 'sqlstate', SQLSTATE);
                END;
              END LOOP;
              PERFORM set_config('postern.refused', refused::text, true);
            END
            $try$""";

    private SettingTrial() {}

    static Map<Beyond.Value, Beyond.Refusal> refused(Catalogue catalogue, DesiredServer desired, int version)
            throws SQLException {
        Set<Beyond.Value> wanted = new LinkedHashSet<>();
        for (DesiredDatabase database : desired.databases()) {
            database.settings().forEach((name, value) -> wanted.add(new Beyond.Value(name, value)));
            database.members()
                    .forEach(member ->
                            member.settings().forEach((name, value) -> wanted.add(new Beyond.Value(name, value))));
        }
        List<Beyond.Value> tried =
                wanted.stream().filter(one -> mayBeTried(one, version)).toList();
        if (tried.isEmpty()) {
            return Map.of();
        }
        catalogue.rows(
                "SELECT set_config('postern.names', (?::text[])::text, true),"
                        + " set_config('postern.values', (?::text[])::text, true)",
                _ -> "",
                tried.stream().map(Beyond.Value::name).toList(),
                tried.stream().map(Beyond.Value::value).toList());
        catalogue.run(TRY);
        Map<Beyond.Value, Beyond.Refusal> refused = new HashMap<>();
        catalogue.rows(
                "SELECT (r ->> 'i')::int AS i, r ->> 'sentence' AS sentence, r ->> 'sqlstate' AS sqlstate"
                        + " FROM jsonb_array_elements(current_setting('postern.refused')::jsonb) r",
                row -> refused.put(
                        tried.get(row.getInt("i") - 1),
                        new Beyond.Refusal(text(row, "sentence"), text(row, "sqlstate"))));
        return refused;
    }

    private static boolean mayBeTried(Beyond.Value one, int version) {
        String name = one.name().toLowerCase(Locale.ROOT);
        return !UNTRIED.contains(name) && (version >= TELLS_AT_THE_END || !TOLD_AT_ONCE.contains(name));
    }
}
