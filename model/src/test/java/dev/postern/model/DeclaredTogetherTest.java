package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.problem.ManifestException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources that are good one by one, and what they must not say about each other. */
class DeclaredTogetherTest {
    private static final String TOGETHER = """
            {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {engine: external,
              endpoints: {primary: "h:1"}, tls: {sslmode: disable}, admin: {user: boss, password: {env: PW}}}}
            ---
            {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: shop}, spec: {cluster: c,
              owner: shop_owner, groups: {application: shop_rw},
              schemas: [{name: audit}, {name: stock, owner: shop_migrator}],
              roles: [{name: shop_app, profile: application, inRoles: [pg_monitor, auditors]},
                      {name: shop_migrator, profile: migrator},
                      {name: shop_read, profile: reader, login: false, inRoles: [shop_app]},
                      {name: billing, profile: service},
                      {name: parcels, profile: service, schema: post, settings: {work_mem: 8MB}}]}}
            ---
            {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: other}, spec: {cluster: c,
              owner: other_owner, roles: [{name: other_app, profile: application}]}}
            ---
            {apiVersion: postern.dev/v1alpha1, kind: DatabaseRole, metadata: {name: late}, spec: {database: shop,
              name: late_read, profile: reader}}
            ---
            {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: first}, spec: {consumer: libpq,
              database: shop, roles: {application: shop_app, migration: shop_migrator}, auth: scram-sha-256,
              rotation: alternate, credentials: {application: {password: {value: one-canary}},
                migration: {password: {value: two-canary}}},
              deliver: [{directory: out/a}, {kubernetesManifest: out/a.yaml}, {podmanSecrets: true}]}}
            ---
            {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: second}, spec: {consumer: jdbc,
              database: other, roles: {application: other_app}, auth: scram-sha-256,
              credentials: {application: {password: {file: out/password}}},
              deliver: [{directory: out/b}, {podmanSecrets: true}]}}
            """;

    private static final String LONG = "n".repeat(62);

