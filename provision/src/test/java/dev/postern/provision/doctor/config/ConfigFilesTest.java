package dev.postern.provision.doctor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.provision.doctor.Subject;
import dev.postern.provision.driver.DriverName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTest {
    private static final String STRING = "host=db.example dbname=spire user=spire password='p w' sslmode=verify-full";

    @TempDir
    Path root = Path.of("");

    private List<Subject> read(String name, String text, Map<String, String> environment) {
        return new ConfigFiles(environment, root).read(name, text, new Exposure(name, "rw-r--r--"));
    }

    private static String remarks(Subject subject) {
        return subject.remarks().stream()
                .map(check -> check.outcome() + " " + check.saw() + " "
                        + check.advice()
                                .map(advice -> advice.cause() + " / " + advice.fix())
                                .orElse(""))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                # SPIRE
                server { trust_domain = "example.org" /* one */ }
                plugins {
                  KeyManager "memory" { plugin_data {} }
                  DataStore "sql" {
                    plugin_data {
                      database_type = "postgres" // the one
                      connection_string = "STRING"
                      max_open_conns = 20
                    }
                  }
                }
                """, """
                {"plugins": {"DataStore": [{"sql": {"plugin_data": [{"database_type": "postgres",
                  "connection_string": "STRING", "max_open_conns": 20}]}}]}}
                """, """
                plugins = { DataStore = { sql = { plugin_data = {
                  database_type = "postgres"
                  connection_string = <<-EOF
                    STRING
                  EOF
                } } } }
                """})
    void theStringOfSpiresDatastoreIsFound(String shape) {
        List<Subject> found = read("server.conf", shape.replace("STRING", STRING), Map.of());
        assertThat(found).singleElement().satisfies(subject -> {
            assertThat(subject.conninfo().text().strip()).isEqualTo(STRING);
            assertThat(subject.driver()).contains(DriverName.LIB_PQ);
            assertThat(remarks(subject)).contains("a password stands in server.conf", "everybody may read");
            assertThat(subject.toString() + remarks(subject)).doesNotContain("p w");
        });
    }

    @Test
    void whatSpireDoesNotReadForPostgresIsSaidAndTheReadOnlyStringIsASubjectOfItsOwn() {
        List<Subject> found = read("server.hcl", """
                plugins { DataStore "sql" { plugin_data {
                  database_type "aws_postgres" { region = "eu-central-1" }
                  connection_string = "host=a user=${DB_USER} dbname=spire password=${GONE}"
                  ro_connection_string = "host=b user=spire"
                  root_ca_path = "/ca.pem"
                } } }
                """, Map.of("DB_USER", "sp$1re"));
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().conninfo().text()).isEqualTo("host=a user=sp$1re dbname=spire password=");
        assertThat(remarks(found.getFirst()))
                .contains("root_ca_path is said, and SPIRE reads it for MySQL only", "sslrootcert")
                .contains("the variable GONE is not set here")
                .contains("has AWS make a token")
                .doesNotContain("a password stands");
        assertThat(found.getLast().title()).isEqualTo("SPIRE server, ro_connection_string");
    }

    @Test
    void theOperatorsResourceAndAConfigMapAreReadToo() {
        Subject resource = read("spireserver.yaml", """
                apiVersion: operator.openshift.io/v1alpha1
                kind: SpireServer
                spec:
                  datastore:
                    databaseType: postgres
                    connectionString: postgresql://admin:redhat@db:5432/spire?sslmode=require
                    tlsSecretName: spire-db
                """, Map.of()).getFirst();
        assertThat(remarks(resource))
                .contains("mode 0644", "a password stands in")
                .doesNotContain("redhat");
        Subject map = read("cm.yaml", """
                apiVersion: v1
                kind: ConfigMap
                data:
                  server.conf: |
                    {"plugins":{"DataStore":[{"sql":{"plugin_data":{"database_type":"postgres","connection_string":"host=m"}}}]}}
                """, Map.of()).getFirst();
        assertThat(map.conninfo().text()).isEqualTo("host=m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite3", "mysql"})
    void otherStoresOfSpireAreRefusedByName(String type) {
        assertThatThrownBy(() -> read(
                        "server.conf",
                        "plugins { DataStore \"sql\" { plugin_data { database_type = \"" + type
                                + "\" connection_string = \"x:secret@\" } } }",
                        Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(type.equals("sqlite3") ? "SQLite" : "MySQL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void flightControlsOwnConfigurationHasTwoUsersAndTheEnvironmentCountsFirst() {
        List<Subject> found = read("config.yaml", """
                database:
                  type: pgsql
                  hostname: db.example
                  port: 5433
                  name: fc
                  user: app
                  password: left over
                  migrationUser: mig
                  sslmode: verify-full
                  sslrootcert: /ca.crt
                """, Map.of("DB_MIGRATION_PASSWORD", "m"));
        assertThat(found)
                .extracting(subject -> subject.conninfo().text())
                .containsExactly(
                        "host=db.example user=app password=left over port=5433 dbname=fc sslmode=verify-full sslrootcert=/ca.crt",
                        "host=db.example user=mig password=m port=5433 dbname=fc sslmode=verify-full sslrootcert=/ca.crt");
        assertThat(remarks(found.getFirst())).contains("a password stands in config.yaml, at database.password");
        assertThat(remarks(found.getLast())).contains("DB_MIGRATION_PASSWORD counts before the file");
        assertThat(found).allSatisfy(subject -> assertThat(subject.driver()).contains(DriverName.PGX));
    }

    @Test
    void bothGenerationsOfHelmsValuesAreReadAndLeftoversNamed() {
        Subject old = read("values.yaml", """
                db:
                  type: external
                  name: fc
                  userPassword: leftover
                  masterUserSecretName: admin
                  applicationUserSecretName: app
                  external:
                    hostname: db.example
                    sslmode: verify-ca
                    sslConfigMap: postgres-ca-cert
                """, Map.of()).getFirst();
        assertThat(old.conninfo().text())
                .isEqualTo("host=db.example user=flightctl_app port=5432 dbname=fc sslmode=verify-ca");
        assertThat(remarks(old))
                .contains("at db.userPassword", "sslConfigMap is the name of older documentation", "tlsConfigMapName")
                .contains("masterUserSecretName", "nothing makes users", "one level too high")
                .contains("mounted at /etc/ssl/postgres in Flight Control's pods, not here")
                .doesNotContain("leftover\"");
        Subject now = read("values.yaml", """
                db: {type: external, name: fc, external: {hostname: h, sslmode: verify-full, applicationUserSecretName: a}}
                """, Map.of("DB_PASSWORD", "x")).getFirst();
        assertThat(remarks(now)).contains("no tlsConfigMapName says").doesNotContain("older", "stands in");
        assertThat(now.conninfo().text()).contains("password=x port");
    }

    @Test
    void theQuadletsUnitsThatAreNotMaskedAreAFinding() throws IOException {
        Path units = Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.createDirectories(root.resolve("etc/flightctl"));
        String config = """
                db:
                  type: external
                  external: {hostname: h, name: fc, sslmode: verify-ca, useClientCertAuth: true}
                """;
        Subject open = read("service-config.yaml", config, Map.of()).getFirst();
        assertThat(open.conninfo().text())
                .contains("sslcert=" + root.resolve("etc/flightctl/pki/db/client.crt"), "sslrootcert=");
        assertThat(remarks(open))
                .contains("flightctl-db.service, flightctl-db-users-init.service are not masked", "systemctl mask");
        Files.createSymbolicLink(units.resolve("flightctl-db.service"), Path.of("/dev/null"));
        assertThat(remarks(read("service-config.yaml", config, Map.of()).getFirst()))
                .contains("flightctl-db-users-init.service is not masked");
        Files.createSymbolicLink(units.resolve("flightctl-db-users-init.service"), Path.of("/dev/null"));
        assertThat(remarks(read("service-config.yaml", config, Map.of()).getFirst()))
                .contains("are masked")
                .doesNotContain("not masked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server {",
                "plugins = \"open",
                "a = [1, {",
                "a \"b\" \"c",
                "= 3",
                "a = ${",
                "{\"a\" 1 2}",
                "<<EOF\nx",
                "a = \"\\q\"",
                "a = \"\\uD8\"",
                "}"
            })
    void whatIsNoHclIsSaidWithItsPlace(String text) {
        assertThatThrownBy(() -> read("x.conf", text, Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("x.conf is not HCL here");
    }

    @Test
    void depthIsBoundedAndOtherFilesAreRefused() {
        assertThatThrownBy(() -> read("x.conf", "a {".repeat(10_000), Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("braces are open");
        assertThatThrownBy(() -> read("x.conf", "a = " + "[".repeat(10_000), Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("brackets are open");
        assertThatThrownBy(() -> read("other.yaml", "image: nginx", Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("neither SPIRE server's configuration nor Flight Control's");
        assertThatThrownBy(() -> read("values.yaml", "db: {type: builtin}", Map.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("a database of its own");
    }
}
