package dev.postern.provision.bind;

import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.deliver.DeliveryReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is left to somebody after everything was done, only where it is. */
final class NextSteps {
    private NextSteps() {}

    static List<String> of(BindReceipt receipt) {
        if (!receipt.complete()) {
            return List.of();
        }
        List<String> next = new ArrayList<>();
        for (DeliveryReceipt delivered : receipt.delivered()) {
            Set<Path> folders = new LinkedHashSet<>();
            for (DeliveryReceipt.Delivered one : delivered.delivered()) {
                if (one.target() instanceof DeliveryPlan.Target.Folder(Path folder)) {
                    one.files().stream()
                            .filter(NextSteps::oursAlone)
                            .findFirst()
                            .ifPresent(_ -> folders.add(folder));
                }
            }
            folders.forEach(folder -> next.add("Binding " + delivered.binding() + ": what has a password or a key in "
                    + folder + " can be read by " + us().orElse("you")
                    + " only; if its consumer runs as another user: chown -R USER " + folder
                    + " (it stays so when files are replaced)"));
        }
        return next;
    }

    // whoever has given it away already need not hear of it
    private static boolean oursAlone(Path file) {
        try {
            return !Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
                    && us().map(name -> name.equals(owner(file))).orElse(true);
        } catch (IOException _) {
            return false;
        }
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file).getName();
        } catch (IOException _) {
            return "";
        }
    }

    private static Optional<String> us() {
        return ProcessHandle.current().info().user();
    }
}
