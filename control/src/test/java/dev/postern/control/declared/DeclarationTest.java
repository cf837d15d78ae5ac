package dev.postern.control.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.AccessRule;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.DeclaredRole;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.model.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeclarationTest {
    private static final Cluster CLUSTER = new Cluster(
            meta("c"),
            Cluster.Engine.EXTERNAL,
            new HostPort("h", 1),
            List.of(),
            Cluster.Tls.verifyFull(Path.of("/ca")),
            Optional.of(new Cluster.Admin(
                    "admin",
                    "postgres",
                    new Cluster.AdminCredential.Password(new SecretSource.File(Path.of("/password"))))));
    private static final Database DATABASE = database(
            "d",
            DatabaseRole.of("app", Profile.APPLICATION),
            DatabaseRole.of("group", Profile.READER).withLogin(false),
            DatabaseRole.of("admin", Profile.MIGRATOR));
    private static final AccessRule EVERYTHING = new AccessRule(
            meta("r"),
            AccessRule.Effect.ALLOW,
            new AccessRule.Match(
                    List.of("user:*"),
                    new AccessRule.ClusterSelector(List.of("c"), Map.of()),
                    List.of("*"),
                    List.of("app", "group", "admin", "owner", "postgres")),
            new AccessRule.Session(Optional.empty()));

    private final Declaration declaration = Declaration.of(List.of(CLUSTER, DATABASE, EVERYTHING));

    @Test
    void aRoleIsForLoginsOnlyWhenADatabaseDeclaresItSo() {
        assertThat(declaration.declaresLogin("app")).isTrue();
        assertThat(declaration.declaresLogin("group")).as("login: false").isFalse();
        assertThat(declaration.declaresLogin("owner")).as("the owner").isFalse();
        assertThat(declaration.declaresLogin("admin")).as("also administers").isFalse();
        assertThat(declaration.declaresLogin("postgres")).as("not declared").isFalse();
    }

    @Test
    void aRuleAloneAllowsNoRoleThatIsNotDeclared() {
        assertThat(declaration.allows("user:alice", "app")).isTrue();
        for (String role : List.of("group", "owner", "admin", "postgres")) {
            assertThat(declaration.allows("user:alice", role)).as(role).isFalse();
        }
    }

    @Test
    void theLaterOfTwoWithTheSameNameCounts() {
        Declaration after = declaration.with(List.of(database("d", DatabaseRole.of("other", Profile.APPLICATION))));

        assertThat(after.databases()).hasSize(1);
        assertThat(after.declaresLogin("app")).isFalse();
        assertThat(after.declaresLogin("other")).isTrue();
        assertThat(declaration.declaresLogin("app"))
                .as("the one before is as it was")
                .isTrue();
    }

    @Test
    void aRoleWithADocumentOfItsOwnCountsAsOneOfItsDatabase() {
        DeclaredRole late = new DeclaredRole(meta("late"), "d", DatabaseRole.of("late_app", Profile.APPLICATION));
        Declaration after = declaration.with(List.of(late));

        assertThat(after.declaresLogin("late_app")).isTrue();
        assertThat(after.database("d").orElseThrow().roles())
                .extracting(DatabaseRole::name)
                .containsExactly("app", "group", "admin", "late_app");
        assertThat(after.resources()).as("stored as it was declared").contains(DATABASE, late);
        assertThat(after.with(List.of(EVERYTHING)).declaresLogin("late_app"))
                .as("it is not joined twice, nor lost")
                .isTrue();
    }

    private static Database database(String name, DatabaseRole... roles) {
        return Database.of(meta(name), "c", name, "owner", List.of(), List.of(roles));
    }

    private static Metadata meta(String name) {
        return new Metadata(name, Map.of());
    }
}
