package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.SecretSource;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.Files;

/** Reads a secret from where a declaration says that it is. */
public final class SecretReader {
    private SecretReader() {}

    /** @throws ProvisionException if it is not there, or not readable */
    public static Secret read(SecretSource source) {
        return switch (source) {
            case SecretSource.File file -> file(file);
            case SecretSource.Literal literal -> literal.value();
            case SecretSource.Env env -> throw notYet("env");
            case SecretSource.KubernetesSecret secret -> throw notYet("secretKeyRef");
            case SecretSource.PodmanSecret secret -> throw notYet("podmanSecret");
            case SecretSource.Vault vault -> throw notYet("vault");
            case SecretSource.Reference reference -> throw notYet("reference");
        };
    }

    private static Secret file(SecretSource.File source) {
        try {
            return Secret.ofText(Files.readString(source.file()).strip());
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    source.file() + " cannot be read: " + failure.getMessage(),
                    "check the path and who may read it",
                    failure);
        }
    }

    private static ProvisionException notYet(String source) {
        return new ProvisionException(
                ProvisionCode.NOT_ENFORCEABLE,
                "a secret from " + source + " cannot be read by this build",
                "put it into a file and write {file: PATH}");
    }
}
