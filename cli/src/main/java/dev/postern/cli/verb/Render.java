package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "render",
        header = "Print what consumers would be given, without touching anything.",
        description =
                "Files, Podman secrets and Kubernetes manifests of each Binding, and the lines that admit it to the"
                        + " server. Asks no server. Secrets are shown as ***, placeholders of other tools as they are.")
final class Render implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, or - for standard input")
    List<String> files = List.of();

    Render(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Manifests manifests = ManifestFiles.read(files, around.input());
        List<Rendered.OfBinding> bindings =
                new Here(around).render(manifests).stream().map(Rendered::of).toList();
        if (globals.json) {
            around.console().json(new Rendered(bindings));
        } else {
            bindings.forEach(binding -> around.console().print(binding.text()));
        }
        return Rendered.code(bindings).number();
    }
}
