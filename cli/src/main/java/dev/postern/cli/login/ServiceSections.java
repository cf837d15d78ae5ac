package dev.postern.cli.login;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Postern's sections in a libpq service file. A section is Postern's when the comment above it says so; every other line of
 * the file is somebody else's and is kept to the byte.
 *
 * <p>libpq reads the file that {@code PGSERVICEFILE} names, else {@code .pg_service.conf} in the home folder: up to version
 * 14 the one of the password database, from 15 on {@code $HOME}.
 */
public final class ServiceSections {
    private static final String MARK = "# Postern: written by postern login, removed by postern logout";

    private final Path file;
    private final Optional<String> export;

    private ServiceSections(Path file, Optional<String> export) {
        this.file = file;
        this.export = export;
    }

    public static ServiceSections locate(Map<String, String> environment, Path userHome) {
        String named = environment.getOrDefault("PGSERVICEFILE", "");
        if (!named.isEmpty()) {
            return new ServiceSections(Path.of(named).toAbsolutePath(), Optional.empty());
        }
        Path usual = userHome.resolve(".pg_service.conf");
        String home = environment.getOrDefault("HOME", "");
        boolean everyLibpqLooksThere =
                home.isEmpty() || Path.of(home).normalize().equals(userHome.normalize());
        return new ServiceSections(
                usual, everyLibpqLooksThere ? Optional.empty() : Optional.of("export PGSERVICEFILE=" + quoted(usual)));
    }

    public Path file() {
        return file;
    }

    /** What to type in a shell so that libpq finds the file; empty where it does anyway. */
    public Optional<String> export() {
        return export;
    }

    /** The section for an entry: its name, or another where the user has a section of that name. */
    public String nameFor(String entry) {
        List<String> lines = read();
        String name = entry;
        for (int number = 1; isForeign(lines, name); number++) {
            name = "postern-" + entry + (number == 1 ? "" : "-" + number);
        }
        return name;
    }

    public void write(ConnectionValues values) {
        List<String> lines = without(read(), values.service());
        if (!lines.isEmpty() && !lines.getLast().isBlank()) {
            lines.add("");
        }
        lines.add(MARK);
        lines.add("[" + values.service() + "]");
        section(values).forEach((key, value) -> lines.add(key + "=" + value));
        store(lines);
    }

    public void remove(String service) {
        List<String> before = read();
        List<String> after = without(before, service);
        if (!after.equals(before)) {
            store(after);
        }
    }

    private static Map<String, String> section(ConnectionValues values) {
        Map<String, String> section = new LinkedHashMap<>();
        section.put("host", values.host());
        section.put("port", Integer.toString(values.port()));
        section.put("dbname", values.database());
        section.put("user", values.user());
        section.put("sslmode", ConnectionValues.SSLMODE);
        section.put("sslcert", values.sslcert().toString());
        section.put("sslkey", values.sslkey().toString());
        section.put("sslrootcert", values.sslrootcert().toString());
        // a name or path from elsewhere must not add lines of its own
        section.replaceAll((_, value) -> value.replaceAll("[\\r\\n]", ""));
        return section;
    }

    private static boolean isForeign(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("[" + name + "]") && !isMarked(lines, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarked(List<String> lines, int header) {
        return header > 0 && lines.get(header - 1).strip().equals(MARK);
    }

    private static List<String> without(List<String> lines, String name) {
        List<String> kept = new ArrayList<>(lines);
        for (int i = kept.size() - 1; i > 0; i--) {
            if (kept.get(i).strip().equals("[" + name + "]") && isMarked(kept, i)) {
                int end = i + 1;
                while (end < kept.size() && isSetting(kept.get(end))) {
                    end++;
                }
                // the blank line in front came with the section
                int start = i - 1 > 0 && kept.get(i - 2).isBlank() ? i - 2 : i - 1;
                kept.subList(start, end).clear();
                i = start;
            }
        }
        return kept;
    }

    private static boolean isSetting(String line) {
        return line.matches("[a-z]+=.*");
    }

    private List<String> read() {
        try {
            return new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return new ArrayList<>();
        } catch (IOException failure) {
            throw new LoginException(
                    LoginCode.LOGIN_UNREADABLE,
                    "the service file " + file + " cannot be read (" + LoginFolder.reason(failure) + ")",
                    "repair it, or name another with PGSERVICEFILE",
                    failure);
        }
    }

    // a link to a file elsewhere stays a link
    private void store(List<String> lines) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Set<PosixFilePermission> permissions =
                    Files.exists(target) ? Files.getPosixFilePermissions(target) : DurableFile.OWNER_ONLY;
            String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
            DurableFile.write(target, text.getBytes(StandardCharsets.UTF_8), permissions);
        } catch (IOException failure) {
            throw new LoginException(
                    LoginCode.LOGIN_UNWRITABLE,
                    "the service file " + file + " cannot be written (" + LoginFolder.reason(failure) + ")",
                    "make it writable, or name another with PGSERVICEFILE",
                    failure);
        }
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
