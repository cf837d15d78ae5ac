package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.problem.ManifestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One change to a good declaration, and the one problem that it must give. */
class RefusedManifestTest {
    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        apiVersion: postern.dev/v1alpha1       | apiVersion: postern.dev/v2       | 1:13 UNKNOWN_KIND apiVersion "postern.dev/v2" is not known
        kind: Cluster                          | kind: Pooler                     | 2:7 NOT_ENFORCED kind Pooler is not enforced by this build
        kind: Cluster                          | kind: [Cluster]                  | 2:7 WRONG_TYPE kind is a list, but a word is expected
        metadata: {name: orders,               | metadata: {nme: orders, name: orders, | 3:12 UNKNOWN_KEY metadata has no field "nme"; did you mean "name"?
        metadata: {name: orders,               | metadata: {name: -orders,        | 3:18 BAD_VALUE metadata.name "-orders" is not a name
        metadata: {name: orders,               | metadata: {name: 12,             | 3:18 WRONG_TYPE metadata.name is a number, but name is expected
        metadata: {name: orders,               | metadata: {name: true,           | 3:18 WRONG_TYPE metadata.name is true or false, but name is expected
        metadata: {name: orders,               | metadata: {name: ,               | 3:17 MISSING metadata.name has no value
        labels: {stage: prod                   | labels: {"": prod                | 3:35 BAD_VALUE metadata.labels: the key "" is not a label's key
        labels: {stage: prod                   | labels: {stage: [prod]           | 3:42 WRONG_TYPE metadata.labels.stage is a list, but text is expected
        labels: {stage: prod                   | labels: {team: x, stage: prod    | 3:57 DUPLICATE_KEY the key "team" stands here a second time, first in line 3
        engine: external                       | engine: extern                   | 5:11 UNKNOWN_WORD spec.engine cannot be "extern"; did you mean "external"?
        engine: external                       | engine: cloudnative-pg           | 5:11 NOT_ENFORCED spec.engine: cloudnative-pg is not enforced by this build
        engine: external                       | engin: external                  | 5:3 UNKNOWN_KEY spec has no field "engin"; did you mean "engine"?
        "pg1.example.com:5432"                 | pg1.example.com                  | 6:24 BAD_VALUE spec.endpoints.primary "pg1.example.com" is not an address with a port
        "pg1.example.com:5432"                 | "pg1:70000"                      | 6:24 BAD_VALUE has the port 70000, which is not from 1 to 65535
        "pg1.example.com:5432"                 | "pg 1:5432"                      | 6:24 BAD_VALUE has no valid host name
        "pg1.example.com:5432"                 | "::1:5432"                       | 6:24 BAD_VALUE is not an address with a port
        {primary: "pg1.example.com:5432"}      | {primary: "a:1", standby: ["b"]} | 6:41 BAD_VALUE spec.endpoints.standby[0] "b" is not an address with a port
        {primary: "pg1.example.com:5432"}      | {primary: "a:1", standby: "b:1"} | 6:40 WRONG_TYPE spec.endpoints.standby is text, but a list is expected
        sslmode: verify-full, sslrootcert      | sslmode: prefer, sslrootcert     | 7:18 NOT_ENFORCED spec.tls.sslmode: prefer is not enforced by this build
        sslmode: verify-full, sslrootcert      | sslmode: verify-ful, sslrootcert | 7:18 UNKNOWN_WORD spec.tls.sslmode cannot be "verify-ful"; did you mean "verify-full"?
        sslmode: verify-full, sslrootcert      | sslmode: required, sslrootcert   | 7:18 UNKNOWN_WORD spec.tls.sslmode cannot be "required"; did you mean "require"?
        , sslrootcert: {file: ca.crt}          |                                  | 7:8 MISSING spec.tls.sslrootcert is missing
        {file: ca.crt}                         | ca.crt                           | 7:44 WRONG_TYPE spec.tls.sslrootcert is text, but a mapping is expected
        {file: ca.crt}                         | {file: ~/ca.crt}                 | 7:51 BAD_VALUE starts with ~, which only a shell understands
        {file: ca.crt}                         | {env: CA}                        | 7:45 NOT_ENFORCED spec.tls.sslrootcert.env is not enforced by this build
        password: {file: /run/secrets/admin}   | sslcert: {file: c}               | 8:10 MISSING spec.admin has half a client certificate, sslkey is missing
        password: {file: /run/secrets/admin}   | database: x                      | 8:10 MISSING neither a client certificate nor a password
        password: {file: /run/secrets/admin}   | password: {file: a}, sslcert: {file: b}, sslkey: {file: c} | 8:10 CONTRADICTION both a client certificate and a password
        password: {file: /run/secrets/admin}   | password: {}                     | 8:37 MISSING spec.admin.password names no source
        password: {file: /run/secrets/admin}   | password: {value: hunter2, env: X} | 8:37 CONTRADICTION spec.admin.password names 2 sources
        password: {file: /run/secrets/admin}   | password: {env: 1X}              | 8:43 BAD_VALUE spec.admin.password.env is not the name of a variable
        password: {file: /run/secrets/admin}   | password: {podmanSecret: ""}     | 8:52 BAD_VALUE spec.admin.password.podmanSecret is empty
        password: {file: /run/secrets/admin}   | password: {reference: secret/db} | 8:49 BAD_VALUE spec.admin.password.reference is not a placeholder
        password: {file: /run/secrets/admin}   | password: {vault: {path: a}}     | 8:45 MISSING spec.admin.password.vault.key is missing
        password: {file: /run/secrets/admin}   | password: {secretKeyRef: {name: a, key: b}} | 8:52 MISSING spec.admin.password.secretKeyRef.manifest is missing
        """)
    void oneProblemInACluster(String good, @Nullable String bad, String expected) {
        oneChangeOneProblem(good, bad, expected);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        cluster: orders                        | cluster: order                   | 14:12 UNRESOLVED there is no Cluster "order"; did you mean "orders"?
        requires: {ext                         | requires: {version: sixteen, ext | 15:23 BAD_VALUE spec.requires.version "sixteen" is not
        owner: flightctl_owner                 | owner: postgres                  | 16:10 BAD_VALUE is the superuser by convention
        owner: flightctl_owner                 | owner: pg_owner                  | 16:10 BAD_VALUE is reserved by PostgreSQL
        owner: flightctl_owner                 | owner: flightctl_read            | 20:14 CONTRADICTION role flightctl_read is the owner of Database flightctl and a role of Database flightctl
        profile: reader                        | profile: owner                   | 20:39 NOT_ENFORCED spec.roles[2].profile: owner is not enforced by this build
        profile: reader                        | profile: redaer                  | 20:39 UNKNOWN_WORD spec.roles[2].profile cannot be "redaer"; did you mean "reader"?
        login: false                           | login: no                        | 20:54 WRONG_TYPE spec.roles[2].login is text, but true or false is expected
        login: false                           | inherit: nope                    | 20:56 WRONG_TYPE spec.roles[2].inherit is text, but true or false is expected
        connectionLimit: 420                   | connectionLimit: -2              | 19:68 BAD_VALUE spec.roles[1].connectionLimit "-2" is outside of -1 to 2147483647
        connectionLimit: 420                   | connectionLimit: 99999999999999  | 19:68 BAD_VALUE is outside of
        connectionLimit: 420                   | connectionLimit: "420"           | 19:68 WRONG_TYPE spec.roles[1].connectionLimit is text, but a whole number is expected
        connectionLimit: 420                   | connectionLimit: 4.5             | 19:68 WRONG_TYPE is a number, but a whole number is expected
        """)
    void oneProblemInADatabase(String good, @Nullable String bad, String expected) {
        oneChangeOneProblem(good, bad, expected);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        consumer: libpq                        | consumer: libqp                  | 26:13 UNKNOWN_WORD spec.consumer cannot be "libqp"; did you mean "libpq"?
        consumer: libpq                        | consumer: pgpool                 | 26:13 NOT_ENFORCED spec.consumer: pgpool is not enforced by this build
        database: flightctl                    | database: flightcl               | 27:13 UNRESOLVED there is no Database "flightcl"; did you mean "flightctl"?
        application: flightctl_app,            | application: flightctl_ap,       | 28:24 UNRESOLVED Database flightctl declares no role "flightctl_ap"; did you mean "flightctl_app"?
        application: flightctl_app,            | application: flightctl_read,     | 28:24 CONTRADICTION role flightctl_read is bound as application but may not log in
        {application: flightctl_app, migration: flightctl_migrator} | {}          | 28:10 MISSING spec.roles is empty
        auth: cert                             | auth: scram                      | 29:9 UNKNOWN_WORD spec.auth cannot be "scram"
        auth: cert                             | cientAuthMode: cert              | 29:3 UNKNOWN_KEY spec has no field "cientAuthMode"; did you mean "auth"?
        [{directory: pki/db}]                  | [{vault: x}]                     | 31:14 NOT_ENFORCED spec.deliver[0].vault is not enforced by this build
        [{directory: pki/db}]                  | [{}]                             | 31:13 MISSING spec.deliver[0] names no target
        [{directory: pki/db}]                  | {directory: pki/db}              | 31:12 WRONG_TYPE spec.deliver is a mapping, but a list is expected
        [{directory: pki/db}]                  | [{directory: a}, {directory: ./a}] | 31:41 CONTRADICTION is also filled by this Binding again
        """)
    void oneProblemInABinding(String good, @Nullable String bad, String expected) {
        oneChangeOneProblem(good, bad, expected);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        subjects: ["user:alice"]               | subjects: []                     | 37:21 MISSING spec.allow.subjects is an empty list, at least 1 is expected
        subjects: ["user:alice"]               | subjects: ["edge"]               | 37:22 BAD_VALUE spec.allow.subjects[0] "edge" is not a subject
        subjects: ["user:alice"]               | subjects: ["user:a*"]            | 37:22 BAD_VALUE has a wildcard where none is known
        subjects: ["user:alice"]               | subjects: ["group:edge"]         | 37:22 NOT_ENFORCED names a group, which is not enforced by this build
        subjects: ["user:alice"]               | subjects: ["workload:x"]         | 37:22 NOT_ENFORCED names a workload, which is not enforced by this build
        {labels: {team: edge}}                 | {}                               | 37:47 MISSING spec.allow.clusters selects nothing
        {labels: {team: edge}}                 | {names: [odrers]}                | 37:56 UNRESOLVED there is no Cluster "odrers"; did you mean "orders"?
        databases: [flightctl]                 | databases: [flightctl, flight]   | 37:94 UNRESOLVED no Database declares the database "flight"
        roles: [flightctl_read]                | roles: [postgres]                | 37:103 UNRESOLVED no Database declares the role "postgres"
        allow: {sub                            | deny: {sub                       | 38:12 CONTRADICTION spec.session has no meaning in a rule that denies
        allow: {sub                            | alow: {sub                       | 37:3 UNKNOWN_KEY spec has no field "alow"; did you mean "allow"?
        session: {maxTtl: 8h}                  | session: {maxTtl: 8 hours}       | 38:21 BAD_VALUE spec.session.maxTtl "8 hours" is not a duration
        session: {maxTtl: 8h}                  | session: {maxTtl: 0s}            | 38:21 BAD_VALUE is not from 1s to 365d
        session: {maxTtl: 8h}                  | session: {maxTtl: 8}             | 38:21 WRONG_TYPE spec.session.maxTtl is a number, but duration
        session: {maxTtl: 8h}                  | session: {audit: strict}         | 38:13 NOT_ENFORCED spec.session.audit is not enforced by this build
        """)
    void oneProblemInAnAccessRule(String good, @Nullable String bad, String expected) {
        oneChangeOneProblem(good, bad, expected);
    }

    private static void oneChangeOneProblem(String good, @Nullable String bad, String expected) {
        assertThat(ManifestReaderTest.ORDERS).contains(good);
        String changed = ManifestReaderTest.ORDERS.replaceFirst(
                Pattern.quote(good), Matcher.quoteReplacement(bad == null ? "" : bad));
        ManifestException refused =
                catchThrowableOfType(ManifestException.class, () -> ManifestReaderTest.read(changed));
        assertThat(refused).as("must be refused").isNotNull();
        assertThat(refused.problems()).as(refused.getMessage()).hasSize(1);
        Problem problem = refused.first();
        String[] parts = expected.split(" ", 3);
        assertThat(problem.place().orElseThrow().toString() + " "
                        + problem.code().name())
                .isEqualTo("orders.yaml:" + parts[0] + " " + parts[1]);
        assertThat(problem.what()).contains(parts[2]);
        assertThat(problem.fix()).isNotEmpty();
    }

    @Test
    void allowAndDenyExcludeEachOther() {
        String rule = ManifestReaderTest.ORDERS.substring(ManifestReaderTest.ORDERS.indexOf("  allow:"));
        String both = ManifestReaderTest.ORDERS
                + rule.lines().findFirst().orElseThrow().replace("allow", "deny") + "\n";
        assertThat(refusal(both)).contains("spec has both allow and deny");
        String neither =
                ManifestReaderTest.ORDERS.replace(rule.lines().findFirst().orElseThrow() + "\n", "");
        assertThat(refusal(neither)).contains("spec has neither allow nor deny");
    }

    @Test
    void theSameTwiceNamesBothPlaces() {
        String twice = ManifestReaderTest.ORDERS + "---\n"
                + ManifestReaderTest.ORDERS.substring(0, ManifestReaderTest.ORDERS.indexOf("---"));
        assertThat(refusal(twice))
                .contains("orders.yaml:42:18: Cluster orders is declared a second time, first at orders.yaml:3:18");
    }

    @Test
    void twoDatabasesCannotDisagreeAboutARole() {
        String other = """
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: second}
                spec:
                  cluster: orders
                  owner: second_owner
                  roles: [{name: flightctl_app, profile: reader, connectionLimit: 5}, {name: flightctl_owner, profile: reader}]
                """;
        assertThat(refusal(ManifestReaderTest.ORDERS + other))
                .contains("role flightctl_app has connectionLimit 5 here, connectionLimit 420 in Database flightctl")
                .contains("role flightctl_owner is the owner of Database flightctl and a role of Database second");
        String same = other.replace("name: second}", "name: second}")
                .replace("owner: second_owner", "name: flightctl\n  owner: second_owner");
        assertThat(refusal(ManifestReaderTest.ORDERS + same))
                .contains("are the same database flightctl of cluster orders");
    }

    @Test
    void aSecretInTheWrongPlaceIsNotRepeated() {
        String changed = ManifestReaderTest.ORDERS.replace("password: {file: /run/secrets/admin}", "password: hunter2");
        assertThat(refusal(changed)).contains("spec.admin.password is text").doesNotContain("hunter2");
    }

    @Test
    void whatATerminalWouldObeyIsNotRepeated() {
        String changed = ManifestReaderTest.ORDERS.replace("engine: external", "engine: \"\\e[31mred\\u202e\"");
        assertThat(refusal(changed)).contains("\\u001b[31mred\\u202e").doesNotContain("\u001b", "\u202e");
        String key = ManifestReaderTest.ORDERS.replace("labels: {stage", "labels: {\"\\e[2J\": {}, stage");
        assertThat(refusal(key)).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!java.net.URL [x]", "!custom x", "!!javax.script.ScriptEngineManager {}", "!!str x"})
    void tagsMakeNothing(String tagged) {
        assertThat(refusal("a: " + tagged)).contains(" tag ").contains("is not read");
    }

    @Test
    void bombsAreDefused() {
        assertThat(refusal("[".repeat(100_000))).contains("more than 32 levels inside each other");
        assertThat(refusal("a: " + "{a: ".repeat(100_000))).contains("more than 32 levels inside each other");
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String list = ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, list));
        }
        assertThat(refusal(laughs.toString())).contains("aliases counted each time");
        assertThat(refusal("a: &a [*a]")).contains("has no finished anchor before it");
        assertThat(refusal("a: *b")).contains("has no finished anchor before it");
        assertThat(refusal("x".repeat(8_000_001))).contains("at most 8000000 are read");
        assertThat(refusal("? [a]\n: b")).contains("a key is text, this one is a list");
    }

    @Test
    void aThousandProblemsAreCounted() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("---\nkind: Nothing%d\napiVersion: postern.dev/v1alpha1\n".formatted(i));
        }
        assertThat(refusal(text.toString())).contains("500 more problems are not listed");
    }

    private static String refusal(String yaml) {
        ManifestException refused = catchThrowableOfType(ManifestException.class, () -> ManifestReaderTest.read(yaml));
        assertThat(refused).as("must be refused").isNotNull();
        return String.valueOf(refused.getMessage());
    }
}
