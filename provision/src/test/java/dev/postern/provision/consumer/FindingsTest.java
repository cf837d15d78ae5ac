package dev.postern.provision.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding.Auth;
import dev.postern.model.Binding.Rotation;
import dev.postern.model.HostPort;
import dev.postern.model.SslMode;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Finding.Severity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final TestAuthority authority = new TestAuthority("Somebody");
    private final TestAuthority other = new TestAuthority("Somebody else");

    private Access access(Auth auth, SslMode mode, Map<String, Login> logins, Map<String, String> options) {
        return access(auth, mode, authority.anchors(), logins, options);
    }

    private Access access(
            Auth auth,
            SslMode mode,
            List<X509Certificate> anchors,
            Map<String, Login> logins,
            Map<String, String> options) {
        return new Access(
                "b",
                Path.of("/etc/flightctl/pki/db"),
                new Endpoint(new HostPort("pg", 5432), "shop", anchors, List.of()),
                auth,
                mode,
                Rotation.IN_PLACE,
                new TreeMap<>(logins),
                options,
                new TreeMap<>(),
                Map.of("dbClientCa", other.anchors()));
    }

    private static Map<String, Login> one(String password) {
        return Map.of("service", Login.with("app", new Password.Known(Secret.ofText(password))));
    }

    private static Map<String, Login> fleet(String password) {
        return Map.of(
                "application", Login.with("flightctl_app", new Password.Known(Secret.ofText(password))),
                "migration", Login.with("flightctl_migrator", new Password.Known(Secret.ofText("other"))));
    }

    private static List<String> said(Contract contract, Severity severity) {
        return contract.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::what)
                .toList();
    }

    @Test
    void eachDriverHasItsOwnWordsForEachSslMode() {
        Map<String, String> drivers =
                Map.of("libpq", "libpq", "pgx", "pgx", "jdbc", "pgjdbc", "spire", "lib/pq", "service-binding", "libpq");
        drivers.forEach((consumer, driver) -> {
            for (SslMode mode : SslMode.values()) {
                Contract contract = Consumers.contract(consumer, access(Auth.SCRAM_SHA_256, mode, one("x"), Map.of()));
                List<String> warnings = said(contract, Severity.WARNING);
                assertThat(warnings.stream().anyMatch(what -> what.contains("lib/pq before 1.12 refuses")))
                        .isEqualTo(driver.equals("lib/pq") && (mode == SslMode.ALLOW || mode == SslMode.PREFER));
                assertThat(said(contract, Severity.BLOCKING)).as(mode.word()).isEmpty();
                switch (mode) {
                    case DISABLE ->
                        assertThat(warnings).singleElement().asString().contains("in the clear");
                    case ALLOW -> assertThat(warnings).anyMatch(what -> what.contains("begins without TLS"));
                    case PREFER -> assertThat(warnings).anyMatch(what -> what.contains("goes on without TLS"));
                    case REQUIRE ->
                        assertThat(warnings).singleElement().asString().contains(driver);
                    case VERIFY_CA ->
                        assertThat(warnings).singleElement().asString().contains("whatever host");
                    case VERIFY_FULL -> assertThat(contract.findings()).isEmpty();
                }
            }
        });
    }

    @Test
    void requireWithAnAuthorityVerifiesInSomeDriversOnly() {
        Access access = access(Auth.SCRAM_SHA_256, SslMode.REQUIRE, one("x"), Map.of());
        assertThat(said(Consumers.contract("libpq", access), Severity.WARNING))
                .singleElement()
                .asString()
                .contains("for verify-ca");
        assertThat(said(Consumers.contract("jdbc", access), Severity.WARNING))
                .singleElement()
                .asString()
                .contains("verifies nothing");
        assertThat(said(Consumers.contract("spire", access), Severity.WARNING))
                .singleElement()
                .asString()
                .contains("once it is gone");
        Access blind = access(Auth.SCRAM_SHA_256, SslMode.REQUIRE, List.of(), one("x"), Map.of());
        assertThat(said(Consumers.contract("pgx", blind), Severity.WARNING))
                .singleElement()
                .asString()
                .contains("whoever answers is believed");
        Access lost = access(Auth.SCRAM_SHA_256, SslMode.VERIFY_FULL, List.of(), one("x"), Map.of());
        assertThat(said(Consumers.contract("pgx", lost), Severity.BLOCKING))
                .singleElement()
                .asString()
                .contains("the Cluster names none");
    }

    @Test
    void withoutTlsTheLinesAdmitNoTlsAndNobodyIsGivenAnAuthority() {
        for (String consumer : List.of("libpq", "pgx", "jdbc", "spire", "service-binding")) {
            Access access = access(Auth.SCRAM_SHA_256, SslMode.DISABLE, one("x"), Map.of());
            assertThat(AccessLines.of(consumer, access, Map.of()).hba())
                    .containsExactly("hostnossl shop app all scram-sha-256");
            Contract contract = Consumers.contract(consumer, access);
            assertThat(Rendering.of(contract).text()).contains("disable").doesNotContain("sslrootcert=");
            assertThat(contract.files()).extracting(Item.File::name).noneMatch(name -> name.contains("ca.crt"));
        }
    }

    @Test
    void certificatesWithoutTlsAreRefused() {
        assertThat(Consumers.contract("libpq", access(Auth.SCRAM_CLIENTCERT, SslMode.DISABLE, one("x"), Map.of()))
                        .blocking())
                .isNotEmpty();
        for (SslMode mode : List.of(SslMode.DISABLE, SslMode.ALLOW, SslMode.PREFER)) {
            Access access = access(Auth.CERT, mode, Map.of("a", Login.withoutPassword("app")), Map.of());
            assertThat(Consumers.contract("libpq", access).blocking())
                    .as(mode.word())
                    .isNotEmpty();
        }
    }

    @Test
    void passwordsThatFlightControlWouldMisreadAreRefusedWithoutShowingThem() {
        for (String password : List.of("", "canary b", "it's", "say\"so", "back\\slash", "tab\there", "line\nfeed")) {
            Contract contract = Consumers.contract(
                    "flight-control", access(Auth.SCRAM_SHA_256, SslMode.VERIFY_FULL, fleet(password), Map.of()));
            assertThat(contract.blocking()).as(password).singleElement().satisfies(finding -> {
                assertThat(finding.what()).contains("flightctl_app");
                if (!password.isEmpty()) {
                    assertThat(finding.what() + finding.fix()).doesNotContain(password);
                }
            });
        }
        for (String password : List.of("plain", "a=b&c#d:e@f/g?h%i$j`k", "<x>", "ä")) {
            assertThat(Consumers.contract(
                                    "flight-control",
                                    access(Auth.SCRAM_SHA_256, SslMode.VERIFY_FULL, fleet(password), Map.of()))
                            .blocking())
                    .as(password)
                    .isEmpty();
        }
    }

    @Test
    void flightControlNeedsBothItsPurposesAndNoOthers() {
        Login app = Login.withoutPassword("flightctl_app");
        assertThat(Consumers.contract(
                                "flight-control",
                                access(Auth.CERT, SslMode.VERIFY_FULL, Map.of("application", app), Map.of()))
                        .blocking())
                .singleElement()
                .extracting(Finding::what)
                .asString()
                .contains("no migration");
        assertThat(Consumers.contract(
                                "flight-control",
                                access(
                                        Auth.CERT,
                                        SslMode.VERIFY_FULL,
                                        Map.of("application", app, "migration", app, "report", app),
                                        Map.of()))
                        .blocking())
                .singleElement()
                .extracting(Finding::what)
                .asString()
                .contains("report");
    }

    @Test
    void otherRoleNamesGetDropInsForTheUnitsThatHaveThemWrittenDown() {
        Map<String, Login> logins = Map.of(
                "application", Login.withoutPassword("edge_app"),
                "migration", Login.withoutPassword("edge_migrator"));
        Contract contract = Consumers.contract(
                "flight-control", access(Auth.CERT, SslMode.VERIFY_FULL, logins, Map.of("generation", "quadlet")));
        List<Item.Print> dropIns = contract.prints().stream()
                .filter(print -> print.title().endsWith(".conf"))
                .toList();
        assertThat(dropIns).hasSize(10);
        assertThat(dropIns)
                .filteredOn(print -> print.text().contains("DB_USER=edge_app"))
                .extracting(Item.Print::title)
                .contains(
                        "/etc/containers/systemd/flightctl-api.container.d/50-postern.conf",
                        "/etc/containers/systemd/flightctl-db-wait.container.d/50-postern.conf");
        assertThat(dropIns)
                .filteredOn(print -> print.text().contains("DB_MIGRATION_USER=edge_migrator"))
                .extracting(Item.Print::title)
                .containsExactly("/etc/containers/systemd/flightctl-db-migrate.container.d/50-postern.conf");
    }

    @Test
    void aQuadletsPasswordsAreNeverMade() {
        Map<String, Login> logins = Map.of(
                "application", Login.with("flightctl_app", new Password.ToCome()),
                "migration", Login.with("flightctl_migrator", new Password.Known(Secret.ofText("x"))));
        Map<String, String> options = Map.of("generation", "quadlet");
        assertThat(Consumers.makesPasswords("b", "flight-control", options)).isFalse();
        assertThat(Consumers.makesPasswords("b", "flight-control", Map.of())).isTrue();
        assertThat(Consumers.contract(
                                "flight-control", access(Auth.SCRAM_SHA_256, SslMode.VERIFY_FULL, logins, options))
                        .blocking())
                .singleElement()
                .extracting(Finding::fix)
                .asString()
                .contains("podman secret create flightctl-postgresql-user-password -");
    }

    @Test
    void whatSpireIgnoresIsReportedAndNeverWritten() {
        Map<String, String> options =
                Map.of("rootCaPath", "/canary/ca", "clientCertPath", "/canary/crt", "clientKeyPath", "/canary/key");
        Contract contract =
                Consumers.contract("spire", access(Auth.SCRAM_SHA_256, SslMode.VERIFY_FULL, one("x"), options));
        assertThat(said(contract, Severity.WARNING)).hasSize(3).anyMatch(what -> what.contains("root_ca_path"));
        assertThat(Rendering.of(contract).text()).doesNotContain("canary");
        assertThat(said(
                        Consumers.contract(
                                "spire",
                                access(
                                        Auth.SCRAM_SHA_256,
                                        SslMode.VERIFY_FULL,
                                        one("x".repeat(2048)),
                                        Map.of("platform", "openshift"))),
                        Severity.BLOCKING))
                .singleElement()
                .asString()
                .contains("2048")
                .doesNotContain("xxx");
    }

    @Test
    void authoritiesAreMergedInOrderEachOnce() {
        X509Certificate first = authority.root();
        X509Certificate second = other.root();
        assertThat(TrustBundle.merge(List.of(second, first, second), List.of(first, second)))
                .containsExactly(second, first);
        assertThat(TrustBundle.merge(List.of(), List.of())).isEmpty();
        assertThat(TrustBundle.fingerprint(first)).hasSize(64).isNotEqualTo(TrustBundle.fingerprint(second));
    }

    @Test
    void teleportWithoutItsAuthorityOrWithAPasswordIsRefused() {
        Map<String, Login> logins = Map.of("people", Login.withoutPassword("shop_read"));
        Access good = access(Auth.CERT, SslMode.VERIFY_FULL, logins, Map.of());
        assertThat(Consumers.contract("teleport", good).blocking()).isEmpty();
        assertThat(Consumers.contract("teleport", access(Auth.SCRAM_SHA_256, SslMode.VERIFY_FULL, logins, Map.of()))
                        .blocking())
                .singleElement()
                .extracting(Finding::fix)
                .isEqualTo("say auth: cert");
        Access without = new Access(
                good.binding(),
                good.folder(),
                good.endpoint(),
                good.auth(),
                good.sslmode(),
                good.rotation(),
                good.logins(),
                good.options(),
                good.labels(),
                Map.of());
        assertThat(Consumers.contract("teleport", without).blocking()).hasSize(1);
        assertThat(Consumers.contract(
                                "teleport",
                                access(
                                        Auth.CERT,
                                        SslMode.VERIFY_FULL,
                                        logins,
                                        Map.of("labels", "a=b,oops", "name", "Up")))
                        .blocking())
                .hasSize(2);
    }

    @Test
    void placeholdersPassThroughAsTheyAre() {
        String reference = "<path:secret/data/db#pass word>";
        for (String consumer : List.of("libpq", "pgx", "jdbc", "spire", "service-binding")) {
            Contract contract = Consumers.contract(
                    consumer,
                    access(
                            Auth.SCRAM_SHA_256,
                            SslMode.VERIFY_FULL,
                            Map.of("service", Login.with("app", new Password.Reference(reference))),
                            Map.of()));
            List<Item.File> files = contract.files().stream()
                    .filter(file -> file.content() instanceof Content.Template)
                    .toList();
            assertThat(files)
                    .as(consumer)
                    .isNotEmpty()
                    .allMatch(file -> file.content().secret());
            assertThat(files)
                    .as(consumer)
                    .allMatch(file -> Rendering.shown(file.content()).contains(reference));
        }
    }

    @Test
    void passwordsAreInNothingThatIsShown() {
        List<String> consumers = new ArrayList<>(Consumers.names());
        consumers.remove("teleport");
        for (String consumer : consumers) {
            Map<String, Login> logins = consumer.equals("flight-control") ? fleet("canary-x") : one("canary-x");
            for (Map<String, String> options : List.<Map<String, String>>of(
                    Map.of(), Map.of("generation", "quadlet", "platform", "openshift", "format", "uri"))) {
                Contract contract =
                        Consumers.contract(consumer, access(Auth.SCRAM_SHA_256, SslMode.PREFER, logins, options));
                assertThat(Rendering.of(contract).text()).contains(Content.HIDDEN);
                assertThat(Rendering.of(contract).text() + contract).doesNotContain("canary");
            }
        }
    }
}
