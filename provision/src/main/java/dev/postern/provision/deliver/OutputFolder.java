package dev.postern.provision.deliver;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.problem.Problem;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder with rendered files. What is in it and was not written by us, or was changed since, is never replaced: a list of
 * digests tells. A folder that is not there yet appears as a whole; in one that is, each file is replaced as a whole, and
 * an interrupted run is finished by the next.
 */
public final class OutputFolder {
    private static final String LIST = ".postern-render";
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rwx------");

    private final Path root;

    public OutputFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Where the files of a Binding will lie. */
    public Path of(String binding) {
        return root.resolve(binding);
    }

    /**
     * @param wanted all there is to be, by the Binding's name
     * @return the files, absolute
     * @throws ProvisionException with everything that is somebody else's, before anything is written
     */
    public List<Path> write(Map<String, List<Artefact>> wanted) {
        Map<String, Artefact> files = new TreeMap<>();
        wanted.forEach((binding, artefacts) -> artefacts.forEach(each -> files.put(binding + "/" + each.name(), each)));
        try {
            if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
                replace(files);
            } else {
                appear(files);
            }
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.DELIVERY_FAILED,
                    root + " cannot be written: " + failure.getMessage(),
                    "check that there is space and that you may write there",
                    failure);
        }
        return files.keySet().stream().map(root::resolve).toList();
    }

    private void appear(Map<String, Artefact> files) throws IOException {
        Path parent = root.resolveSibling("");
        Files.createDirectories(parent);
        Path beside = Files.createTempDirectory(
                parent, "." + root.getFileName() + ".new-", PosixFilePermissions.asFileAttribute(MINE));
        try {
            fill(beside, files);
            list(beside, digests(files));
            Files.move(beside, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            remove(beside);
            throw failure;
        }
        DurableFile.syncFolder(parent);
    }

    private void replace(Map<String, Artefact> files) throws IOException {
        Map<String, Set<String>> ours = listed();
        Map<String, String> wanted = digests(files);
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            stranger(each.getKey(), each.getValue(), ours.getOrDefault(each.getKey(), Set.of()), problems);
        }
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        // both, so that whatever we are interrupted in the middle of is known for ours
        List<String> both = new ArrayList<>(lines(wanted));
        ours.forEach((name, digests) -> digests.forEach(digest -> both.add(digest + "  " + name)));
        list(root, both);
        fill(root, files);
        for (Map.Entry<String, Set<String>> old : ours.entrySet()) {
            Path file = root.resolve(old.getKey());
            if (!files.containsKey(old.getKey())
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && old.getValue().contains(digest(Files.readAllBytes(file)))) {
                Files.delete(file);
            }
        }
        list(root, wanted);
    }

    private void stranger(String name, String wanted, Set<String> ours, List<Problem> problems) throws IOException {
        Path file = root.resolve(name);
        for (Path folder = file.getParent(); folder != null && folder.startsWith(root); folder = folder.getParent()) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(refusal(folder + " is no folder"));
                return;
            }
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            problems.add(refusal(file + " is no file"));
            return;
        }
        String there = digest(Files.readAllBytes(file));
        if (!there.equals(wanted) && !ours.contains(there)) {
            problems.add(refusal(
                    ours.isEmpty()
                            ? file + " is there and was not written by render"
                            : file + " was changed after render had written it"));
        }
    }

    private static Problem refusal(String what) {
        return Problem.of(
                ProvisionCode.DELIVERY_FAILED,
                what + ", so nothing is written",
                "move it away, or name another folder with --output");
    }

    private static void fill(Path folder, Map<String, Artefact> files) throws IOException {
        for (Map.Entry<String, Artefact> each : files.entrySet()) {
            Path file = folder.resolve(each.getKey());
            Files.createDirectories(file.resolveSibling(""), PosixFilePermissions.asFileAttribute(MINE));
            byte[] content = each.getValue().content().bytes();
            DurableFile.write(file, content, each.getValue().open() ? DurableFile.PUBLIC : DurableFile.OWNER_ONLY);
            Arrays.fill(content, (byte) 0);
        }
    }

    private static Map<String, String> digests(Map<String, Artefact> files) {
        Map<String, String> digests = new TreeMap<>();
        files.forEach(
                (name, artefact) -> digests.put(name, digest(artefact.content().bytes())));
        return digests;
    }

    private static List<String> lines(Map<String, String> digests) {
        return digests.entrySet().stream()
                .map(each -> each.getValue() + "  " + each.getKey())
                .toList();
    }

    private static void list(Path folder, Map<String, String> digests) throws IOException {
        list(folder, lines(digests));
    }

    // weak passwords can be guessed from digests
    private static void list(Path folder, List<String> lines) throws IOException {
        DurableFile.write(
                folder.resolve(LIST),
                (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8),
                DurableFile.OWNER_ONLY);
    }

    private Map<String, Set<String>> listed() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        Path list = root.resolve(LIST);
        if (Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            for (String line : Files.readAllLines(list)) {
                String[] parts = line.split("  ", 2);
                if (parts.length == 2) {
                    found.computeIfAbsent(parts[1], _ -> new TreeSet<>()).add(parts[0]);
                }
            }
        }
        return found;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
