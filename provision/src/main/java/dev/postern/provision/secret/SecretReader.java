package dev.postern.provision.secret;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.SecretSource;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads secrets from where declarations say that they are. Reads only; what it read is in no problem that it reports. */
public final class SecretReader {
    private final Optional<Outside> outside;
    private final Consumer<Problem> told;

    /** What lies outside of files. */
    private record Outside(Map<String, String> environment, PodmanSecrets podman, VaultHttp http) {}

    private SecretReader(Optional<Outside> outside, Consumer<Problem> told) {
        this.outside = outside;
        this.told = told;
    }

    /**
     * @param environment of the process that applies; has Vault's address and token too
     * @param commands runs podman
     */
    public SecretReader(Map<String, String> environment, CommandRunner commands, VaultHttp http) {
        this(Optional.of(new Outside(Map.copyOf(environment), PodmanSecrets.of(commands), http)), _ -> {});
    }

    /** Refuses, by name, whatever needs the environment, a program or the network. */
    public static SecretReader filesOnly() {
        return new SecretReader(Optional.empty(), _ -> {});
    }

    /** The same, and of each secret that is read alone this is told what works and should not stay. */
    public SecretReader telling(Consumer<Problem> warned) {
        return new SecretReader(outside, warned);
    }

    /**
     * One secret that is needed now.
     *
     * @param use as a sentence begins: {@code Cluster orders: the admin's password}
     * @throws ProvisionException if it is not there, may not be read, or is a placeholder
     */
    public Secret read(String use, SecretSource source) {
        Batch batch = new Batch();
        Secret secret = batch.value(use, source).orRefuse(use);
        batch.warnings.forEach(told);
        return secret;
    }

    /**
     * Many at once: a file, a manifest and a secret in Vault are read once each, however many values they have.
     *
     * @param wanted by label, which begins the sentences about it: {@code Binding flightctl: the password of flightctl_app}
     * @throws ProvisionException with the problems of all of them
     */
    public SecretsRead readAll(Map<String, SecretSource> wanted) {
        Batch batch = new Batch();
        Map<String, SecretValue> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(wanted).forEach((use, source) -> {
            try {
                values.put(use, batch.value(use, source));
            } catch (ProblemException refused) {
                refused.problems().stream()
                        .map(problem -> new Problem(
                                problem.code(), use + ": " + problem.what(), problem.fix(), problem.place()))
                        .forEach(problems::add);
            }
        });
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        return new SecretsRead(values, batch.warnings);
    }

    /** Sources that are asked together, so that each place is read once. */
    private final class Batch {
        private final List<Problem> warnings = new ArrayList<>();
        private final KubernetesManifests manifests = new KubernetesManifests(warnings);
        private final Optional<Vault> vault = outside.map(it -> new Vault(it.environment(), it.http()));

        SecretValue value(String use, SecretSource source) {
            return switch (source) {
                case SecretSource.File file -> known(SecretFile.read(file.file(), RuntimeMounts.OWN, warnings));
                case SecretSource.Env env -> known(variable(env.variable()));
                case SecretSource.Literal literal -> known(literal(use, literal));
                case SecretSource.KubernetesSecret secret -> known(manifests.value(secret));
                case SecretSource.PodmanSecret secret -> known(podman(secret.name()));
                case SecretSource.Vault secret ->
                    known(vault.orElseThrow(() -> beyond("Vault")).value(secret));
                case SecretSource.Reference reference -> new SecretValue.Unresolved(reference.text());
            };
        }

        private Secret literal(String use, SecretSource.Literal literal) {
            warnings.add(Problem.of(
                    ProvisionCode.SECRET_IN_DECLARATION,
                    use + ": it stands in the declaration itself, so everybody who reads that knows it",
                    "put it into a file with mode 600 and write {file: PATH}"));
            return literal.value();
        }

        private Secret variable(String name) {
            String value = outside.orElseThrow(() -> beyond("the environment"))
                    .environment()
                    .get(name);
            if (value == null) {
                throw new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        "the environment variable " + name + " is not set",
                        "set and export it where the command runs");
            }
            return Secret.ofText(value);
        }

        private Secret podman(String name) {
            return outside.orElseThrow(() -> beyond("podman"))
                    .podman()
                    .read(name)
                    .orElseThrow(() -> new ProvisionException(
                            ProvisionCode.CREDENTIAL_UNUSABLE,
                            "podman has no secret " + name,
                            "run: " + PodmanLine.create(name)));
        }
    }

    private static SecretValue known(Secret secret) {
        if (secret.length() == 0) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "the secret is empty, and PostgreSQL takes an empty password for none",
                    "give one that is not empty");
        }
        byte[] bytes = secret.bytes();
        for (byte each : bytes) {
            if (each == 0) {
                throw new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        "the secret has a NUL byte, which no password of PostgreSQL can have",
                        "give it as text in UTF-8");
            }
        }
        return new SecretValue.Known(secret);
    }

    private static ProvisionException beyond(String what) {
        return new ProvisionException(
                ProvisionCode.NOT_ENFORCEABLE,
                "a secret from " + what + " is not read here",
                "put it into a file that only its owner can read and write {file: PATH}");
    }
}
