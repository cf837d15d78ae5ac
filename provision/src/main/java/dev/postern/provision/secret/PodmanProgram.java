package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.CommandRunner.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls {@code podman}: values go in by standard input and come out by standard output, never as an argument. */
final class PodmanProgram implements PodmanSecrets {
    private static final int OLDEST = 5;
    private static final Secret NOTHING = Secret.of(new byte[0]);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern VERSION = Pattern.compile("podman version (([0-9]+)\\S*)");

    private final CommandRunner commands;

    PodmanProgram(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public Optional<Secret> read(String name) {
        check(name);
        requireNew(() -> "run: (umask 077; podman run --rm --secret " + name
                + " docker.io/library/busybox cat /run/secrets/" + name + " >" + name
                + ".password), and give the password as {file: " + name + ".password}");
        // the name too, because what is no name is taken for the beginning of an id
        Output shown = run(
                List.of(
                        "podman",
                        "secret",
                        "inspect",
                        "--showsecret",
                        "--format",
                        "{{.Spec.Name}}\n{{.SecretData}}",
                        name),
                NOTHING);
        if (shown.exit() == 0) {
            return valueOf(name, shown.out());
        }
        Output exists = run(List.of("podman", "secret", "exists", name), NOTHING);
        if (exists.exit() == 1) {
            return Optional.empty();
        }
        throw refused("podman does not show the secret " + name, shown);
    }

    private static Optional<Secret> valueOf(String name, Secret shown) {
        byte[] bytes = shown.bytes();
        byte[] head = (name + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            // podman ends its output with a line feed of its own
            return bytes.length > head.length && Arrays.equals(head, Arrays.copyOf(bytes, head.length))
                    ? Optional.of(Secret.of(Arrays.copyOfRange(bytes, head.length, bytes.length - 1)))
                    : Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void write(String name, Secret value, Map<String, String> labels) {
        check(name);
        requireNew(() -> "run: " + PodmanLine.create(name) + " (after `podman secret rm " + name + "` if it is there)");
        List<String> command = new ArrayList<>(List.of("podman", "secret", "create", "--replace"));
        new TreeMap<>(labels).forEach((label, text) -> command.addAll(List.of("--label", label + "=" + text)));
        command.addAll(List.of(name, "-"));
        Output created = run(command, value);
        if (created.exit() != 0) {
            throw refused("podman does not store the secret " + name, created);
        }
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ProvisionException(
                    ProvisionCode.NAME_INVALID,
                    "podman has no secrets with the name \"" + name.replaceAll("\\p{Cntrl}", "?") + "\"",
                    "use letters, digits, hyphens, underscores and dots, and begin with a letter or digit");
        }
    }

    /** Something to say only when it is needed. */
    @FunctionalInterface
    private interface Fix {
        String text();
    }

    private void requireNew(Fix fix) {
        Output said = run(List.of("podman", "--version"), NOTHING);
        Matcher version = VERSION.matcher(said.out().text());
        if (said.exit() != 0 || !version.lookingAt()) {
            throw refused("podman does not say its version", said);
        }
        if (Integer.parseInt(version.group(2)) < OLDEST) {
            throw new ProvisionException(
                    ProvisionCode.SECRET_STORE_UNUSABLE,
                    "podman " + version.group(1) + " neither shows nor replaces a secret; podman " + OLDEST + " does",
                    fix.text());
        }
    }

    private Output run(List<String> command, Secret input) {
        try {
            return commands.run(command, input);
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.SECRET_STORE_UNUSABLE,
                    "podman cannot be run: " + failure.getMessage(),
                    "install podman " + OLDEST + " or later, or take the secret from elsewhere",
                    failure);
        }
    }

    private static ProvisionException refused(String what, Output said) {
        return new ProvisionException(
                ProvisionCode.SECRET_STORE_UNUSABLE,
                what + ": exit status " + said.exit() + (said.error().isEmpty() ? "" : ", " + said.error()),
                "mend what podman says");
    }
}
