import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Logs in with each JDBC URL that it reads, and says how it went. */
class Probe {
    private static final String QUESTION =
            "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)";

    public static void main(String[] words) throws Exception {
        DriverManager.setLoginTimeout(20);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int at = line.indexOf('\t');
            String id = line.substring(0, at);
            try {
                System.out.println(id + "\t" + (login(line.substring(at + 1)) ? "tls" : "clear") + "\t");
            } catch (SQLException | RuntimeException failure) {
                System.out.println(id + "\trefused\t" + said(failure).replaceAll("\\s+", " "));
            }
        }
    }

    private static String said(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            text.append(text.isEmpty() ? "" : ": ").append(each.getMessage());
        }
        return text.toString();
    }

    private static boolean login(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            boolean tls;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(QUESTION)) {
                row.next();
                tls = row.getBoolean(1);
            }
            connection.setAutoCommit(false);
            // the fifth time pgjdbc prepares a statement by name
            for (int i = 0; i < 8; i++) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
                    statement.setInt(1, i);
                    statement.executeQuery().close();
                }
                connection.rollback();
            }
            return tls;
        }
    }
}
