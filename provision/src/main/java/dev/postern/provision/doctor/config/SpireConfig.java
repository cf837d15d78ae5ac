package dev.postern.provision.doctor.config;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.Needs;
import dev.postern.provision.doctor.Subject;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SPIRE server's datastore: connection strings for lib/pq. */
final class SpireConfig {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern PASSWORD =
            Pattern.compile("(?s)(^|.*\\s)password=[^\\s].*|postgres(ql)?://[^/@]*:[^/@]+@.*|.*[?&]password=[^&].*");
    private static final Map<String, String> MYSQL_ONLY =
            Map.of("root_ca_path", "sslrootcert", "client_cert_path", "sslcert", "client_key_path", "sslkey");

    /** What SPIRE opens at most when nothing is said. */
    private static final int USUAL_POOL = 100;

    private final Map<String, String> environment;
    private final Exposure exposure;

    SpireConfig(Map<String, String> environment, Exposure exposure) {
        this.environment = environment;
        this.exposure = exposure;
    }

    /** Of {@code plugin_data}. */
    List<Subject> plugin(Branch data, String file) {
        String type = data.text("database_type")
                .or(() -> data.at("database_type").keys().stream().findFirst())
                .orElse("");
        List<Check> remarks = new ArrayList<>(type(type, file));
        MYSQL_ONLY.forEach((option, keyword) -> data.text(option)
                .ifPresent(_ -> remarks.add(Check.warning(
                        Step.SETTINGS,
                        option + " is said, and SPIRE reads it for MySQL only",
                        "with PostgreSQL it changes nothing, whatever one hopes from it",
                        "write " + keyword + " into connection_string"))));
        List<Subject> found = new ArrayList<>();
        for (String key : List.of("connection_string", "ro_connection_string")) {
            data.text(key).ifPresent(text -> found.add(subject(key, text, pool(data.text("max_open_conns")), remarks)));
        }
        return required(found, file, "connection_string");
    }

    /** Of the {@code SpireServer} of OpenShift's operator. */
    List<Subject> resource(Branch datastore, String file) {
        List<Check> remarks =
                new ArrayList<>(type(datastore.text("databaseType").orElse(""), file));
        List<Subject> found = new ArrayList<>();
        datastore.text("connectionString").ifPresent(text -> {
            if (text.contains("sslkey=") || datastore.text("tlsSecretName").isPresent()) {
                remarks.add(Check.warning(
                        Step.SETTINGS,
                        "the operator mounts the Secret at /run/spire/db/certs with the mode 0644",
                        "lib/pq refuses a key that others may read: private key has group or world access",
                        "check the volume's defaultMode; 0400 with the right owner, or 0440 of root with fsGroup"));
            }
            found.add(subject("connectionString", text, pool(datastore.text("maxOpenConns")), remarks));
        });
        return required(found, file, "connectionString");
    }

    private static int pool(Optional<String> said) {
        return said.filter(text -> text.matches("[1-9][0-9]{0,5}"))
                .map(Integer::parseInt)
                .orElse(USUAL_POOL);
    }

    private static List<Subject> required(List<Subject> found, String file, String key) {
        if (found.isEmpty()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_DECLARED,
                    "SPIRE's datastore in " + file + " has no " + key,
                    "SPIRE refuses to start without: write " + key
                            + " = \"host=… dbname=… user=… sslmode=verify-full\"");
        }
        return found;
    }

    private static List<Check> type(String type, String file) {
        return switch (type) {
            case "postgres" -> List.of();
            case "aws_postgres", "aws_postgresql" ->
                List.of(Check.warning(
                        Step.SETTINGS,
                        "database_type is " + type + ": SPIRE has AWS make a token for each login",
                        "this command makes none, so it may be told that a password is missing or wrong",
                        "PGPASSWORD=$(aws rds generate-db-auth-token --hostname … --port … --username …)"));
            case "sqlite3" ->
                throw new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        "SPIRE's datastore in " + file + " is a file of SQLite: there is no connection to examine",
                        "postern datastore inspect --sqlite FILE shows what is in it");
            case "mysql", "aws_mysql" ->
                throw new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        "SPIRE's datastore in " + file + " is MySQL, which this command does not examine",
                        "nothing to do here");
            case "" ->
                throw new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "SPIRE's datastore in " + file + " has no database_type",
                        "write database_type = \"postgres\"");
            default ->
                List.of(Check.failed(
                        Step.SETTINGS,
                        "database_type is none of SPIRE's: unsupported database_type",
                        "SPIRE refuses to start: it knows sqlite3, postgres, mysql, aws_postgres, aws_mysql",
                        "write database_type = \"postgres\""));
        };
    }

    private Subject subject(String key, String text, int pool, List<Check> common) {
        List<Check> remarks = new ArrayList<>(common);
        String expanded = expanded(text, remarks);
        if (PASSWORD.matcher(text).matches() && !VARIABLE.matcher(text).find()) {
            exposure.password(key, "cert authentication needs none; or ${VARIABLE} and spire-server -expandEnv")
                    .ifPresent(remarks::add);
        }
        return new Subject(
                "SPIRE server, " + key,
                Secret.ofText(expanded),
                Optional.of(DriverName.LIB_PQ),
                Map.of(),
                Needs.ofPool(pool),
                remarks);
    }

    /** As {@code spire-server run -expandEnv}; without that option SPIRE takes the text as it is. */
    private String expanded(String text, List<Check> remarks) {
        Matcher matcher = VARIABLE.matcher(text);
        return matcher.replaceAll(match -> {
            String name = match.group(1);
            String value = environment.get(name);
            remarks.add(
                    value == null
                            ? Check.warning(
                                    Step.SETTINGS,
                                    "the variable " + name + " is not set here",
                                    "SPIRE with -expandEnv puts nothing in its place, without it these very characters",
                                    "set " + name + " for this command as for SPIRE")
                            : Check.ok(Step.SETTINGS, name + " is taken from the environment, as -expandEnv does"));
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }
}
