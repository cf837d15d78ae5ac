package dev.postern.provision.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.CommandLine;
import dev.postern.testing.PgVersion;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real driver that logs in with what it is given. */
enum Probe {
    PSQL_14("psql", DriverName.LIBPQ, 14),
    PSQL_15("psql", DriverName.LIBPQ, 15),
    PSQL_16("psql", DriverName.LIBPQ, 16),
    PSQL_17("psql", DriverName.LIBPQ, 17),
    PSQL_18("psql", DriverName.LIBPQ, 18),
    PSYCOPG("psycopg", DriverName.PSYCOPG, 18),
    PGX("pgx", DriverName.PGX, 0),
    LIB_PQ("lib-pq", DriverName.LIB_PQ, 0),
    NODE_POSTGRES("node-postgres", DriverName.NODE_POSTGRES, 0),
    TOKIO_POSTGRES("tokio-postgres", DriverName.TOKIO_POSTGRES, 0),
    PGJDBC("pgjdbc", DriverName.PGJDBC, 0);

    private final String word;
    final DriverName driver;
    final int libpq;

    Probe(String word, DriverName driver, int libpq) {
        this.word = word;
        this.driver = driver;
        this.libpq = libpq;
    }

    /** @param outcome tls, clear or refused */
    record Answer(String outcome, String message) {}

    DriverRules rules() {
        return Drivers.of(driver);
    }

    /** Settings in the form that this driver reads, key=value where it can. */
    String conninfo(Map<String, String> settings) {
        return switch (driver) {
            case PGJDBC -> url("jdbc:postgresql://", "", settings);
            case NODE_POSTGRES -> uri(settings, encoded(settings.getOrDefault("password", "")));
            case LIBPQ, PSYCOPG, PGX, LIB_PQ, TOKIO_POSTGRES, PGBOUNCER, PGPOOL ->
                settings.entrySet().stream()
                        .map(each -> each.getKey() + "='"
                                + each.getValue().replace("\\", "\\\\").replace("'", "\\'") + "'")
                        .collect(Collectors.joining(" "));
        };
    }

    /** @param password as it is to stand before the {@code @} */
    static String uri(Map<String, String> settings, String password) {
        Map<String, String> rest = new LinkedHashMap<>(settings);
        rest.remove("user");
        rest.remove("password");
        String info = settings.getOrDefault("user", "") + (password.isEmpty() ? "" : ":" + password) + "@";
        return url("postgresql://", info.equals("@") ? "" : info, rest);
    }

    private static String url(String prefix, String info, Map<String, String> settings) {
        Map<String, String> rest = new LinkedHashMap<>(settings);
        String host = rest.remove("host");
        String port = rest.remove("port");
        String database = rest.remove("dbname");
        String query = rest.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return prefix + info + host + ":" + port + "/" + database + (query.isEmpty() ? "" : "?" + query);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Skips the test where this driver is not to be had. */
    Map<String, Answer> login(Map<String, String> conninfos, Map<String, String> environment, Path home) {
        List<String> lines = new ArrayList<>();
        conninfos.forEach((id, conninfo) -> lines.add(id + "\t" + conninfo));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("HOME", home.toString());
        variables.put("PROBE_HOME", System.getenv().getOrDefault("HOME", "/root"));
        variables.put("PROBE_PGJDBC", jar().toString());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        if (driver == DriverName.LIBPQ && libpq != 15) {
            PgVersion version = PgVersion.valueOf("V" + libpq);
            assumeTrue(version.missing().isEmpty(), () -> version.missing().orElse(""));
            variables.put(
                    "LD_LIBRARY_PATH",
                    version.binaries().bin().resolveSibling("lib").toString());
        }
        CommandLine.Result result = CommandLine.run(
                List.of(
                        Path.of("../testing/drivers/probe")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        Path.of("target/drivers").toAbsolutePath().toString(),
                        word),
                variables,
                String.join("\n", lines) + "\n",
                Duration.ofMinutes(10));
        assumeTrue(result.exit() != 77, () -> word + ": " + result.err());
        Map<String, Answer> answers = new LinkedHashMap<>();
        result.orFail()
                .out()
                .lines()
                .map(line -> line.split("\t", 3))
                .forEach(parts -> answers.put(parts[0], new Answer(parts[1], parts[2])));
        if (!answers.keySet().equals(conninfos.keySet())) {
            throw new AssertionError("not all were tried: " + result.out() + result.err());
        }
        return answers;
    }

    private static Path jar() {
        try {
            return Path.of(org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
