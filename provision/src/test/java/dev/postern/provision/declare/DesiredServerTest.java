package dev.postern.provision.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.Metadata;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractListAssert;
import org.junit.jupiter.api.Test;

class DesiredServerTest {
    @Test
    void sharedRolesAndOwnersAreOnceHere() {
        DesiredServer server = Declared.server(
                Declared.database("a", "o", List.of("x", "x"), Declared.role("app", Profile.APPLICATION)),
                Declared.database("b", "o", List.of(), Declared.role("app", Profile.READER)));
        assertThat(server.roles())
                .extracting(DesiredRole::name)
                .containsExactly("o", "a_application", "b_reader", "app");
        assertThat(server.databases()).extracting(DesiredDatabase::owner).containsExactly("o", "o");
        assertThat(server.databases().getFirst().extensions()).containsExactly("x");
        assertThat(server.databases().getFirst().group(Profile.APPLICATION)).contains("a_application");
        assertThat(server.databases().getFirst().group(Profile.READER)).isEmpty();
    }

    @Test
    void otherClustersAreIgnored() {
        Database elsewhere = Database.of(new Metadata("e", Map.of()), "elsewhere", "e", "o", List.of(), List.of());
        assertThat(Declared.server(elsewhere).databases()).isEmpty();
    }

    @Test
    void everyProblemIsSaidAtOnce() {
        problems(
                        Declared.database(
                                "é".repeat(32),
                                "pg_owner",
                                List.of(""),
                                Declared.role("public", Profile.READER),
                                DatabaseRole.of("low", Profile.READER).withConnectionLimit(-2)),
                        Declared.database("template1", "o", List.of()))
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        ProvisionCode.NAME_INVALID,
                        ProvisionCode.NAME_INVALID,
                        ProvisionCode.NAME_INVALID,
                        ProvisionCode.NAME_INVALID,
                        // the group called after the database
                        ProvisionCode.NAME_INVALID,
                        ProvisionCode.NOT_ENFORCEABLE,
                        ProvisionCode.DECLARATION_CONFLICT);
    }

    @Test
    void contradictionsAreRefused() {
        Database one = Declared.database(
                "a", "o", List.of(), Declared.role("app", Profile.APPLICATION).withConnectionLimit(2));
        problems(one, Declared.database("a", "o", List.of())).singleElement().matches(said("declared twice"));
        problems(Declared.database("a", "o", List.of(), Declared.role("o", Profile.MIGRATOR)))
                .singleElement()
                .matches(said("the owner of"));
        problems(one, Declared.database("b", "app", List.of())).singleElement().matches(said("the owner of"));
        problems(
                        one,
                        Declared.database(
                                "b",
                                "o",
                                List.of(),
                                DatabaseRole.of("app", Profile.READER)
                                        .withLogin(false)
                                        .withConnectionLimit(3)))
                .singleElement()
                .matches(said("connectionLimit 3"));
        problems(Declared.database(
                        "a", "o", List.of(), Declared.role("r", Profile.READER), Declared.role("r", Profile.MIGRATOR)))
                .singleElement()
                .matches(said("listed twice"));
    }

    @Test
    void loginsOfRolesThatNobodyDeclaredAreRefused() {
        assertThatThrownBy(() ->
                        DesiredServer.of(Declared.cluster(), List.of(), new Logins(Map.of(), java.util.Set.of("app"))))
                .hasMessageContaining("app is to log in");
    }

    private static java.util.function.Predicate<Problem> said(String text) {
        return problem -> problem.what().contains(text);
    }

    private static AbstractListAssert<?, List<? extends Problem>, Problem, ?> problems(Database... databases) {
        List<Problem> found = new java.util.ArrayList<>();
        assertThatThrownBy(() -> Declared.server(databases))
                .isInstanceOfSatisfying(ProvisionException.class, e -> found.addAll(e.problems()));
        return assertThat(found);
    }
}
