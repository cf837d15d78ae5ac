package dev.postern.gateway.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Rules;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.authenticate.Caller;
import dev.postern.gateway.authorize.Authorization.Denied;
import dev.postern.model.AccessRule;
import dev.postern.model.AccessRule.ClusterSelector;
import dev.postern.model.AccessRule.Effect;
import dev.postern.model.AccessRule.Match;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which database is meant, as a table; and what becomes of the parameters. */
class AuthorizerTest {
    private static final Caller ALICE = new Caller("user:alice", "alice", BigInteger.ONE, Instant.MAX);
    private static final GatewayState STATE = new GatewayState(
            1,
            List.of(
                    entry("orders", "orders", "main", "main", "history"),
                    entry("orders-ro", "orders", "main", "main", "history"),
                    entry("stock", "stock", "stockdb", "stockdb", "history2", "orders"),
                    entry("odd", "stock", "a/b", "a/b", "orders/main")),
            Rules.of(List.of(new AccessRule(
                    new Metadata("all", Map.of()),
                    Effect.ALLOW,
                    new Match(
                            List.of("user:alice"),
                            new ClusterSelector(List.of("orders", "stock"), Map.of()),
                            List.of("main", "history", "history2", "stockdb", "a/b", "orders/main", "orders"),
                            List.of("app", "stockdb")),
                    new AccessRule.Session(Optional.of(Duration.ofHours(8)))))),
            List.of(),
            Set.of());
    private final Authorizer authorizer =
            new Authorizer(new ServerNames(Set.of("localhost", "gw.gw.example"), Optional.of("gw.example")));

    private static Entry entry(String name, String cluster, String fallback, String... databases) {
        return new Entry(
                name, cluster, Map.of(), fallback, Set.of(databases), new HostPort("127.0.0.1", 5432), List.of());
    }

