package dev.postern.control.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.declared.Declaration;
import dev.postern.model.AccessRule;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.model.SecretSource;
import dev.postern.provision.prove.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialsTest {
    private static final Cluster CLUSTER = new Cluster(
            meta("c"),
            Cluster.Engine.EXTERNAL,
            new HostPort("h", 1),
            List.of(),
            Cluster.Tls.verifyFull(Path.of("/ca")),
            Optional.empty());
    private static final Database DATABASE = Database.of(
            meta("d"),
            "c",
            "physical",
            "owner",
            List.of(),
            List.of(
                    DatabaseRole.of("app", Profile.APPLICATION),
                    DatabaseRole.of("read", Profile.READER),
                    DatabaseRole.of("mig", Profile.MIGRATOR)));
    private static final Binding BINDING =
            Binding.of(meta("b"), "libpq", "d", Map.of("application", "app"), List.of(Path.of("/x")));

    @Test
    void triesEightThingsOfWhichFourMustBeRefused() {
        List<Cell> cells = cells(Declaration.of(List.of(CLUSTER, DATABASE, BINDING, rule("app", "read"))));

        assertThat(cells).hasSize(8);
        assertThat(cells)
                .filteredOn(cell -> cell.expected().word().equals("28000"))
                .hasSize(4);
        assertThat(cells).filteredOn(cell -> cell.path() == Cell.Path.DIRECT).hasSize(1);
        assertThat(cells).extracting(Cell::name).doesNotHaveDuplicates();
        assertThat(cells)
                .filteredOn(cell -> cell.path() == Cell.Path.GATEWAY)
                .extracting(Cell::database)
                .containsOnly("c/physical");
        assertThat(cells.getLast().role()).isEqualTo("mig");
    }

    @Test
    void usesARoleThatNobodyDeclaredWhenEveryRoleHasARule() {
        List<Cell> cells = cells(Declaration.of(List.of(CLUSTER, DATABASE, BINDING, rule("app", "read", "mig"))));

        assertThat(cells.getLast().role()).isEqualTo("postern_no_such_role");
        assertThat(cells.getLast().expected().word()).isEqualTo("28000");

        Cluster administered = new Cluster(
                CLUSTER.metadata(),
                CLUSTER.engine(),
                CLUSTER.primary(),
                CLUSTER.standbys(),
                CLUSTER.tls(),
                Optional.of(new Cluster.Admin(
                        "super",
                        "postgres",
                        new Cluster.AdminCredential.Password(new SecretSource.File(Path.of("/password"))))));
        List<Cell> better = cells(Declaration.of(List.of(administered, DATABASE, BINDING, rule("app", "read", "mig"))));
        assertThat(better.getLast().role()).isEqualTo("super");
    }

    @Test
    void triesTheAdministratorWhenEveryRoleHasARule() {
        Cluster administered = new Cluster(
                CLUSTER.metadata(),
                CLUSTER.engine(),
                CLUSTER.primary(),
                CLUSTER.standbys(),
                CLUSTER.tls(),
                Optional.of(new Cluster.Admin(
                        "postgres",
                        "postgres",
                        new Cluster.AdminCredential.Password(new SecretSource.File(Path.of("/password"))))));

        List<Cell> cells = cells(Declaration.of(List.of(administered, DATABASE, BINDING, rule("app", "read", "mig"))));

        assertThat(cells.getLast().role()).isEqualTo("postgres");
        assertThat(cells.getLast().expected().word()).isEqualTo("28000");
    }

    @Test
    void hasOneLessWithoutAReader() {
        assertThat(cells(Declaration.of(List.of(CLUSTER, DATABASE, BINDING, rule("app")))))
                .hasSize(7);
    }

    @Test
    void promisesNothingWithoutARule() {
        assertThat(cells(Declaration.of(List.of(CLUSTER, DATABASE, BINDING)))).isEmpty();
        assertThat(cells(Declaration.of(List.of()))).isEmpty();
    }

    private static List<Cell> cells(Declaration declaration) {
        return Trials.of(declaration, "boss").stream().map(Trial::cell).toList();
    }

    private static AccessRule rule(String... roles) {
        return new AccessRule(
                meta("r"),
                AccessRule.Effect.ALLOW,
                new AccessRule.Match(
                        List.of("user:boss"),
                        new AccessRule.ClusterSelector(List.of("c"), Map.of()),
                        List.of("physical"),
                        List.of(roles)),
                new AccessRule.Session(Optional.empty()));
    }

    private static Metadata meta(String name) {
        return new Metadata(name, Map.of());
    }
}
