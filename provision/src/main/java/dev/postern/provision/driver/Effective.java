package dev.postern.provision.driver;

import dev.postern.postgres.conninfo.Keyword;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings that count for a driver: those said, and those of the environment that it reads. */
final class Effective {
    /** Variables that lib/pq refuses to start with. */
    static final List<String> REFUSED_BY_LIB_PQ = List.of(
            "PGREQUIRESSL",
            "PGSSLCOMPRESSION",
            "PGREALM",
            "PGGSSENCMODE",
            "PGGSSDELEGATION",
            "PGGSSLIB",
            "PGREQUIREAUTH",
            "PGCHANNELBINDING",
            "PGSSLCERTMODE",
            "PGSSLCRL",
            "PGSSLCRLDIR",
            "PGREQUIREPEER");

    private static final Set<String> NOT_PGX = Set.of(
            "hostaddr",
            "sslcertmode",
            "sslcrl",
            "sslcrldir",
            "sslcompression",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "requirepeer",
            "gssencmode",
            "krbsrvname",
            "gsslib",
            "gssdelegation",
            "load_balance_hosts",
            "client_encoding");

    private static final Set<String> NODE = Set.of(
            "host", "port", "user", "password", "dbname", "sslmode", "sslnegotiation", "application_name", "options");

    private final DriverName driver;
    private final Place place;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    Effective(Said said, DriverName driver, Place place) {
        this.driver = driver;
        this.place = place;
        for (Keyword keyword : Keyword.all()) {
            String value = place.environment().getOrDefault(keyword.environment(), "");
            if (!value.isEmpty() && reads(driver, keyword) && !Said.secret(keyword.name())) {
                settings.put(keyword.name(), value);
                origins.put(keyword.name(), keyword.environment());
            }
        }
        said.settings().forEach((name, value) -> {
            settings.put(name, value);
            origins.remove(name);
        });
    }

    static boolean reads(DriverName driver, Keyword keyword) {
        return switch (driver) {
            case LIBPQ, PSYCOPG -> true;
            case PGX -> !NOT_PGX.contains(keyword.name());
            case LIB_PQ -> !REFUSED_BY_LIB_PQ.contains(keyword.environment());
            case NODE_POSTGRES -> NODE.contains(keyword.name());
            case PGJDBC -> keyword.name().equals("passfile");
            case TOKIO_POSTGRES, PGBOUNCER, PGPOOL -> false;
        };
    }

    Optional<String> get(String keyword) {
        return Optional.ofNullable(settings.get(keyword)).filter(value -> !value.isEmpty());
    }

    /** Where a setting comes from: a variable's name, or empty when it is said. */
    String origin(String keyword) {
        return origins.getOrDefault(keyword, "");
    }

    /** A file of {@code .postgresql} in the home. */
    Path inHome(String name) {
        return place.home().resolve(".postgresql").resolve(name);
    }

    boolean there(Path file) {
        return place.there().test(file);
    }

    RootFile root() {
        Optional<String> said = get("sslrootcert");
        if (said.isPresent() && said.get().equals("system") && knowsSystem()) {
            return RootFile.SYSTEM;
        }
        if (said.isPresent()) {
            return there(Path.of(said.get())) ? RootFile.THERE : RootFile.MISSING;
        }
        return hasDefaults() && there(inHome("root.crt")) ? RootFile.THERE : RootFile.NONE;
    }

    Optional<Path> rootFile() {
        return root() == RootFile.THERE
                ? Optional.of(get("sslrootcert").map(Path::of).orElseGet(() -> inHome("root.crt")))
                : Optional.empty();
    }

    boolean hasDefaults() {
        return new DriverRules(driver).looksAtHome();
    }

    private boolean knowsSystem() {
        return hasDefaults() && driver != DriverName.PGJDBC;
    }

    /** The mode that counts. */
    String mode() {
        Optional<String> said = get("sslmode");
        boolean ssl = get("ssl").filter("true"::equals).isPresent();
        if (said.isEmpty() && ssl && driver != DriverName.PGX && driver != DriverName.LIB_PQ) {
            return driver == DriverName.PGJDBC || driver == DriverName.NODE_POSTGRES ? "verify-full" : "require";
        }
        String mode = said.orElse(TlsTable.usual(driver, root()));
        boolean direct = get("sslnegotiation").filter("direct"::equals).isPresent();
        return driver == DriverName.PGX && direct && mode.equals("prefer") ? "require" : mode;
    }

    Assurance tls() {
        if (driver == DriverName.PGBOUNCER || driver == DriverName.PGPOOL) {
            return Assurance.ELSEWHERE;
        }
        if (socket()) {
            return Assurance.CLEAR;
        }
        String mode = mode();
        RootFile root = root();
        boolean compatible = get("uselibpqcompat").filter("true"::equals).isPresent();
        if (driver == DriverName.NODE_POSTGRES && compatible && root != RootFile.MISSING) {
            return mode.equals("prefer") ? Assurance.ENCRYPTED : TlsTable.of(DriverName.LIB_PQ, mode, root);
        }
        return TlsTable.of(driver, mode, root);
    }

    /** Whether the only host is a socket's folder, where TLS is never used. */
    boolean socket() {
        return get("host")
                .filter(host -> host.startsWith("/") || host.startsWith("@"))
                .isPresent();
    }
}
