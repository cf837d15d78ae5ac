package dev.postern.provision.doctor.config;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.VersionRange;
import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.Needs;
import dev.postern.provision.doctor.Subject;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flight Control's database, in each of the shapes that it is written in: the programs' own configuration, Helm's values of
 * both generations, the service configuration of its Quadlets. The string is put together as it does: for pgx, without quotes.
 */
final class FlightControlConfig {
    /** Of one of its processes; several run. */
    private static final Needs NEEDS = new Needs(
            Optional.of(new VersionRange(16, 999)), List.of("pg_trgm", "plpgsql"), Optional.of(100), Map.of(), false);

    private static final List<String> LEFTOVERS =
            List.of("userPassword", "migrationPassword", "masterPassword", "password");

    private final Map<String, String> environment;
    private final Exposure exposure;
    private final Path root;

    FlightControlConfig(Map<String, String> environment, Exposure exposure, Path root) {
        this.environment = environment;
        this.exposure = exposure;
        this.root = root;
    }

    /** One of its two users. */
    private enum Who {
        APPLICATION("application", "user", "DB_USER", "flightctl_app", "password", "DB_PASSWORD"),
        MIGRATION(
                "migration",
                "migrationUser",
                "DB_MIGRATION_USER",
                "flightctl_migrator",
                "migrationPassword",
                "DB_MIGRATION_PASSWORD");

        private final String word;
        private final String userKey;
        private final String userVariable;
        private final String usual;
        private final String passwordKey;
        private final String passwordVariable;

        Who(String word, String userKey, String userVariable, String usual, String passwordKey, String variable) {
            this.word = word;
            this.userKey = userKey;
            this.userVariable = userVariable;
            this.usual = usual;
            this.passwordKey = passwordKey;
            this.passwordVariable = variable;
        }
    }

    /** The section {@code database} of the programs' own configuration. */
    List<Subject> program(Branch database) {
        String type = database.text("type").orElse("pgsql");
        List<Check> common = new ArrayList<>();
        if (!type.equals("pgsql")) {
            common.add(Check.failed(
                    Step.SETTINGS, "database.type is not pgsql", "Flight Control knows no other", "write type: pgsql"));
        }
        List<Subject> found = new ArrayList<>();
        for (Who who : Who.values()) {
            List<Check> remarks = new ArrayList<>(common);
            String host = said("DB_HOST", database.text("hostname"), remarks).orElse("localhost");
            String user =
                    said(who.userVariable, database.text(who.userKey), remarks).orElse(who.usual);
            String name = said("DB_NAME", database.text("name"), remarks).orElse("flightctl");
            String port = said("DB_PORT", database.text("port"), remarks).orElse("5432");
            Optional<String> password = variable(who.passwordVariable);
            if (password.isPresent()) {
                remarks.add(Check.ok(Step.SETTINGS, who.passwordVariable + " counts before the file"));
            } else if (database.text(who.passwordKey).isPresent()) {
                exposure.password("database." + who.passwordKey, who.passwordVariable + " from a secret")
                        .ifPresent(remarks::add);
                password = database.text(who.passwordKey);
            }
            Map<String, String> tls = new HashMap<>();
            for (String key : List.of("sslmode", "sslcert", "sslkey", "sslrootcert")) {
                database.text(key).ifPresent(value -> tls.put(key, value));
            }
            found.add(subject(who, new Where(host, port, name, user), password, tls, remarks));
        }
        return found;
    }

