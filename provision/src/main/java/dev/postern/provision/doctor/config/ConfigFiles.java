package dev.postern.provision.doctor.config;

import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import dev.postern.model.tree.Trees;
import dev.postern.provision.doctor.Subject;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The connections that a configuration file holds: SPIRE server's (HCL, JSON, an operator's resource) or Flight Control's. */
public final class ConfigFiles {
    private static final int MOST_BYTES = 4 << 20;

    private final Map<String, String> environment;
    private final Path root;

    /** @param environment where variables that the file names are looked up */
    public ConfigFiles(Map<String, String> environment) {
        this(environment, Path.of("/"));
    }

    /** @param root below which the programs' own folders lie */
    ConfigFiles(Map<String, String> environment, Path root) {
        this.environment = environment;
        this.root = root;
    }

    /**
     * @return at least one
     * @throws dev.postern.kernel.problem.ProblemException if it is no such file, or holds no connection to PostgreSQL
     */
    public List<Subject> read(Path file) {
        return read(file.toString(), text(file), Exposure.of(file));
    }

    List<Subject> read(String name, String text, Exposure exposure) {
        List<Subject> found = new ArrayList<>();
        for (Node document : documents(name, text)) {
            Branch top = Branch.of(document);
            boolean map = top.text("kind").filter("ConfigMap"::equals).isPresent();
            if (map) {
                top.at("data")
                        .keys()
                        .forEach(key -> top.at("data")
                                .text(key)
                                .filter(_ -> key.matches(".*\\.(conf|json|hcl|ya?ml)"))
                                .ifPresent(inner -> found.addAll(read(key, inner, exposure))));
            } else {
                found.addAll(document(name, top, exposure));
            }
        }
        if (found.isEmpty()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_DECLARED,
                    name
                            + " is neither SPIRE server's configuration nor Flight Control's: it has none of plugins, datastore,"
                            + " database and db",
                    "give the connection string itself");
        }
        return found;
    }

    private List<Subject> document(String name, Branch top, Exposure exposure) {
        if (top.at("plugins").there()) {
            return new SpireConfig(environment, exposure)
                    .plugin(top.at("plugins").at("DataStore").at("sql").at("plugin_data"), name);
        }
        if (top.text("kind").filter("SpireServer"::equals).isPresent()) {
            return new SpireConfig(environment, exposure)
                    .resource(top.at("spec").at("datastore"), name);
        }
        if (top.at("database").there()) {
            return new FlightControlConfig(environment, exposure, root).program(top.at("database"));
        }
        return top.at("db").there()
                ? new FlightControlConfig(environment, exposure, root).installation(top.at("db"), name)
                : List.of();
    }

    private static List<Node> documents(String name, String text) {
        boolean braces = text.stripLeading().startsWith("{");
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        boolean hcl = name.endsWith(".conf") || name.endsWith(".hcl") || name.endsWith(".json");
        if (hcl || (braces && !yaml)) {
            return List.of(new Hcl(name, text).read());
        }
        Problems problems = new Problems();
        List<Node> documents = Trees.read(name, text, problems);
        problems.throwIfAny();
        return documents;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        file + " has more than " + MOST_BYTES + " bytes",
                        "name the program's configuration");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    file + " cannot be read: " + failure.getMessage(),
                    "check the path and who may read it",
                    failure);
        }
    }
}
