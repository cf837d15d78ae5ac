package dev.postern.model;

import dev.postern.kernel.secret.Secret;
import java.nio.file.Path;

/** Where a secret comes from. Only {@link Literal} holds it; the others say where to look. */
public sealed interface SecretSource {
    /** What stands in a file that only its owner can read; a final line break does not belong to it. */
    record File(Path file) implements SecretSource {}

    /** An environment variable of the process that applies. */
    record Env(String variable) implements SecretSource {}

    /** The secret itself, in the declaration: anybody who reads the file knows it. */
    record Literal(Secret value) implements SecretSource {}

    /** A key of a Kubernetes Secret whose manifest lies in a file. */
    record KubernetesSecret(Path manifest, String name, String key) implements SecretSource {}

    /** A secret that Podman on this machine holds. */
    record PodmanSecret(String name) implements SecretSource {}

    /** A key of a secret that Vault holds. Address and token are Vault's own environment variables. */
    record Vault(String path, String key) implements SecretSource {}

    /** A placeholder such as {@code <path:secret/data/db#password>}, replaced later by a GitOps tool. */
    record Reference(String text) implements SecretSource {}
}