    private Authorization ask(String serverName, String... parameters) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i + 1].isEmpty()) {
                map.put(parameters[i], parameters[i + 1]);
            }
        }
        return authorizer.authorize(
                ALICE, map, serverName.isEmpty() ? Optional.empty() : Optional.of(serverName), STATE);
    }

    @ParameterizedTest(name = "sni={0} options={1} database={2} user={3} -> {4}/{5}")
    @CsvSource({
        // the TLS server name says the entry, database is physical
        "orders.gw.example,     '',                       main,           app,     orders,    main",
        "ORDERS-RO.GW.EXAMPLE., '',                       history,        app,     orders-ro, history",
        "stock.gw.example,      '',                       '',             stockdb, stock,     stockdb",
        // its own entry's name and nothing more
        "orders.gw.example,     '',                       orders,         app,     orders,    main",
        // but a database of that name is that database
        "stock.gw.example,      '',                       orders,         app,     stock,     orders",
        // own names and strange names say nothing
        "localhost,             '',                       orders/main,    app,     orders,    main",
        "gw.gw.example,         '',                       orders/main,    app,     orders,    main",
        "db.elsewhere.example,  '',                       orders/main,    app,     orders,    main",
        // the option
        "'',                    -c postern.entry=orders-ro, main,         app,     orders-ro, main",
        "'',                    --postern.entry=orders-ro, main,          app,     orders-ro, main",
        "'',                    -cPostern.Entry=orders-ro, main,          app,     orders-ro, main",
        // the prefix
        "'',                    '',                       orders-ro/history, app,  orders-ro, history",
        "'',                    '',                       odd/a/b,        app,     odd,       a/b",
        "odd.gw.example,        '',                       a/b,            app,     odd,       a/b",
        // an entry's name means its default database
        "'',                    '',                       orders,         app,     orders,    main",
        "'',                    '',                       stock,          app,     stock,     stockdb",
        // a database that one entry has
        "'',                    '',                       history2,       app,     stock,     history2",
        "'',                    '',                       a/b,            app,     odd,       a/b",
        // an absent database is the user's name
        "'',                    '',                       '',             stockdb, stock,     stockdb",
        // agreement of all three
        "orders.gw.example,     -c postern.entry=orders,  orders/history, app,     orders,    history",
    })
    void finds(String sni, String options, String database, String user, String entry, String physical) {
        assertThat(ask(sni, "user", user, "database", database, "options", options))
                .isInstanceOfSatisfying(Grant.class, grant -> {
                    assertThat(grant.entry().name()).isEqualTo(entry);
                    assertThat(grant.database()).isEqualTo(physical);
                    assertThat(grant.role()).isEqualTo(user);
                    assertThat(grant.rule()).isEqualTo("all");
                    assertThat(grant.maxTtl()).contains(Duration.ofHours(8));
                    assertThat(grant.parameters()).doesNotContainKeys("user", "database", "options");
                });
    }

    @ParameterizedTest(name = "sni={0} options={1} database={2} -> {3}")
    @CsvSource({
        "orders.gw.example,  '', nothing,     entry \"orders\" has no database \"nothing\"",
        "nobody.gw.example,  '', main,        there is no entry \"nobody\"",
        "a.orders.gw.example,'', main,        there is no entry \"a.orders\"",
        "'', -c postern.entry=nobody, main,   there is no entry \"nobody\"",
        "orders.gw.example,  -c postern.entry=stock, main, 'the TLS server name says entry \"orders\", postern.entry says entry \"stock\"'",
        "stock.gw.example,   '', orders/main, 'the TLS server name says entry \"stock\", database says entry \"orders\"'",
        "'',                 '', main,        database \"main\" is in 2 entries",
        "'',                 '', history,     database \"history\" is in 2 entries",
        "'',                 '', postgres,    there is no entry and no database \"postgres\"",
        "'',                 '', '',          there is no entry and no database \"app\"",
        "'',                 '', orders/,     entry \"orders\" has no database \"\"",
    })
    void refusesWithCandidates(String sni, String options, String database, String sentence) {
        assertThat(ask(sni, "user", "app", "database", database, "options", options))
                .isInstanceOfSatisfying(Denied.class, denied -> {
                    assertThat(denied.problem().code().sqlstate()).isEqualTo("3D000");
                    assertThat(denied.problem().what()).contains(sentence);
                    assertThat(denied.problem().fix()).contains("orders/main");
                });
    }

    @Test
    void theRulesDecideOnThePhysicalName() {
        assertThat(ask("", "user", "postgres", "database", "orders")).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.problem().code().sqlstate()).isEqualTo("28000");
            assertThat(denied.problem().what()).contains("postgres");
            assertThat(denied.problem().fix()).isNotBlank();
        });
    }

    @Test
    void whatIsOursIsTakenOutAndTheRestGoesOn() {
        assertThat(ask(
                        "",
                        "user",
                        "app",
                        "database",
                        "orders",
                        "application_name",
                        "x y",
                        "options",
                        "-c a=b\\ c -c postern.entry=orders  --work-mem=1MB -c\tgeqo=off"))
                .isInstanceOfSatisfying(
                        Grant.class,
                        grant -> assertThat(grant.parameters())
                                .containsExactly(
                                        Map.entry("application_name", "x y"),
                                        Map.entry("options", "-c a=b\\ c --work-mem=1MB -c geqo=off")));
    }

    @ParameterizedTest
    @CsvSource({"postern.audit,off", "POSTERN.x,1"})
    void anUnknownSettingOfOursIsRefused(String name, String value) {
        for (Authorization answer : List.of(
                ask("", "user", "app", "database", "orders", "options", "-c " + name + "=" + value),
                ask("", "user", "app", "database", "orders", name, value))) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Denied.class,
                            denied -> assertThat(denied.problem().code().sqlstate())
                                    .isEqualTo("22023"));
        }
    }

    @Test
    void replicationIsReadAsPostgresReadsIt() {
        assertThat(ask("", "user", "app", "database", "orders", "replication", "off"))
                .isInstanceOfSatisfying(
                        Grant.class, grant -> assertThat(grant.parameters()).isEmpty());
        for (String on : List.of("true", "ON", "1", "database")) {
            assertThat(ask("", "user", "app", "database", "orders", "replication", on))
                    .isInstanceOfSatisfying(
                            Denied.class,
                            denied -> assertThat(denied.problem().code().sqlstate())
                                    .isEqualTo("28000"));
        }
        assertThat(ask("", "user", "app", "database", "orders", "replication", "maybe"))
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.problem().code().sqlstate()).isEqualTo("22023"));
    }

    @Test
    void aUserIsNeeded() {
        assertThat(ask("", "database", "orders"))
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.problem().code().sqlstate()).isEqualTo("28000"));
    }
}
