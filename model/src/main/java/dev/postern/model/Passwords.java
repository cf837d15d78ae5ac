package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.kernel.secret.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A role has one password: everybody who sets it has to take it from the same place and change it in the same way. */
final class Passwords {
    private final World world;

    Passwords(World world) {
        this.world = world;
    }

    private record Role(String cluster, String name) {}

    private record Use(
            Role role,
            Binding binding,
            Optional<SecretSource> source,
            Optional<Place> place,
            Optional<Place> sourcePlace,
            Optional<Place> rotationPlace) {
        String where() {
            return "Binding " + binding.metadata().name();
        }
    }

    void check() {
        Map<Role, Use> first = new HashMap<>();
        List<Use> literals = new ArrayList<>();
        for (Binding binding : world.all().bindings()) {
            if (!binding.auth().usesPassword()) {
                continue;
            }
            for (Use use : uses(binding)) {
                Use before = first.putIfAbsent(use.role(), use);
                if (before != null) {
                    compare(before, use);
                }
                if (literal(use).isPresent()) {
                    literals.add(use);
                }
            }
        }
        refuseShared(literals);
    }

    private List<Use> uses(Binding binding) {
        Optional<Database> database = world.database(binding.database());
        return database.stream()
                .flatMap(on -> binding.roles().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> use(binding, on, entry.getKey(), entry.getValue())))
                .toList();
    }

    private Use use(Binding binding, Database database, String purpose, String role) {
        return new Use(
                new Role(database.cluster(), role),
                binding,
                Optional.ofNullable(binding.credentials().get(purpose)).flatMap(Binding.Credential::password),
                world.place(binding, "spec", "roles", purpose),
                world.place(binding, "spec", "credentials", purpose, "password"),
                world.place(binding, "spec", "rotation"));
    }

    private void compare(Use before, Use use) {
        String role = "role " + use.role().name();
        boolean sameBinding = World.isSame(before.binding(), use.binding());
        boolean bothMade = before.source().isEmpty() && use.source().isEmpty();
        if (!before.source().equals(use.source()) || (bothMade && !sameBinding)) {
            world.contradiction(
                    use.source().isPresent() ? use.sourcePlace() : use.place(),
                    before.source().isPresent() ? before.sourcePlace() : before.place(),
                    role + " has one password, and " + (sameBinding ? "two purposes" : "two Bindings")
                            + " set it: " + before.where() + " "
                            + says(before.source()) + ", " + use.where() + " " + says(use.source())
                            + (kind(before).equals(kind(use)) && !bothMade ? ", which is another" : ""),
                    "give both the same source in credentials, or each a role of its own");
        }
        if (before.binding().rotation() != use.binding().rotation()) {
            world.contradiction(
                    use.rotationPlace(),
                    before.rotationPlace(),
                    role + " is changed in two ways: " + before.where() + " has rotation "
                            + before.binding().rotation().word() + ", " + use.where() + " has "
                            + use.binding().rotation().word(),
                    "say the same rotation in both, or give each a role of its own");
        }
    }

    private static String kind(Use use) {
        return says(use.source());
    }

    /** Never what the secret is. */
    private static String says(Optional<SecretSource> source) {
        return source.map(Passwords::says).orElse("finds or makes it");
    }

    private static String says(SecretSource source) {
        return switch (source) {
            case SecretSource.File _ -> "takes it from a file";
            case SecretSource.Env _ -> "takes it from the environment";
            case SecretSource.Literal _ -> "takes it from the declaration";
            case SecretSource.KubernetesSecret _ -> "takes it from a Kubernetes Secret";
            case SecretSource.PodmanSecret _ -> "takes it from a secret of Podman";
            case SecretSource.Vault _ -> "takes it from Vault";
            case SecretSource.Reference _ -> "takes it from a placeholder";
        };
    }

    private void refuseShared(List<Use> literals) {
        for (int later = 1; later < literals.size(); later++) {
            Use use = literals.get(later);
            literals.subList(0, later).stream()
                    .filter(other -> !other.role().equals(use.role()))
                    .filter(other -> literal(other).equals(literal(use)))
                    .findFirst()
                    .ifPresent(other -> world.contradiction(
                            use.sourcePlace(),
                            other.sourcePlace(),
                            "role " + use.role().name() + " and role "
                                    + other.role().name() + " have the same password",
                            "give each a password of its own: whoever knows one could log in as the other"));
        }
    }

    private static Optional<Secret> literal(Use use) {
        return use.source()
                .filter(SecretSource.Literal.class::isInstance)
                .map(SecretSource.Literal.class::cast)
                .map(SecretSource.Literal::value);
    }
}
