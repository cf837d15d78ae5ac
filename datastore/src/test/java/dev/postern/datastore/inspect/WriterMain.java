package dev.postern.datastore.inspect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Another process that has a store open, as SPIRE would: in one process SQLite shares what its locks are kept in. Says
 * {@code ready}, then runs each line that it is given.
 */
public final class WriterMain {
    private WriterMain() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = InspectorTest.make(Path.of(arguments[0]));
                Statement statement = connection.createStatement()) {
            System.out.println("ready");
            for (String sql = lines.readLine(); sql != null; sql = lines.readLine()) {
                statement.execute(sql);
                System.out.println("done");
            }
        }
    }
}
