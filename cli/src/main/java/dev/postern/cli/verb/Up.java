package dev.postern.cli.verb;

import dev.postern.cli.settings.LongRunning;
import dev.postern.cli.settings.UpSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        header = "Start everything on this machine, prove it, and run until stopped.",
        description =
                "Starts PostgreSQL for Postern itself and a demo cluster, authorities, gateway and API. A port that"
                        + " is not chosen is kept from the last start, or chosen free on the first.")
final class Up implements Callable<Integer> {
    // by name, so that verbs load nothing that only the process needs
    private static final String PROCESS = "dev.postern.cli.process.UpProcess";

    private final Globals globals;
    private final Surroundings around;

    @Option(names = "--gateway-port", paramLabel = "PORT", description = "what clients connect to")
    @Nullable
    Integer gatewayPort;

    @Option(names = "--api-port", paramLabel = "PORT", description = "what the verbs talk to")
    @Nullable
    Integer apiPort;

    @Option(names = "--demo-port", paramLabel = "PORT", description = "of the demo cluster, behind the gateway")
    @Nullable
    Integer demoPort;

    @Option(
            names = "--pg-bin",
            paramLabel = "FOLDER",
            description = "programs of an installed PostgreSQL (15 or newer) instead of the embedded one")
    @Nullable
    Path pgBin;

    Up(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        UpSettings settings = new UpSettings(
                globals.home(around),
                globals.command(around),
                port("--gateway-port", gatewayPort),
                port("--api-port", apiPort),
                port("--demo-port", demoPort),
                Optional.ofNullable(pgBin).map(folder -> folder.toAbsolutePath().normalize()),
                globals.json);
        return process().run(settings);
    }

    private static OptionalInt port(String option, @Nullable Integer number) {
        if (number == null) {
            return OptionalInt.empty();
        }
        if (number < 1 || number > 65_535) {
            throw new CliException(
                    CliCode.USAGE, option + " is " + number + ", a port is 1 to 65535", "choose one from 1024 up");
        }
        return OptionalInt.of(number);
    }

    private static LongRunning<UpSettings> process() {
        try {
            @SuppressWarnings("unchecked") // the class is ours, and implements exactly this
            LongRunning<UpSettings> process = (LongRunning<UpSettings>) Class.forName(PROCESS)
                    .asSubclass(LongRunning.class)
                    .getDeclaredConstructor()
                    .newInstance();
            return process;
        } catch (ReflectiveOperationException missing) {
            throw new CliException(
                    CliCode.DEFECT, "this build has no " + PROCESS, "use a complete distribution", missing);
        }
    }
}
