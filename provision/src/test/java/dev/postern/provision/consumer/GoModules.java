package dev.postern.provision.consumer;

import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import dev.postern.model.tree.Trees;
import dev.postern.testing.CommandLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sources of consumers that are written in Go. */
final class GoModules {
    private GoModules() {}

    /** Empty where there is no Go, or the module is out of reach. */
    static Optional<Path> folder(String module, String version) {
        CommandLine.Result said = CommandLine.run(
                List.of("bash", "-c", "cd / && exec go mod download -json " + module + "@" + version),
                Map.of(),
                "",
                Duration.ofMinutes(2));
        if (said.exit() != 0) {
            return Optional.empty();
        }
        Node document = Trees.read("go.json", said.out(), new Problems()).getFirst();
        return document instanceof Node.Mapping mapping && mapping.value("Dir").orElse(null) instanceof Node.Scalar dir
                ? Optional.of(Path.of(dir.text()))
                : Optional.empty();
    }
}
