package dev.postern.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTest {
    @Test
    void leavesNeitherThePackageNorThePathBehind(@TempDir Path root) throws Exception {
        Files.createDirectories(root.resolve("scenarios"));
        Files.copy(Project.here().root().resolve("scenarios/story.sh"), root.resolve("scenarios/story.sh"));
        run(
                root,
                "printf '#!/bin/sh\\n' >package; chmod 755 package; mkdir -p dist/target p/bin; touch p/bin/postern;"
                        + " tar -czf dist/target/postern-1-linux-x.tar.gz p");

        List<String> made = run(
                        root,
                        ". scenarios/story.sh; unset POSTERN_DIST; story left; test -e \"$dist/bin/postern\" || exit 9;"
                                + " printf '%s\\n' \"$dist\" \"$bin\"; finish")
                .lines()
                .toList();

        assertThat(made).hasSize(2).allMatch(folder -> folder.startsWith("/tmp/postern-"));
        assertThat(made).noneMatch(folder -> Files.exists(Path.of(folder)));
    }

    private static String run(Path root, String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return said;
    }
}
