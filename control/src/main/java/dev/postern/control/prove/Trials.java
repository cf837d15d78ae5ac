package dev.postern.control.prove;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.control.declared.Declaration;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.prove.Action;
import dev.postern.provision.prove.Cell;
import dev.postern.provision.prove.Cell.Path;
import dev.postern.provision.prove.Cell.Shown;
import dev.postern.provision.prove.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a declaration promises, as things to try: eight for each Binding that a person may also reach through the
 * gateway, four of which must be refused.
 */
final class Trials {
    /** SQLSTATE of every refusal that is about who somebody is. */
    private static final String NOT_AUTHORIZED = "28000";

    private static final String CATALOGUE = "pg_catalog.pg_class";
    private static final String NOBODY = "postern_no_such_role";

    private final Declaration declaration;
    private final String person;

    private Trials(Declaration declaration, String person) {
        this.declaration = declaration;
        this.person = person;
    }

    /** @param person who shows the right certificate at the gateway */
    static List<Trial> of(Declaration declaration, String person) {
        Trials trials = new Trials(declaration, person);
        return declaration.bindings().stream()
                .flatMap(binding -> trials.ofBinding(binding).stream())
                .toList();
    }

    private List<Trial> ofBinding(Binding binding) {
        Optional<Database> database = declaration.database(binding.database());
        Optional<Cluster> cluster = declaration.clusterOf(binding);
        if (database.isEmpty() || cluster.isEmpty()) {
            return List.of();
        }
        Subject subject = new Subject(binding, database.get(), cluster.get());
        List<Trial> trials = new ArrayList<>();
        String bound = binding.roles().values().stream().sorted().findFirst().orElse("");
        allowed(subject, Profile.APPLICATION).ifPresent(role -> {
            trials.add(subject.gateway(role + " through the gateway", role, Shown.RIGHT, new Action.Connect(), yes()));
            reader(subject)
                    .ifPresent(reader -> trials.add(subject.gateway(
                            reader + " reads through the gateway",
                            reader,
                            Shown.RIGHT,
                            new Action.Select(CATALOGUE),
                            yes())));
            trials.add(subject.gateway(
                    "postern.identity() names the caller",
                    role,
                    Shown.RIGHT,
                    new Action.Identity(),
                    new Expectation.Allowed(person)));
            trials.add(subject.direct(bound + " past the gateway, as delivered", bound));
            trials.add(subject.gateway("no certificate", role, Shown.NONE, new Action.Connect(), no()));
            trials.add(subject.gateway("another CA", role, Shown.OTHER_CA, new Action.Connect(), no()));
            trials.add(subject.gateway("expired", role, Shown.EXPIRED, new Action.Connect(), no()));
            trials.add(subject.gateway(
                    "a role without a rule", forbidden(subject), Shown.RIGHT, new Action.Connect(), no()));
        });
        return trials;
    }

    private Optional<String> allowed(Subject subject, Profile profile) {
        return subject.database().roles().stream()
                .filter(role -> role.profile() == profile && role.mayLogIn())
                .map(DatabaseRole::name)
                .filter(role -> allows(subject, role))
                .findFirst();
    }

    private Optional<String> reader(Subject subject) {
        return allowed(subject, Profile.READER);
    }

    // a role that exists, so that it is the rule that refuses: a declared one that the rules leave out, else the
    // cluster's administrator, whom no rule may let in implicitly
    private String forbidden(Subject subject) {
        Stream<String> declared = subject.database().roles().stream().map(DatabaseRole::name);
        Stream<String> administrator = subject.cluster().admin().stream().map(Cluster.Admin::user);
        return Stream.concat(declared, administrator)
                .filter(role -> !allows(subject, role))
                .findFirst()
                .or(() -> subject.cluster().admin().map(Cluster.Admin::user))
                .orElse(NOBODY);
    }

    private boolean allows(Subject subject, String role) {
        Cluster cluster = subject.cluster();
        AccessRequest request = new AccessRequest(
                "user:" + person,
                Set.of(),
                cluster.metadata().name(),
                cluster.metadata().labels(),
                subject.database().name(),
                role,
                false);
        return declaration.rules().decide(request) instanceof Decision.Allowed;
    }

    private static Expectation yes() {
        return new Expectation.Allowed();
    }

    private static Expectation no() {
        return new Expectation.Sqlstate(NOT_AUTHORIZED);
    }

    private record Subject(Binding binding, Database database, Cluster cluster) {
        Trial gateway(String name, String role, Shown shown, Action action, Expectation expected) {
            String entry = cluster.metadata().name();
            return trial(name, Path.GATEWAY, entry + "/" + database.name(), role, shown, action, expected);
        }

        Trial direct(String name, String role) {
            return trial(name, Path.DIRECT, database.name(), role, Shown.RIGHT, new Action.Connect(), yes());
        }

        private Trial trial(
                String name, Path path, String target, String role, Shown shown, Action action, Expectation expected) {
            String unique = binding.metadata().name() + ": " + name;
            return new Trial(new Cell(unique, path, target, role, shown, action, expected), cluster, binding);
        }
    }
}
