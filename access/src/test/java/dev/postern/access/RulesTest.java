package dev.postern.access;

import static dev.postern.access.RuleText.allow;
import static dev.postern.access.RuleText.deny;
import static dev.postern.access.RuleText.labelled;
import static dev.postern.access.RuleText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.AccessRule;
import dev.postern.model.AccessRule.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final Map<String, String> LABELS = Map.of("stage", "prod", "team", "edge");
    private static final Declared DECLARED = Declared.of(List.of(
            new Declared.Item("orders", LABELS, "shop", Set.of("app", "read")),
            new Declared.Item("orders", LABELS, "stock", Set.of("stock_app")),
            new Declared.Item("demo", Map.of("stage", "test"), "demo", Set.of("demo_app"))));

    // one rule: user:ann | group:edge, cluster by labels, databases, roles as in the columns
    @ParameterizedTest(name = "{0}: subjects {1} clusters {2} databases {3} roles {4} -> {9}")
    @CsvSource(delimiter = '|', textBlock = """
        exact                       | user:ann   | orders      | shop        | app    | user:ann  |      | shop     | app      | allow
        other user                  | user:ann   | orders      | shop        | app    | user:bob  |      | shop     | app      | refuse
        a workload called ann       | user:ann   | orders      | shop        | app    | workload:ann |   | shop     | app      | refuse
        case matters                | user:ann   | orders      | shop        | app    | user:Ann  |      | shop     | app      | refuse
        group                       | group:edge | orders      | shop        | app    | user:bob  | edge | shop     | app      | allow
        not in the group            | group:edge | orders      | shop        | app    | user:bob  | core | shop     | app      | refuse
        a user named like the group | group:edge | orders      | shop        | app    | user:edge |      | shop     | app      | refuse
        every person                | user:*     | orders      | shop        | app    | user:bob  |      | shop     | app      | allow
        a workload is no person     | user:*     | orders      | shop        | app    | workload:spiffe://x/y |  | shop | app | refuse
        workload by its id          | workload:spiffe://x/y | orders | shop  | app    | workload:spiffe://x/y |  | shop | app | allow
        other cluster               | user:ann   | demo        | shop        | app    | user:ann  |      | shop     | app      | refuse
        every cluster               | user:ann   | *           | shop        | app    | user:ann  |      | shop     | app      | allow
        other database              | user:ann   | orders      | stock       | app    | user:ann  |      | shop     | app      | refuse
        every database              | user:ann   | orders      | *           | app    | user:ann  |      | shop     | app      | allow
        every database, undeclared  | user:ann   | orders      | *           | app    | user:ann  |      | postgres | app      | allow
        database case matters       | user:ann   | orders      | shop        | app    | user:ann  |      | SHOP     | app      | refuse
        other role                  | user:ann   | orders      | shop        | read   | user:ann  |      | shop     | app      | refuse
        every role                  | user:ann   | orders      | shop        | *      | user:ann  |      | shop     | read     | allow
        every role is not superuser | user:ann   | orders      | shop        | *      | user:ann  |      | shop     | postgres | refuse
        a subject like a group      | group:edge | orders      | shop        | app    | group:edge |     | shop     | app      | refuse
        every role: of that database| user:ann   | orders      | *           | *      | user:ann  |      | shop     | stock_app| refuse
        every role, undeclared db   | user:ann   | orders      | *           | *      | user:ann  |      | postgres | app      | refuse
        a star asked for is a name  | user:ann   | orders      | shop        | app    | user:ann  |      | *        | app      | refuse
        a star as role is a name    | user:ann   | orders      | shop        | *      | user:ann  |      | shop     | *        | refuse
        """)
    void oneRule(
            String name,
            String subjects,
            String clusters,
            String databases,
            String roles,
            String subject,
            String groups,
            String database,
            String role,
            String expected) {
        AccessRule rule = allow("r", List.of(subjects), named(clusters), List.of(databases), List.of(roles));
        Set<String> of = groups == null ? Set.of() : Set.of(groups);
        Decision decision = Rules.of(List.of(rule), DECLARED).decide(ask(subject, of, database, role, false));
        assertThat(decision instanceof Decision.Allowed).as(decision.toString()).isEqualTo("allow".equals(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {stage=[prod]}              | true
        {stage=[prod],team=[edge]}  | true
        {stage=[test,prod]}         | true
        {stage=[test]}              | false
        {stage=[prod],team=[core]}  | false
        {stage=[prod],zone=[a]}     | false
        {zone=[*]}                  | false
        {team=[*]}                  | true
        {}                          | false
        """)
    void labelsAreAndAcrossKeysOrInside(String labels, boolean allowed) {
        AccessRule rule =
                allow("r", List.of("user:ann"), labelled(LabelText.parse(labels)), List.of("shop"), List.of("app"));
        assertThat(Rules.of(List.of(rule)).decide(ask("user:ann", "shop", "app")) instanceof Decision.Allowed)
                .isEqualTo(allowed);
    }

    @Test
    void namesAndLabelsAreAlternatives() {
        var selector = new AccessRule.ClusterSelector(List.of("other"), Map.of("stage", List.of("prod")));
        AccessRule rule = allow("r", List.of("user:ann"), selector, List.of("shop"), List.of("app"));
        assertThat(Rules.of(List.of(rule)).decide(ask("user:ann", "shop", "app")))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void replicationNeedsItsOwnName() {
        AccessRequest wish = ask("user:ann", Set.of(), "", "app", true);
        for (String database : List.of("shop", "*")) {
            AccessRule rule = allow("r", List.of("user:ann"), named("orders"), List.of(database), List.of("app", "*"));
            assertThat(Rules.of(List.of(rule), DECLARED).decide(wish)).isInstanceOf(Decision.Refused.class);
        }
        AccessRule wild = allow("r", List.of("user:ann"), named("orders"), List.of("replication"), List.of("*"));
        assertThat(Rules.of(List.of(wild), DECLARED).decide(wish)).isInstanceOf(Decision.Refused.class);
        AccessRule own = allow("r", List.of("user:ann"), named("orders"), List.of("replication"), List.of("app"));
        assertThat(Rules.of(List.of(own), DECLARED).decide(wish)).isInstanceOf(Decision.Allowed.class);
        // and the permission to replicate is not one to log in to the database
        assertThat(Rules.of(List.of(own), DECLARED).decide(ask("user:ann", "shop", "app")))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void logicalReplicationAnswersSqlSoItNeedsItsDatabaseToo() {
        AccessRequest wish = ask("user:ann", Set.of(), "shop", "app", true);
        for (List<String> databases : List.of(List.of("replication"), List.of("shop"), List.of("*"))) {
            AccessRule rule = allow("r", List.of("user:ann"), named("orders"), databases, List.of("app"));
            assertThat(Rules.of(List.of(rule), DECLARED).decide(wish))
                    .as("%s", databases)
                    .isInstanceOf(Decision.Refused.class);
        }
        AccessRule both =
                allow("r", List.of("user:ann"), named("orders"), List.of("replication", "shop"), List.of("app"));
        assertThat(Rules.of(List.of(both), DECLARED).decide(wish)).isInstanceOf(Decision.Allowed.class);
        for (String denied : List.of("replication", "shop", "*")) {
            AccessRule no = deny("n", List.of("user:ann"), named("orders"), List.of(denied), List.of("app"));
            assertThat(Rules.of(List.of(both, no), DECLARED).decide(wish))
                    .as(denied)
                    .isInstanceOf(Decision.Refused.class);
        }
    }

    @Test
    void denyWinsWhateverTheOrder() {
        AccessRule yes = allow("a-yes", List.of("user:ann"), named("orders"), List.of("shop"), List.of("app"));
        AccessRule no = deny("z-no", List.of("group:edge"), named("*"), List.of("*"), List.of("*"));
        for (List<AccessRule> rules : List.of(List.of(yes, no), List.of(no, yes))) {
            Decision decision = Rules.of(rules, DECLARED).decide(ask("user:ann", Set.of("edge"), "shop", "app", false));
            assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
                assertThat(refused.reason())
                        .isEqualTo("rule z-no denies user:ann on cluster orders, database shop, as role app");
                assertThat(refused.fix()).contains("z-no");
            });
        }
    }

    @Test
    void wildcardsOfADenyAreLiteral() {
        AccessRule yes =
                allow("yes", List.of("user:ann"), named("orders"), List.of("replication", "x"), List.of("postgres"));
        AccessRule no = deny("no", List.of("user:ann"), named("orders"), List.of("*"), List.of("*"));
        Rules rules = Rules.of(List.of(yes, no), DECLARED);
        assertThat(rules.decide(ask("user:ann", Set.of(), "x", "postgres", true)))
                .isInstanceOf(Decision.Refused.class);
        assertThat(rules.decide(ask("user:ann", "x", "postgres"))).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void theShortestSessionDecides() {
        AccessRule forever = session("a", Optional.empty());
        AccessRule day = session("b", Optional.of(Duration.ofHours(24)));
        AccessRule hour = session("c", Optional.of(Duration.ofHours(1)));
        AccessRule sameHour = session("bb", Optional.of(Duration.ofHours(1)));
        for (List<AccessRule> rules :
                List.of(List.of(forever, day, hour, sameHour), List.of(sameHour, hour, day, forever))) {
            assertThat(Rules.of(rules).decide(ask("user:ann", "shop", "app")))
                    .isEqualTo(new Decision.Allowed("bb", new AccessRule.Session(Optional.of(Duration.ofHours(1)))));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        user:bob | orders | shop     | app      | none of 3 rules that allow or deny names user:bob or its group core
        user:ann | orders | stock    | app      | role app is allowed only for database shop
        user:ann | orders | shop     | postgres | role postgres is not declared by a Database for shop, and "*" covers declared roles only: roles app, read
        user:ann | demo   | demo     | app      | the rules for user:ann select other clusters
        user:ann | orders | stock    | other    | the rules for user:ann on cluster orders name database shop
        user:cat | orders | shop     | app      | allowed there: role read
        """)
    void aRefusalSaysWhatWasNearest(String subject, String cluster, String database, String role, String reason) {
        Rules rules = Rules.of(
                List.of(
                        allow("one", List.of("user:ann"), named("orders"), List.of("shop"), List.of("app", "*")),
                        allow("three", List.of("user:cat"), named("*"), List.of("shop"), List.of("read")),
                        deny("two", List.of("user:eve"), named("*"), List.of("*"), List.of("*"))),
                DECLARED);
        AccessRequest wish = new AccessRequest(subject, Set.of("core"), cluster, Map.of(), database, role, false);
        assertThat(rules.decide(wish)).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.reason())
                    .startsWith("no rule allows " + subject + " on cluster " + cluster + ", database " + database
                            + ", as role " + role + "; ");
            assertThat(refused.reason()).contains(reason);
            assertThat(refused.fix()).startsWith("add an AccessRule").contains(subject, cluster, database, role);
        });
    }

    @Test
    void anUndeclaredRoleIsNamedAsSuch() {
        Rules rules = Rules.of(
                List.of(allow("star", List.of("user:ann"), named("orders"), List.of("*"), List.of("*"))), DECLARED);
        assertThat(rules.decide(ask("user:ann", "shop", "postgres")))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        r -> assertThat(r.reason())
                                .endsWith(
                                        "role postgres is not declared by a Database for shop, and \"*\" covers declared roles only: roles app, read"));
    }

    @Test
    void reachableListsWhatDecideAllows() {
        Rules rules = Rules.of(
                List.of(
                        allow(
                                "prod",
                                List.of("group:edge"),
                                labelled(Map.of("stage", List.of("prod"))),
                                List.of("*"),
                                List.of("*")),
                        deny("no-stock", List.of("user:*"), named("*"), List.of("stock"), List.of("*"))),
                DECLARED);
        assertThat(rules.reachable("user:ann", Set.of("edge")))
                .extracting(Reach::cluster, Reach::database, Reach::role, Reach::rule)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("orders", "shop", "app", "prod"),
                        org.assertj.core.groups.Tuple.tuple("orders", "shop", "read", "prod"));
        assertThat(rules.reachable("user:ann", Set.of())).isEmpty();
    }

    @Test
    void aPairIsAllowedWhenSomeDatabaseIs() {
        Rules rules = Rules.of(
                List.of(
                        allow("a", List.of("user:ann"), named("orders"), List.of("shop"), List.of("app")),
                        allow("b", List.of("user:ann"), named("demo"), List.of("replication"), List.of("replicator")),
                        deny("c", List.of("user:bob"), named("*"), List.of("*"), List.of("*"))),
                DECLARED);
        assertThat(rules.allowsPair("user:ann", Set.of(), "app")).isTrue();
        assertThat(rules.allowsPair("user:ann", Set.of(), "replicator")).isTrue();
        assertThat(rules.allowsPair("user:ann", Set.of(), "read")).isFalse();
        assertThat(rules.allowsPair("user:ann", Set.of(), "postgres")).isFalse();
        assertThat(rules.allowsPair("user:bob", Set.of(), "app")).isFalse();
    }

    @Test
    void manyRulesOfOthersAreNotLookedAt() {
        List<AccessRule> rules = IntStream.range(0, 10_000)
                .mapToObj(i -> allow(
                        "r" + i, List.of("user:u" + i), named("orders"), List.of("shop"), List.of("app", "role" + i)))
                .toList();
        RuleIndex index = new RuleIndex(rules.stream().map(CompiledRule::new).toList());
        assertThat(index.candidates(List.of("user:u77", "user:*"), "app")).hasSize(1);
        assertThat(index.candidates(List.of("user:u77", "user:*"), "role78")).isEmpty();
        assertThat(Rules.of(rules).decide(ask("user:u9999", "shop", "app"))).isInstanceOf(Decision.Allowed.class);
    }

    private static AccessRule session(String name, Optional<Duration> maxTtl) {
        return RuleText.rule(
                name, Effect.ALLOW, List.of("user:ann"), named("orders"), List.of("shop"), List.of("app"), maxTtl);
    }

    private static AccessRequest ask(String subject, String database, String role) {
        return ask(subject, Set.of(), database, role, false);
    }

    private static AccessRequest ask(
            String subject, Set<String> groups, String database, String role, boolean replication) {
        return new AccessRequest(subject, groups, "orders", LABELS, database, role, replication);
    }
}
