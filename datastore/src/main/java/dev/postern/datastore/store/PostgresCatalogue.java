package dev.postern.datastore.store;

import dev.postern.datastore.authority.EpochSeconds;
import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import dev.postern.postgres.quote.Quote;
import dev.postern.provision.connect.Login;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What PostgreSQL's catalogue says about SPIRE's tables. Needs no right beyond logging in. */
final class PostgresCatalogue {
    private static final String SCHEMAS = """
            SELECT n.nspname, pg_get_userbyid(min(c.relowner)), string_agg(c.relname, ',' ORDER BY c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relname = ANY (?) AND c.relpersistence <> 't'
            GROUP BY n.nspname ORDER BY n.nspname LIMIT 1000""";
    private static final String COLUMNS = """
            SELECT c.relname, a.attname, has_column_privilege(c.oid, a.attnum, 'SELECT')::int, pg_total_relation_size(c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND c.relname = ANY (?) AND n.nspname = ?""";
    private static final String OTHERS = """
            SELECT c.relname, count(*) OVER () FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> ALL (?) AND n.nspname = ?
            ORDER BY c.relname LIMIT 20""";
    private static final String SERVER = """
            SELECT current_setting('server_version'), pg_is_in_recovery()::int, pg_database_size(d.oid), d.datconnlimit,
                   current_setting('max_connections')::int, current_user, current_database(),
                   has_schema_privilege(n.oid, 'USAGE')::int
            FROM pg_database d, pg_namespace n WHERE d.datname = current_database() AND n.nspname = ?""";
    /** What is set for a role in a database comes before what is set for the role, that before the database's. */
    private static final String PATH = """
            SELECT substr(setting, length('search_path=') + 1), r.rolconnlimit
            FROM pg_roles r LEFT JOIN LATERAL (
              SELECT setting FROM pg_db_role_setting s, unnest(s.setconfig) setting
              WHERE s.setrole IN (r.oid, 0) AND setting LIKE 'search_path=%'
                AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
              ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC LIMIT 1) found ON true
            WHERE r.rolname = ?""";

    private static final String CONNECTIONS = """
            SELECT coalesce(a.usename, ''), coalesce(a.application_name, ''), coalesce(a.state, 'not shown'), count(*),
                   count(*) FILTER (WHERE s.ssl), extract(epoch FROM min(a.backend_start))::bigint
            FROM pg_stat_activity a LEFT JOIN pg_stat_ssl s ON s.pid = a.pid
            WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
            GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 100""";

    private final Connection connection;
    private final Login login;
    private final String ownPath;

    /** @param ownPath the search path that our role has */
    PostgresCatalogue(Connection connection, Login login, String ownPath) {
        this.connection = connection;
        this.login = login;
        this.ownPath = ownPath;
    }

    /** Every schema with tables that only SPIRE would make, or with the one where SPIRE's rows may be. */
    List<SchemaFacts> schemas() throws SQLException {
        return rows(
                        SCHEMAS,
                        row -> new SchemaFacts(
                                row.text(1), row.text(2), List.of(row.text(3).split(","))),
                        array(Names.ALL))
                .stream()
                .filter(SchemaFacts::isTelling)
                .toList();
    }

