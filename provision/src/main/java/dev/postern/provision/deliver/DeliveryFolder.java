package dev.postern.provision.deliver;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Item;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files of one folder that belong together: what is wrong with what is there, and writing it right.
 *
 * @param root that the files' names start from
 */
record DeliveryFolder(String binding, Path root, List<Item.File> files) {
    /** Purposes whose certificates lie here. */
    List<String> purposes() {
        return files.stream()
                .map(Item.File::content)
                .filter(Content.Chain.class::isInstance)
                .map(content -> ((Content.Chain) content).purpose())
                .distinct()
                .toList();
    }

    /** Where a content lies. */
    Optional<Path> place(Content content) {
        return files.stream()
                .filter(file -> file.content().equals(content))
                .map(this::path)
                .findFirst();
    }

    /** What calls for writing files again whose content is known. */
    List<String> reasons(Contents contents) {
        List<String> reasons = new ArrayList<>();
        for (Item.File file : files) {
            if (file.content() instanceof Content.ToCome) {
                reasons.add(name(file) + " gets a password that is made anew");
            } else {
                contents.bytes(file.content())
                        .flatMap(wanted -> differs(file, wanted))
                        .ifPresent(reasons::add);
            }
        }
        return reasons;
    }

    private Optional<String> differs(Item.File file, byte[] wanted) {
        Path path = path(file);
        try {
            if (!Arrays.equals(Files.readAllBytes(path), wanted)) {
                return Optional.of(name(file) + " differs");
            }
            return Files.getPosixFilePermissions(path).equals(mode(file))
                    ? Optional.empty()
                    : Optional.of(name(file) + " has the mode "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        } catch (NoSuchFileException _) {
            return Optional.of(name(file) + " is missing");
        } catch (IOException failure) {
            return Optional.of(name(file) + " cannot be read: " + failure.getMessage());
        }
    }

    /**
     * Each file is replaced whole. Between a new key and its certificate there is a moment in which the two do not belong
     * together; interrupted there, the next plan writes both anew.
     */
    List<Path> write(Contents contents) {
        List<Path> written = new ArrayList<>();
        for (Item.File file : files) {
            byte[] bytes = contents.required(file.content());
            if (differs(file, bytes).isPresent()) {
                write(file, bytes);
                written.add(path(file));
            }
            if (file.content().secret()) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
        return written;
    }

    private void write(Item.File file, byte[] bytes) {
        Path path = path(file);
        Path folder = path.resolveSibling("").toAbsolutePath();
        try {
            if (!Files.isDirectory(folder)) {
                Folders.create(folder);
            }
            DurableFile.writeForOwner(path, bytes, mode(file));
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.DELIVERY_FAILED,
                    "Binding " + binding + ": " + path + " cannot be written: " + failure.getMessage(),
                    "check that there is space and that Postern may write there",
                    failure);
        }
    }

    private static Set<PosixFilePermission> mode(Item.File file) {
        return file.content().secret() ? DurableFile.OWNER_ONLY : DurableFile.PUBLIC;
    }

    private Path path(Item.File file) {
        return root.resolve(file.name());
    }

    private static String name(Item.File file) {
        return file.name().substring(file.name().lastIndexOf('/') + 1);
    }
}
