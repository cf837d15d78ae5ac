package dev.postern.provision.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a connection string means to one driver.
 *
 * @param reads whether it can read the string at all
 * @param sslmode the mode that counts, with where it comes from
 * @param tls what is known of the server then
 * @param roots what there is to verify the server with
 * @param root the file with the root certificates, when {@code roots} is THERE
 * @param files which files are looked for, in words
 */
public record Explanation(
        DriverName driver,
        boolean reads,
        String sslmode,
        Assurance tls,
        RootFile roots,
        Optional<Path> root,
        List<String> files,
        List<Finding> findings) {
    public Explanation {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /** Whether a login is refused whatever the server says. */
    public boolean broken() {
        return findings.stream().anyMatch(finding -> finding.weight() == Finding.Weight.BROKEN);
    }
}