    /** The one that is named; else the first in our search path; else the only one. */
    SchemaFacts choose(List<SchemaFacts> all, Optional<String> named) throws SQLException {
        List<SchemaFacts> stores = all.stream().filter(SchemaFacts::isStore).toList();
        if (named.isPresent()) {
            return stores.stream()
                    .filter(schema -> schema.schema().equals(named.get()))
                    .findFirst()
                    .orElseThrow(() -> nothing("schema " + named.get() + " of database " + login.database(), stores));
        }
        for (String schema :
                SearchPath.of(login.user(), ownPath, existingSchemas()).schemas()) {
            Optional<SchemaFacts> found = stores.stream()
                    .filter(store -> store.schema().equals(schema))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (stores.size() > 1) {
            throw new DatastoreException(
                    DatastoreCode.SCHEMA_AMBIGUOUS,
                    stores.size() + " schemas hold SPIRE's tables (" + names(stores)
                            + "), and none is in the search path of " + login.user(),
                    "say which one, with --schema");
        }
        return stores.stream().findFirst().orElseThrow(() -> nothing("database " + login.database(), stores));
    }

    private static DatastoreException nothing(String where, List<SchemaFacts> stores) {
        return new DatastoreException(
                DatastoreCode.NO_DATASTORE,
                where + " has none of SPIRE's tables",
                stores.isEmpty()
                        ? "name SPIRE's database (dbname), as its connection_string does; SPIRE makes its tables at its"
                                + " first start"
                        : "they lie in: " + names(stores));
    }

    private static String names(List<SchemaFacts> schemas) {
        return String.join(", ", schemas.stream().map(SchemaFacts::schema).toList());
    }

    StoreFacts facts(SchemaFacts chosen, List<SchemaFacts> all) throws SQLException {
        List<String> others = new ArrayList<>();
        long[] otherCount = {0};
        rows(
                OTHERS,
                row -> {
                    otherCount[0] = row.number(2);
                    return others.add(row.text(1));
                },
                array(Names.ALL),
                chosen.schema());
        int[] ownerLimit = {-1};
        String path = rows(
                        PATH,
                        row -> {
                            ownerLimit[0] = Math.toIntExact(row.number(2));
                            return row.said(1).orElse("\"$user\", public");
                        },
                        chosen.owner())
                .getFirst();
        SearchPath ownersPath = SearchPath.of(chosen.owner(), path, existingSchemas());
        List<ConnectionCount> connections = rows(
                CONNECTIONS,
                row -> new ConnectionCount(
                        row.text(1),
                        row.text(2),
                        row.text(3),
                        row.number(4),
                        row.number(5),
                        EpochSeconds.instant(row.number(6))));
        return rows(
                        SERVER,
                        row -> {
                            requireOpen(row.flag(8), chosen, row.text(6));
                            return new StoreFacts(
                                    "PostgreSQL",
                                    row.text(1),
                                    row.text(7),
                                    login.server().toString(),
                                    chosen.schema(),
                                    row.text(6),
                                    row.flag(2),
                                    row.number(3),
                                    Optional.empty(),
                                    List.copyOf(others),
                                    otherCount[0],
                                    all,
                                    Optional.of(ownersPath),
                                    connections,
                                    Optional.of(new ConnectionLimits(
                                            Math.toIntExact(row.number(5)),
                                            Math.toIntExact(row.number(4)),
                                            ownerLimit[0])));
                        },
                        chosen.schema())
                .getFirst();
    }

    private static void requireOpen(boolean open, SchemaFacts chosen, String role) {
        if (!open) {
            throw new DatastoreException(
                    DatastoreCode.SCHEMA_CLOSED,
                    role + " may not look into the schema " + chosen.schema(),
                    "GRANT USAGE ON SCHEMA " + Quote.identifier(chosen.schema()) + " TO "
                            + Quote.identifier(role)
                            + ", and SELECT on the tables in it that may be seen");
        }
    }

    Map<String, Table> tables(SchemaFacts chosen) throws SQLException {
        Map<String, Set<String>> columns = new HashMap<>();
        Map<String, Set<String>> readable = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        rows(
                COLUMNS,
                row -> {
                    String table = row.text(1);
                    bytes.put(table, row.number(4));
                    if (row.flag(3)) {
                        readable.computeIfAbsent(table, _ -> new HashSet<>()).add(row.text(2));
                    }
                    return columns.computeIfAbsent(table, _ -> new HashSet<>()).add(row.text(2));
                },
                array(Names.ALL),
                chosen.schema());
        Map<String, Table> tables = new LinkedHashMap<>();
        columns.forEach((name, all) -> tables.put(
                name,
                new Table(
                        name,
                        Quote.identifier(chosen.schema()) + "." + Quote.identifier(name),
                        all,
                        readable.getOrDefault(name, Set.of()),
                        Optional.ofNullable(bytes.get(name)))));
        return tables;
    }

    private Set<String> existingSchemas() throws SQLException {
        return Set.copyOf(rows("SELECT nspname FROM pg_namespace LIMIT 10000", row -> row.text(1)));
    }

    private Array array(List<String> names) throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }

    private <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Array array) {
                    query.setArray(i + 1, array);
                } else {
                    query.setObject(i + 1, parameters[i]);
                }
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet answer = query.executeQuery()) {
                Cells row = new Cells(answer);
                while (answer.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        }
    }
}