    @Test
    void aRoleWithADocumentOfItsOwnStandsInItsDatabase() {
        ResourceSet set = read(TOGETHER);
        assertThat(set.database("shop").orElseThrow().roles())
                .extracting(DatabaseRole::name)
                .containsExactly("shop_app", "shop_migrator", "shop_read", "billing", "parcels", "late_read");
        assertThat(set.databases()).contains(set.database("shop").orElseThrow());
        Resource late = set.resources().stream()
                .filter(DeclaredRole.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(late.kind()).isEqualTo("DatabaseRole");
        assertThat(ManifestReader.readStored("late", ManifestWriter.json(late))).isEqualTo(late);
    }

    @Test
    void whoseLoginsTakeTurnsNeedNotLogInItself() {
        String two = TOGETHER.replace("migration: shop_migrator}", "migration: shop_read}");
        assertThat(read(two).bindings().getFirst().roles()).containsEntry("migration", "shop_read");
        assertThat(problems(two.replace("  rotation: alternate,", "  ")))
                .containsExactly("x.yaml:20:61: role shop_read is bound as migration but may not log in");
    }

    @Test
    void aRoleIsAddedToADatabaseThatWasAppliedBefore() {
        ResourceSet applied = read(TOGETHER);
        ManifestText more = text("""
                {apiVersion: postern.dev/v1alpha1, kind: DatabaseRole, metadata: {name: reports},
                  spec: {database: other, profile: reader}}
                """);
        ResourceSet added = ManifestReader.readTexts(List.of(more), applied);
        assertThat(applied.overlaidWith(added).database("other").orElseThrow().roles())
                .extracting(DatabaseRole::name)
                .containsExactly("other_app", "reports");
    }

    // each: what is replaced, by what, in which line and where in it the one problem is, and what it says
    @ParameterizedTest(name = "{0} -> {1}: {5}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        application: shop_rw      | application: boss                | 5  | boss          | CONTRADICTION | role boss is the administrator of Cluster c and a group of Database shop
        owner: shop_owner         | owner: shop_reader               | 5  | {app          | CONTRADICTION | role shop_reader is the owner of Database shop and a group of Database shop
        application: shop_rw      | application: billing             | 10 | billing       | CONTRADICTION | role billing is a group of Database shop and a role of Database shop
        application: shop_rw      | application: shop_reader         | 5  | {application  | CONTRADICTION | role shop_reader is a group of Database shop and a group of Database shop
        name: billing             | name: shop_rw                    | 10 | shop_rw       | CONTRADICTION | role shop_rw is a group of Database shop and a role of Database shop
        name: billing             | name: shop_reader                | 10 | shop_reader   | CONTRADICTION | role shop_reader is a group of Database shop and a role of Database shop
        name: billing             | name: other_application          | 10 | other_app     | CONTRADICTION | role other_application is a group of Database other and a role of Database shop
        name: billing             | name: other_reader               | 10 | other_reader  | CONTRADICTION | role other_reader is a group of
        name: billing             | name: other_owner                | 10 | other_owner   | CONTRADICTION | role other_owner is the owner of Database other and a role of Database shop
        name: billing             | name: shop_app_a                 | 20 | shop_app,     | CONTRADICTION | role shop_app_a is a role of Database shop and a login that is rotated by Binding first
        name: billing             | name: shop_migrator_b            | 20 | shop_migrator | CONTRADICTION | role shop_migrator_b is
        name: billing             | name: shop_app                   | 10 | shop_app      | CONTRADICTION | role shop_app is declared twice in Database shop
        name: late_read           | name: billing                    | 17 | billing       | CONTRADICTION | role billing is declared twice in Database shop
        owner: other_owner        | owner: late_read                 | 17 | late_read     | CONTRADICTION | role late_read is the owner of Database other and a role of Database shop
        database: shop,           | database: shup,                  | 16 | shup          | UNRESOLVED    | there is no Database "shup"; did you mean "shop"?
        """)
    void aNameMeansOneThingInACluster(String good, String bad, int line, String needle, String code, String what) {
        oneProblem(good, bad, line, needle, code, what);
    }

    @ParameterizedTest(name = "{0} -> {1}: {5}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        pg_monitor, auditors      | shop_read                        | 7  | shop_read     | CONTRADICTION | roles are members of each other in a circle: shop_app → shop_read → shop_app
        pg_monitor, auditors      | shop_app                         | 7  | shop_app]     | CONTRADICTION | in a circle: shop_app → shop_app
        pg_monitor, auditors      | shop_app_a                       | 7  | shop_app_a    | CONTRADICTION | in a circle: shop_app → shop_app_a → shop_app
        profile: service}         | profile: service, inRoles: [parcels]}, {name: leaving, profile: reader, ensure: absent, inRoles: [billing]}, {name: staying, profile: reader, inRoles: [leaving]} | 10 | leaving]} | CONTRADICTION | role staying is to be a member of leaving, which is to be absent
        """)
    void membershipsCanBeMade(String good, String bad, int line, String needle, String code, String what) {
        oneProblem(good, bad, line, needle, code, what);
    }

    @ParameterizedTest(name = "{0} -> {1}: {5}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        owner: shop_migrator}     | owner: shop_migrater}            | 6  | shop_migrater | UNRESOLVED    | schema "stock" is to belong to shop_migrater, which Database shop does not declare; did you mean "shop_migrator"?
        owner: shop_migrator}     | owner: other_owner}              | 6  | other_owner   | UNRESOLVED    | which Database shop does not declare
        owner: shop_migrator}     | owner: shop_app}                 | 6  | shop_app      | CONTRADICTION | whose profile creates nothing
        name: audit}              | name: stock}                     | 6  | stock, o      | CONTRADICTION | schema "stock" is declared in schemas, and declared in schemas
        schema: post              | schema: billing                  | 11 | billing       | CONTRADICTION | schema "billing" is the schema of the service billing, and the schema of the service parcels
        schema: post              | schema: audit                    | 11 | audit         | CONTRADICTION | schema "audit" is declared in schemas, and the schema of the service parcels
        schema: post              | schema: pg_post                  | 11 | pg_post       | BAD_VALUE     | is reserved
        name: billing             | name: information_schema         | 10 | information   | BAD_VALUE     | the schema of the service information_schema would be "information_schema", which is reserved
        profile: service, schema: post | profile: reader, schema: post | 11 | post         | CONTRADICTION | spec.roles[4].schema stands at a role that is no service
        work_mem: 8MB             | search_path: public              | 11 | public        | CONTRADICTION | spec.roles[4].settings sets search_path, which the profile service sets
        work_mem: 8MB             | Work-Mem: 8MB                    | 11 | Work-Mem      | BAD_VALUE     | the key "Work-Mem" is not the name of a setting
        work_mem: 8MB             | role: boss                       | 11 | role: boss    | BAD_VALUE     | the key "role" is set by the profile
        work_mem: 8MB             | work_mem: 8                      | 11 | 8}            | WRONG_TYPE    | spec.roles[4].settings.work_mem is a number, but text is expected
        """)
    void aSchemaBelongsToOneWhoMayCreate(String good, String bad, int line, String needle, String code, String what) {
        oneProblem(good, bad, line, needle, code, what);
    }

    @ParameterizedTest(name = "{0} -> {1}: {5}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        migration: shop_migrator  | migration: shop_app              | 22 | {value: two   | CONTRADICTION | role shop_app has one password, and two purposes set it: Binding first takes it from the declaration, Binding first takes it from the declaration, which is another
        value: two-canary         | value: one-canary                | 22 | {value        | CONTRADICTION | role shop_migrator and role shop_app have the same password
        value: two-canary         | value: ""                        | 22 | \"\"          | BAD_VALUE     | spec.credentials.migration.password.value is empty or has a character that cannot be seen
        value: two-canary         | value: {secret: two-canary}      | 22 | {secret       | WRONG_TYPE    | spec.credentials.migration.password.value is a mapping
        value: two-canary         | env: two-canary                  | 22 | two-canary    | BAD_VALUE     | spec.credentials.migration.password.env is not the name of a variable
        migration: {password      | migrator: {password              | 22 | {password     | UNRESOLVED    | has the purpose migrator, which roles does not; did you mean "migration"?
        out/b                     | out/a                            | 28 | out/a         | CONTRADICTION | out/a is also filled by Binding first
        {directory: out/b}        | {kubernetesManifest: out/a.yaml} | 28 | out/a.yaml    | CONTRADICTION | out/a.yaml is also filled by Binding first
        {directory: out/b}        | {podmanSecrets: true}            | 28 | true}]        | CONTRADICTION | Podman's secrets for Binding second are also filled by this Binding again
        """)
    void bindingsDoNotGetInEachOthersWay(String good, String bad, int line, String needle, String code, String what) {
        oneProblem(good, bad, line, needle, code, what);
    }

    @Test
    void aRoleOfTwoDatabasesIsOneRole() {
        assertThat(problems(TOGETHER.replace("name: other_app, profile", "name: late_read, connectionLimit: 7, profile")
                        .replace("application: other_app", "application: late_read")))
                .containsExactly("x.yaml:17:9: role late_read has connectionLimit undeclared here, connectionLimit 7 in"
                        + " Database other");
    }

    @Test
    void oneRoleHasOnePasswordAndOneRotation() {
        String same = TOGETHER.replace(
                "database: other, roles: {application: other_app}", "database: shop, roles: {application: shop_app}");
        assertThat(problems(same))
                .containsExactly(
                        "x.yaml:25:83: role shop_app is changed in two ways: Binding first has rotation alternate,"
                                + " Binding second has in-place",
                        "x.yaml:27:41: role shop_app has one password, and two Bindings set it: Binding first takes it"
                                + " from the declaration, Binding second takes it from a file");
        String made = same.replace("  rotation: alternate,", "  ")
                .replace("credentials: {application: {password: {file: out/password}}},", "")
                .replace("application: {password: {value: one-canary}},", "");
        assertThat(problems(made))
                .containsExactly("x.yaml:26:40: role shop_app has one password, and two Bindings set it: Binding first"
                        + " finds or makes it, Binding second finds or makes it");
        assertThat(read(TOGETHER.replace("  rotation: alternate,", "  ")
                                .replace("auth: scram-sha-256", "auth: scram+clientcert"))
                        .bindings())
                .hasSize(2);
    }

    @Test
    void theAdministratorMayBeAdopted() {
        assertThat(read(TOGETHER.replace("shop_owner", "boss")).databases()).hasSize(2);
        assertThat(read(TOGETHER.replace("other_app", "boss")).databases()).hasSize(2);
    }

    @Test
    void whatIsToBeAbsentIsNotBound() {
        assertThat(problems(TOGETHER.replace("owner: other_owner,", "owner: other_owner, ensure: absent,")))
                .containsExactly("x.yaml:26:13: Database other is bound here, and is to be absent");
        assertThat(problems(TOGETHER.replace(
                        "name: other_app, profile: application",
                        "name: other_app, profile: application, ensure: absent")))
                .containsExactly("x.yaml:26:41: role other_app is bound as application, and is to be absent");
        assertThat(problems(TOGETHER.replace("profile: migrator}", "profile: migrator, ensure: absent}")))
                .containsExactly(
                        "x.yaml:6:49: schema \"stock\" is to belong to shop_migrator, which is to be absent",
                        "x.yaml:20:61: role shop_migrator is bound as migration, and is to be absent");
    }

    @Test
    void aRotationOfCertificatesIsNoRotation() {
        assertThat(problems(TOGETHER.replaceFirst("auth: scram-sha-256", "auth: cert")
                        .replaceFirst("(?s)credentials: .*?two-canary}}},", "")))
                .containsExactly("x.yaml:21:13: spec.rotation: alternate changes passwords, and auth: cert uses none");
    }

    @Test
    void namesThatAreMadeOfOthersFitIntoPostgresql() {
        assertThat(problems(TOGETHER.replace("shop_app", LONG)))
                .containsExactly(
                        "x.yaml:20:40: a login that rotation: alternate makes for " + LONG + " would be \"" + LONG
                                + "_a\", which has 64 bytes, PostgreSQL's names have 1 to 63",
                        "x.yaml:20:40: a login that rotation: alternate makes for " + LONG + " would be \"" + LONG
                                + "_b\", which has 64 bytes, PostgreSQL's names have 1 to 63");
        assertThat(problems(TOGETHER.replace("owner: other_owner", "name: " + LONG + ", owner: other_owner")))
                .hasSize(2)
                .allMatch(problem ->
                        problem.contains("_a…\", which has 74 bytes") || problem.contains("_r…\", which has 69 bytes"));
        assertThat(problems(TOGETHER.replace("metadata: {name: other}", "metadata: {name: template1}")
                        .replace("database: other", "database: template1")))
                .containsExactly("x.yaml:13:69: the name of Database template1 in PostgreSQL would be \"template1\","
                        + " which has a meaning of its own in PostgreSQL");
        assertThat(problems(TOGETHER.replace("metadata: {name: late}", "metadata: {name: postgres}")
                        .replace("  name: late_read, ", "  ")))
                .containsExactly("x.yaml:16:73: the name of DatabaseRole postgres in PostgreSQL would be \"postgres\","
                        + " which is the superuser by convention and is never managed or granted here");
    }

    @Test
    void namesInManyScriptsAreTaken() {
        for (String name : List.of("'a\"b'", "a.b", "'a b; drop'", "größe", "名前", "😀", "\"it's\"", "'%s $1 \\'")) {
            assertThat(read(TOGETHER.replace("shop_migrator", name)).bindings())
                    .as(name)
                    .hasSize(2);
        }
        assertThat(problems(TOGETHER.replace("late_read", "gro\u0308sse")))
                .singleElement()
                .asString()
                .contains("has letters and accents as separate characters, which look like another name");
        assertThat(problems(TOGETHER.replace("late_read", "\"a\\u200Bb\"")))
                .singleElement()
                .asString()
                .contains("\"a\\u200bb\" has a character that cannot be seen");
        assertThat(problems(TOGETHER.replace("late_read", "é".repeat(32))))
                .singleElement()
                .asString()
                .contains("has 64 bytes, PostgreSQL's names have 1 to 63");
    }

    @Test
    void twoFilesThatContradictEachOtherAreNamedBoth() {
        ManifestText more = new ManifestText("more.yaml", Path.of("/etc"), """
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: third}, spec: {cluster: c,
                  name: other, owner: shop_app, roles: [{name: shop_rw, profile: reader}]}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: first}, spec: {consumer: libpq,
                  database: third, roles: {application: shop_rw}, cientAuthMode: cert, sslmode: required}}
                """);
        ManifestException refused = catchThrowableOfType(
                ManifestException.class,
                () -> ManifestReader.readTexts(List.of(text(TOGETHER), more), ResourceSet.empty()));
        assertThat(refused.problems().stream().map(DeclaredTogetherTest::shown))
                .containsExactly(
                        "x.yaml:7:18: role shop_app is the owner of Database third and a role of Database shop",
                        "x.yaml:13:83: Database other and Database third are the same database other of cluster c",
                        "more.yaml:2:9: Database third and Database other are the same database other of cluster c",
                        "more.yaml:2:48: role shop_rw is a group of Database shop and a role of Database third",
                        "more.yaml:5:51: spec has no field \"cientAuthMode\"; did you mean \"auth\"?",
                        "more.yaml:5:81: spec.sslmode cannot be \"required\"; did you mean \"require\"?");
    }

    @Test
    void twoClustersAreTwoServers() {
        assertThat(problems(TOGETHER + """
                        ---
                        {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: again}, spec: {engine: external,
                          endpoints: {primary: "h:1"}, tls: {sslmode: disable}}}
                        """))
                .containsExactly("x.yaml:31:24: Cluster again and Cluster c are the same server h:1");
    }

    @Test
    void whoIsToBeAbsentIsNotAllowed() {
        String rule = """
                ---
                {apiVersion: postern.dev/v1alpha1, kind: AccessRule, metadata: {name: r}, spec: {allow: {subjects: ["user:a"],
                  clusters: {names: [c]}, databases: [shop], roles: [late_read]}}}
                """;
        String absent = TOGETHER.replace("late_read, profile: reader", "late_read, profile: reader, ensure: absent");
        assertThat(read(TOGETHER + rule).rules()).hasSize(1);
        assertThat(problems(absent + rule))
                .containsExactly("x.yaml:31:54: role late_read is allowed here, and is to be absent");
        assertThat(read(absent + rule.replace("allow:", "deny:")).rules()).hasSize(1);
    }

    @Test
    void whateverIsChangedNoSecretStandsInAProblem() {
        String noise = "\t\n \"'{}[],:-#&*!|>%@`\\0~";
        int refused = 0;
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(TOGETHER);
            int secrets = text.indexOf("credentials");
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = secrets + random.nextInt(130);
                char c = noise.charAt(random.nextInt(noise.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            try {
                read(text.toString());
            } catch (ManifestException problems) {
                refused++;
                assertThat(problems.getMessage())
                        .as("seed %d, %s", seed, text.substring(secrets, secrets + 140))
                        .doesNotContain("canary");
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void aSecretNeverStandsInAProblem() {
        for (String wrong : List.of(
                "password: {valeu: two-canary}",
                "password: two-canary",
                "password: {reference: two-canary}",
                "password: {env: two-canary}",
                "password: {podmanSecret: \"two-canary\\n\"}",
                "password: {value: \"two-canary\\n\"}",
                "password: {value: two-canary, file: x}",
                "password: [two-canary]",
                "password: {value two-canary}",
                "password: {two-canary}",
                "two-canary",
                "password: {value: *two-canary}",
                "password: {value: !two-canary}",
                "password: {value: !two!canary}",
                "password: {value: &two-canary}",
                "password: {value: |two-canary}",
                "password: {value: @two-canary}",
                "password: {value: \"two-canary}",
                "password: {value: two-canary: x}",
                "pasword: {value: two-canary}")) {
            assertThat(String.join("\n", problems(TOGETHER.replace("password: {value: two-canary}", wrong))))
                    .as(wrong)
                    .isNotEmpty()
                    .doesNotContain("canary");
        }
    }

    private static void oneProblem(String good, String bad, int line, String needle, String code, String what) {
        assertThat(TOGETHER).contains(good);
        String changed = TOGETHER.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
        ManifestException refused = catchThrowableOfType(ManifestException.class, () -> read(changed));
        assertThat(refused).as("must be refused").isNotNull();
        assertThat(refused.problems()).as(refused.getMessage()).hasSize(1);
        Problem problem = refused.first();
        int column = changed.lines().toList().get(line - 1).indexOf(needle) + 1;
        assertThat(shown(problem))
                .startsWith("x.yaml:" + line + ":" + column + ": ")
                .contains(what);
        assertThat(problem.code().name()).isEqualTo(code);
        assertThat(problem.fix()).isNotEmpty();
    }

    private static List<String> problems(String yaml) {
        ManifestException refused = catchThrowableOfType(ManifestException.class, () -> read(yaml));
        assertThat(refused).as("must be refused").isNotNull();
        return refused.problems().stream().map(DeclaredTogetherTest::shown).toList();
    }

    private static String shown(Problem problem) {
        return problem.place().orElseThrow() + ": " + problem.what();
    }

    private static ResourceSet read(String yaml) {
        return ManifestReader.readTexts(List.of(text(yaml)), ResourceSet.empty());
    }

    private static ManifestText text(String yaml) {
        return new ManifestText("x.yaml", Path.of("/etc/postern"), yaml);
    }
}
