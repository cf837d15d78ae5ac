package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.util.List;
import java.util.Optional;

/** Refuses secrets that stand in a declaration. */
final class LiteralSecrets {
    private final Problems problems;

    LiteralSecrets(Problems problems) {
        this.problems = problems;
    }

    void refuse(List<ManifestReader.Bound> bound) {
        for (ManifestReader.Bound each : bound) {
            switch (each.resource()) {
                case Cluster cluster ->
                    cluster.admin()
                            .flatMap(LiteralSecrets::password)
                            .ifPresent(source -> refuse(each, source, "spec", "admin", "password"));
                case Binding binding ->
                    binding.credentials()
                            .forEach((purpose, credential) -> credential
                                    .password()
                                    .ifPresent(source ->
                                            refuse(each, source, "spec", "credentials", purpose, "password")));
                case Database _, DeclaredRole _, AccessRule _ -> {}
            }
        }
    }

    private static Optional<SecretSource> password(Cluster.Admin admin) {
        return switch (admin.credential()) {
            case Cluster.AdminCredential.Password(SecretSource source) -> Optional.of(source);
            case Cluster.AdminCredential.ClientCertificate _ -> Optional.empty();
        };
    }

    private void refuse(ManifestReader.Bound each, SecretSource source, String... path) {
        switch (source) {
            case SecretSource.Literal _ ->
                problems.add(
                        each.place((Object[]) path),
                        ManifestCode.NOT_ENFORCED,
                        String.join(".", path) + ".value holds the secret itself; what is applied through the control"
                                + " plane is stored, and this build stores no secrets",
                        "put it into a file that only its owner can read and write {file: PATH}, or name another"
                                + " source");
            case SecretSource.File _,
                    SecretSource.Env _,
                    SecretSource.KubernetesSecret _,
                    SecretSource.PodmanSecret _,
                    SecretSource.Vault _,
                    SecretSource.Reference _ -> {}
        }
    }
}
