package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.provision.bind.Binder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "render",
        header = "Print what consumers would be given, or write it into a folder; asks no server.",
        description =
                "Files, Podman secrets and Kubernetes manifests of each Binding, and the lines that admit it to the"
                        + " server. Passwords that credentials name are read, else those that were delivered; placeholders"
                        + " of other tools stay as they are. Printed, passwords are ***, unless --show-passwords asks for"
                        + " them. Written, they are in the files that have to have them, and which these are is said.")
final class Render implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, or - for standard input")
    List<String> files = List.of();

    @Mixin
    final NamedFiles named = new NamedFiles();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "write files, a folder for each Binding; what is there and was not written by render is not"
                    + " replaced")
    @Nullable
    Path output;

    @Option(names = "--show-passwords", description = "print passwords instead of ***")
    boolean showPasswords;

    Render(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Manifests manifests = named.read(files, around);
        Path folder = output;
        if (folder != null && showPasswords) {
            throw new CliException(
                    CliCode.USAGE,
                    "--show-passwords prints, and --output writes",
                    "name one of the two; with --output passwords are in the files that have to have them");
        }
        Here here = new Here(around);
        List<Rendered.OfBinding> bindings =
                here.render(manifests, showPasswords).stream().map(Rendered::of).toList();
        if (showPasswords) {
            around.console().note("note: passwords are shown, because --show-passwords asks for them");
        }
        if (folder != null) {
            written(bindings, here.renderInto(manifests, folder));
        } else if (globals.json) {
            around.console().json(new Rendered(bindings));
        } else {
            bindings.forEach(binding -> around.console().print(binding.text()));
        }
        return Rendered.code(bindings).number();
    }

    private void written(List<Rendered.OfBinding> bindings, List<Binder.RenderedFile> files) {
        if (globals.json) {
            around.console()
                    .json(new Rendered.Written(
                            files.stream().map(Rendered.WrittenFile::of).toList(),
                            bindings.stream()
                                    .flatMap(binding -> binding.findings().stream())
                                    .toList()));
            return;
        }
        files.forEach(file -> around.console()
                .print(file.file() + " (" + Rendered.mode(file) + ")"
                        + (file.password() ? ", has a password in clear text" : "")));
        bindings.stream()
                .filter(binding -> !binding.findings().isEmpty())
                .forEach(binding -> around.console().note(Changes.findings(binding.findings())));
    }
}
