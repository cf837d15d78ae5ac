package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.provision.password.Match;
import dev.postern.provision.rotate.RotationReceipt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate",
        header = "Give the roles of a Binding new passwords, on the server and where they are delivered.",
        description = "With rotation: alternate the other of two logins takes over, and there is no moment without a"
                + " password that works. With rotation: in-place the window in which the two sides did not agree is"
                + " measured and printed. Interrupted anywhere, the same command goes on. Works from this machine.")
final class Rotate implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "BINDING", description = "its metadata.name")
    String binding = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, or - for standard input")
    List<String> files = List.of();

    @Mixin
    final NamedFiles named = new NamedFiles();

    @Option(names = "--disable-old", description = "take its password from the login that goes out of use, at once")
    boolean disableOld;

    Rotate(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(String binding, List<Rotated> roles) {}

    /**
     * @param user what the consumer logs in as now
     * @param windowMillis how long consumer and server did not agree, at most; null when there was no such time, or when it
     *     began in an earlier run
     * @param proof {@code proven}, or why nothing is known
     */
    record Rotated(
            String role, String user, boolean resumed, Optional<Long> windowMillis, String proof, boolean oldDisabled) {
        static Rotated of(RotationReceipt receipt) {
            return new Rotated(
                    receipt.role(),
                    receipt.user(),
                    receipt.resumed(),
                    receipt.window().map(window -> window.toMillis()),
                    switch (receipt.proof()) {
                        case Match.Matches _ -> "proven";
                        case Match.Differs(String why) -> why;
                        case Match.Unknown(String why) -> why;
                    },
                    receipt.oldDisabled());
        }

        String sentence() {
            return role + " logs in as " + user + " with a new password"
                    + (resumed ? ", ending a rotation that was begun before" : "")
                    + windowMillis
                            .map(window -> "; consumer and server did not agree for " + window + " ms")
                            .orElse("")
                    + (proof.equals("proven") ? "; proven by a login" : "; not proven: " + proof)
                    + (oldDisabled ? "; the other login has no password any more" : "");
        }
    }

    @Override
    public Integer call() {
        Manifests manifests = named.read(files, around);
        List<Rotated> rotated = new Here(around)
                .rotate(manifests, binding, disableOld).stream()
                        .map(Rotated::of)
                        .toList();
        if (globals.json) {
            around.console().json(new Answer(binding, rotated));
        } else {
            rotated.forEach(role -> around.console().print(role.sentence()));
        }
        return ExitCode.DONE.number();
    }
}
