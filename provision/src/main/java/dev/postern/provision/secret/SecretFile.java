package dev.postern.provision.secret;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A secret that is the whole content of a file, but for one line break at its end. */
final class SecretFile {
    /** Bytes; no password is as long, a file named by mistake may be. */
    private static final int MOST = 1 << 20;

    private SecretFile() {}

    /** @param warnings gets what works and should not stay */
    static Secret read(Path file, RuntimeMounts mounts, List<Problem> warnings) {
        byte[] content = content(file, MOST);
        try {
            exposed(file).map(mode -> judged(file, mode, mounts)).ifPresent(warnings::add);
            return Secret.of(Arrays.copyOf(content, withoutLineBreak(content)));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    // whoever started the container has chosen the mode; elsewhere the owner is to mend it
    private static Problem judged(Path file, String mode, RuntimeMounts mounts) {
        boolean runtimes;
        try {
            runtimes = mounts.has(file);
        } catch (IOException failure) {
            throw unreadable(file, String.valueOf(failure.getMessage()), failure);
        }
        if (!runtimes) {
            throw new ProvisionException(
                    ProvisionCode.SECRET_EXPOSED,
                    file + " holds a secret and can be used by others: its mode is " + mode,
                    "chmod 600 " + file + ", and change the secret if somebody may have read it");
        }
        return Problem.of(
                ProvisionCode.SECRET_EXPOSED,
                file
                        + " is laid here by the container's runtime, and every user of this container can read it: its mode"
                        + " is " + mode,
                "mount it with mode 0400 for this user: defaultMode and runAsUser in Kubernetes,"
                        + " --secret NAME,uid=UID,mode=0400 with Podman and Docker");
    }

    static byte[] content(Path file, int most) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > most) {
                throw new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        file + " has " + Files.size(file) + " bytes; at most " + most + " are read",
                        "name the file with the secret");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "there is no such file", missing);
        } catch (IOException failure) {
            throw unreadable(file, failure.getClass().getSimpleName() + " " + failure.getMessage(), failure);
        }
    }

    /** The mode of a file that others than its owner can use. */
    static Optional<String> exposed(Path file) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
            excess.addAll(mode);
            excess.removeAll(DurableFile.OWNER_ONLY);
            excess.remove(PosixFilePermission.OWNER_EXECUTE);
            return excess.isEmpty() ? Optional.empty() : Optional.of(PosixFilePermissions.toString(mode));
        } catch (IOException failure) {
            throw unreadable(file, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static int withoutLineBreak(byte[] content) {
        int end = content.length;
        if (end > 0 && content[end - 1] == '\n') {
            end--;
            if (end > 0 && content[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    private static ProvisionException unreadable(Path file, String why, IOException failure) {
        return new ProvisionException(
                ProvisionCode.CREDENTIAL_UNUSABLE,
                file + " cannot be read: " + why,
                "check the path and who may read it",
                failure);
    }
}
