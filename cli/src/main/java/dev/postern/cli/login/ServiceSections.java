package dev.postern.cli.login;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.ServiceFile;
import dev.postern.postgres.conninfo.ServiceFilePlaces;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Postern's sections in the service file that libpq reads. Everybody else's sections stay as they are. */
public final class ServiceSections {
    private final Path file;
    private final Optional<String> export;

    private ServiceSections(Path file, Optional<String> export) {
        this.file = file;
        this.export = export;
    }

    /**
     * The file of the password database's home folder, or the one that {@code PGSERVICEFILE} names. Where {@code HOME} is
     * another folder, newer versions of libpq look there; {@link #export} tells how to point all of them to this one.
     */
    public static ServiceSections locate(Map<String, String> environment, Path userHome) {
        List<Path> all = ServiceFilePlaces.personalOfAnyVersion(environment, userHome);
        Path file = all.getLast().toAbsolutePath().normalize();
        boolean everyLibpqLooksThere = all.stream()
                .allMatch(place -> place.toAbsolutePath().normalize().equals(file));
        return new ServiceSections(
                file, everyLibpqLooksThere ? Optional.empty() : Optional.of("export PGSERVICEFILE=" + quoted(file)));
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
        List<ServiceFile.Section> sections = ServiceFile.of(read()).sections();
        String name = entry;
        for (int number = 1; isForeign(sections, name); number++) {
            name = "postern-" + entry + (number == 1 ? "" : "-" + number);
        }
        return name;
    }

    public void write(ConnectionValues values) {
        edit(values.service(), Optional.of(values.conninfo()));
    }

    public void remove(String service) {
        edit(service, Optional.empty());
    }

    private static boolean isForeign(List<ServiceFile.Section> sections, String name) {
        return sections.stream().anyMatch(section -> section.name().equals(name) && !section.managed());
    }

    private void edit(String service, Optional<Conninfo> wanted) {
        try (FileChannel channel = FileChannel.open(lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            byte[] before = read();
            byte[] after =
                    ServiceFile.of(before).edit(Map.of(service, wanted)).file().content();
            if (!Arrays.equals(before, after)) {
                store(after);
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    // of two logins at once the second must see what the first has written
    private Path lock() throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        return target.resolveSibling(target.getFileName() + ".postern.lock");
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return new byte[0];
        } catch (IOException failure) {
            throw new LoginException(
                    LoginCode.LOGIN_UNREADABLE,
                    "the service file " + file + " cannot be read (" + LoginFolder.reason(failure) + ")",
                    "repair it, or name another with PGSERVICEFILE",
                    failure);
        }
    }

    // a link to a file elsewhere stays a link
    private void store(byte[] content) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Set<PosixFilePermission> permissions =
                    Files.exists(target) ? Files.getPosixFilePermissions(target) : DurableFile.OWNER_ONLY;
            DurableFile.write(target, content, permissions);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private LoginException unwritable(IOException failure) {
        return new LoginException(
                LoginCode.LOGIN_UNWRITABLE,
                "the service file " + file + " cannot be written (" + LoginFolder.reason(failure) + ")",
                "make it writable, or name another with PGSERVICEFILE",
                failure);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
