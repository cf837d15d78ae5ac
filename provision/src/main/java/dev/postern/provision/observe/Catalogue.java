package dev.postern.provision.observe;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks catalogue queries whose parameters are arrays of names, all on one connection. */
final class Catalogue {
    private final Connection connection;

    Catalogue(Connection connection) {
        this.connection = connection;
    }

    /** What is done with a catalogue. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Catalogue catalogue) throws SQLException;
    }

    /** What is done with one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @SafeVarargs
    final <T> List<T> rows(String sql, Row<T> reading, Collection<String>... names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < names.length; i++) {
                Array array = connection.createArrayOf("text", names[i].toArray());
                statement.setArray(i + 1, array);
            }
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reading.read(rows));
                }
            }
            return all;
        }
    }

    /** A statement without parameters and rows. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One grantee's privilege on one thing. */
    record Granted<K>(K on, String grantee, String privilege) {}

    static <K> Map<K, Grants> grants(List<Granted<K>> granted) {
        Map<K, Map<String, Set<String>>> all = new HashMap<>();
        for (Granted<K> one : granted) {
            all.computeIfAbsent(one.on(), _ -> new HashMap<>())
                    .computeIfAbsent(one.grantee(), _ -> new TreeSet<>())
                    .add(one.privilege());
        }
        Map<K, Grants> grants = new HashMap<>();
        all.forEach((on, byGrantee) -> grants.put(on, new Grants(byGrantee)));
        return grants;
    }

    static String text(ResultSet row, String column) throws SQLException {
        return optional(row, column).orElseThrow(() -> new SQLException("the catalogue has no " + column, "XX000"));
    }

    static Optional<String> optional(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