    /** The section {@code db} of Helm's values or of the service configuration. */
    List<Subject> installation(Branch db, String file) {
        Branch external = db.at("external");
        boolean stale = db.text("external").isPresent();
        boolean quadlet = file.contains("service-config") || external.said("useClientCertAuth");
        if (!stale && !db.text("type").filter("external"::equals).isPresent()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_DECLARED,
                    "db.type in " + file + " is "
                            + db.text("type").map(_ -> "not external").orElse("not said")
                            + ": Flight Control starts a database of its own",
                    "write db: {type: external, external: {hostname: …}}");
        }
        if (external.text("hostname").isEmpty()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_DECLARED,
                    "db.external.hostname is not said in " + file,
                    stale
                            ? "db.external: enabled is the shape of old developer documentation; write db: {type: external,"
                                    + " external: {hostname: …}}"
                            : "write the name in the server's certificate");
        }
        List<Check> common = new ArrayList<>(leftovers(db, external));
        Map<String, String> tls = quadlet ? quadletTls(external, common) : helmTls(external, common);
        if (!quadlet) {
            shapes(db, external, common);
        }
        List<Subject> found = new ArrayList<>();
        for (Who who : Who.values()) {
            List<Check> remarks = new ArrayList<>(common);
            Where where = new Where(
                    external.text("hostname").orElseThrow(),
                    external.text("port").orElse("5432"),
                    external.text("name").or(() -> db.text("name")).orElse("flightctl"),
                    user(who, db, external, quadlet, remarks));
            Optional<String> password = variable(who.passwordVariable);
            if (password.isEmpty() && environment.get("PGPASSWORD") == null && !tls.containsKey("sslkey")) {
                remarks.add(Check.warning(
                        Step.SETTINGS,
                        "the password of " + where.user() + " is not in this file, as it should be",
                        quadlet ? "Podman keeps it" : "a Secret of Kubernetes keeps it",
                        "hand it over in " + who.passwordVariable + ": "
                                + (quadlet
                                        ? "sudo podman secret inspect --showsecret flightctl-postgresql-"
                                                + (who == Who.APPLICATION ? "user" : "migrator") + "-password"
                                        : "kubectl get secret NAME -o jsonpath='{.data."
                                                + (who == Who.APPLICATION ? "userPassword" : "migrationPassword")
                                                + "}' | base64 -d")));
            }
            found.add(subject(who, where, password, tls, remarks));
        }
        return found;
    }

    private record Where(String host, String port, String name, String user) {}

    private String user(Who who, Branch db, Branch external, boolean quadlet, List<Check> remarks) {
        String secret = (who == Who.APPLICATION ? "application" : "migration") + "UserSecretName";
        boolean named = external.text(secret).or(() -> db.text(secret)).isPresent();
        if (!quadlet && named && variable(who.userVariable).isEmpty()) {
            remarks.add(Check.ok(
                    Step.SETTINGS,
                    "the user is in a Secret; " + who.usual + " is assumed, " + who.userVariable + " says another"));
        }
        if (quadlet
                && variable(who.userVariable)
                        .filter(said -> !said.equals(who.usual))
                        .isPresent()) {
            remarks.add(Check.warning(
                    Step.SETTINGS,
                    who.userVariable + " is not " + who.usual,
                    "Flight Control's Quadlet units have that name written into them",
                    "a drop-in with Environment=" + who.userVariable
                            + "=… for each unit, or that very name for the role"));
        }
        return variable(who.userVariable).orElse(who.usual);
    }

    private List<Check> leftovers(Branch db, Branch external) {
        List<Check> remarks = new ArrayList<>();
        for (String key : LEFTOVERS) {
            db.text(key)
                    .or(() -> external.text(key))
                    .flatMap(_ -> exposure.password(
                            "db." + key,
                            "take it out: a Secret that the chart finds, or a secret of Podman; what is said here counts"
                                    + " before them"))
                    .ifPresent(remarks::add);
        }
        return remarks;
    }

    private static void shapes(Branch db, Branch external, List<Check> remarks) {
        Map<String, String> renamed = Map.of("sslConfigMap", "tlsConfigMapName", "sslSecret", "tlsSecretName");
        renamed.forEach((old, now) -> external.text(old)
                .ifPresent(_ -> remarks.add(Check.warning(
                        Step.SETTINGS,
                        "db.external." + old + " is the name of older documentation",
                        "the schema of later charts refuses it",
                        "write " + now))));
        for (String key : List.of("applicationUserSecretName", "migrationUserSecretName")) {
            db.text(key)
                    .ifPresent(_ -> remarks.add(Check.warning(
                            Step.SETTINGS,
                            "db." + key + " stands one level too high for later charts",
                            "their schema refuses it",
                            "write it below db.external")));
        }
        db.text("masterUserSecretName")
                .ifPresent(_ -> remarks.add(Check.warning(
                        Step.SETTINGS,
                        "db.masterUserSecretName is said",
                        "with an external database nothing makes users, whatever the documentation promises",
                        "make the roles before: postern apply, or the SQL that postern plan --sql prints")));
    }

    private Map<String, String> quadletTls(Branch external, List<Check> remarks) {
        Path folder = root.resolve("etc/flightctl/pki/db");
        Map<String, String> tls = new HashMap<>();
        external.text("sslmode").ifPresent(mode -> tls.put("sslmode", mode));
        boolean verifies = external.text("sslmode")
                .filter(mode -> mode.startsWith("verify"))
                .isPresent();
        if (verifies || Files.exists(folder.resolve("ca.crt"))) {
            tls.put("sslrootcert", folder.resolve("ca.crt").toString());
        }
        if (external.text("useClientCertAuth").filter("true"::equals).isPresent()) {
            tls.put("sslcert", folder.resolve("client.crt").toString());
            tls.put("sslkey", folder.resolve("client.key").toString());
            remarks.add(Check.ok(
                    Step.SETTINGS, "the wait script refuses an empty password even where the certificate logs in"));
        }
        Units.of(root).ifPresent(remarks::add);
        return tls;
    }

    /** What the chart mounts is seen in a pod only. */
    private Map<String, String> helmTls(Branch external, List<Check> remarks) {
        Path folder = root.resolve("etc/ssl/postgres");
        Map<String, String> tls = new HashMap<>();
        external.text("sslmode").ifPresent(mode -> tls.put("sslmode", mode));
        boolean here = Files.isDirectory(folder);
        boolean authority = external.said("tlsConfigMapName") || external.said("sslConfigMap");
        boolean client = external.said("tlsSecretName") || external.said("sslSecret");
        if (here) {
            if (authority) {
                tls.put("sslrootcert", folder.resolve("ca-cert.pem").toString());
            }
            if (client) {
                tls.put("sslcert", folder.resolve("client-cert.pem").toString());
                tls.put("sslkey", folder.resolve("client-key.pem").toString());
            }
        } else if (authority || client) {
            remarks.add(Check.warning(
                    Step.SETTINGS,
                    "the certificates are mounted at /etc/ssl/postgres in Flight Control's pods, not here",
                    "so they are not looked at",
                    "postern doctor --from pod/NAME renders a Job that runs there; or PGSSLROOTCERT, PGSSLCERT and PGSSLKEY"
                            + " name copies"));
        }
        boolean verifies = external.text("sslmode")
                .filter(mode -> mode.startsWith("verify"))
                .isPresent();
        if (verifies && !authority) {
            remarks.add(Check.warning(
                    Step.SETTINGS,
                    "sslmode verifies, and no tlsConfigMapName says by which authority",
                    "pgx then goes by the image's own root certificates, which know no private authority",
                    "a ConfigMap with the key ca-cert.pem, named in db.external.tlsConfigMapName"));
        }
        return tls;
    }

    private Subject subject(
            Who who, Where where, Optional<String> password, Map<String, String> tls, List<Check> remarks) {
        StringBuilder text = new StringBuilder("host=" + where.host() + " user=" + where.user());
        password.ifPresent(secret -> text.append(" password=").append(secret));
        text.append(" port=").append(where.port()).append(" dbname=").append(where.name());
        for (String key : List.of("sslmode", "sslcert", "sslkey", "sslrootcert")) {
            Optional.ofNullable(tls.get(key))
                    .ifPresent(value -> text.append(' ').append(key).append('=').append(value));
        }
        return new Subject(
                "Flight Control, " + who.word,
                Secret.ofText(text.toString()),
                Optional.of(DriverName.PGX),
                Map.of(),
                NEEDS,
                remarks);
    }

    private Optional<String> said(String name, Optional<String> inFile, List<Check> remarks) {
        Optional<String> value = variable(name);
        value.ifPresent(_ -> remarks.add(Check.ok(Step.SETTINGS, name + " counts before the file")));
        return value.or(() -> inFile);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
