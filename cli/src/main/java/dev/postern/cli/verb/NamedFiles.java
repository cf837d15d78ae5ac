package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.kernel.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code -f FILE}, beside files that are named without it. */
final class NamedFiles {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the same; may be repeated")
    List<String> named = List.of();

    /** The declarations in all of them. */
    Manifests read(List<String> positional, Surroundings around) {
        List<String> names = new ArrayList<>(positional);
        names.addAll(named);
        if (names.isEmpty()) {
            throw new CliException(
                    CliCode.USAGE,
                    "no file is named",
                    "name files or folders with declarations, or - for standard input");
        }
        ManifestFiles.Found found = ManifestFiles.read(names, around.input());
        if (!found.problems().isEmpty()) {
            List<Problem> problems = new ArrayList<>(found.problems());
            problems.addAll(new Here(around).problems(found.manifests()));
            throw new CliException(problems);
        }
        return found.manifests();
    }
}
