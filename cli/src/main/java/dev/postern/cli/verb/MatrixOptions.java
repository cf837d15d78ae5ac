package dev.postern.cli.verb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes with {@code prove CONNINFO}. */
final class MatrixOptions {
    private static final int CONNECTIONS = 8;
    private static final int MOST = 5000;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "with a connection string: the roles to try, each with its line of ~/.pgpass")
    List<String> roles = List.of();

    @Option(
            names = "--as-admin",
            paramLabel = "ROLE",
            description = "who reads the catalogue, with PGPASSWORD or ~/.pgpass (default: the string's user)")
    @Nullable
    String admin;

    @Option(
            names = "--certificates",
            paramLabel = "FOLDER",
            description = "has ROLE.crt and ROLE.key, and ROLE.expired.crt and .key to try an expired one")
    @Nullable
    Path certificates;

    @Option(names = "--schema", paramLabel = "NAME", description = "these schemas alone; may be repeated")
    List<String> schemas = List.of();

    @Option(names = "--connections", paramLabel = "N", description = "open at once (default: 8)")
    int connections = CONNECTIONS;

    @Option(names = "--most", paramLabel = "N", description = "refuse to try more cells than this (default: 5000)")
    int most = MOST;

    @Option(names = "--junit", paramLabel = "FILE", description = "write the verdicts as JUnit's XML, too")
    @Nullable
    Path junit;

    @Option(names = "--html", paramLabel = "FILE", description = "write one page for an auditor, too")
    @Nullable
    Path html;

    /** Options that were given and mean nothing without roles. */
    List<String> said() {
        List<String> said = new ArrayList<>();
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--as-admin", admin != null);
        given.put("--certificates", certificates != null);
        given.put("--schema", !schemas.isEmpty());
        given.put("--connections", connections != CONNECTIONS);
        given.put("--most", most != MOST);
        given.put("--junit", junit != null);
        given.put("--html", html != null);
        given.forEach((option, is) -> {
            if (is) {
                said.add(option);
            }
        });
        return said;
    }

    /** Whether what is typed is a connection string; a file of that name goes first. */
    boolean isWanted(List<String> typed) {
        return !roles.isEmpty()
                || (typed.size() == 1
                        && (typed.getFirst().contains("://") || typed.getFirst().contains("="))
                        && !Files.exists(Path.of(typed.getFirst().replace('\0', ' '))));
    }
}
