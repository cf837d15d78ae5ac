package dev.postern.provision.deliver;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding.Delivery;
import dev.postern.provision.consumer.Item;
import dev.postern.provision.consumer.KubernetesYaml;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.deliver.DeliveryPlan.Change;
import dev.postern.provision.deliver.DeliveryPlan.Target;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.PodmanSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every target of one order: what differs there, and writing it. */
record Sinks(Order order, Materials materials, PodmanSecrets podman, Instant now) {
    /** In the order in which they are written. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Path folder : Deliverer.folders(order.binding())) {
            folders(folder)
                    .forEach((purpose, files) -> folder(folder, purpose, files).ifPresent(changes::add));
        }
        for (Delivery delivery : order.binding().deliver()) {
            switch (delivery) {
                case Delivery.KubernetesManifest(Path file) ->
                    manifest(file, !changes.isEmpty()).ifPresent(changes::add);
                case Delivery.PodmanSecrets _ -> changes.addAll(secrets());
                case Delivery.Directory _ -> {
                    // first of all, above
                }
            }
        }
        return changes;
    }

    List<Path> write(Change change, ClientCertificates certificates) {
        return switch (change.target()) {
            case Target.Folder(Path folder) -> writeFolder(folder, change, certificates);
            case Target.Manifest(Path file) -> writeManifest(file);
            case Target.PodmanSecret(String name) -> writeSecret(name);
        };
    }

    /** Files that belong together, by the folder below the root that they share. */
    private Map<String, DeliveryFolder> folders(Path root) {
        return order.contract(root).files().stream()
                .collect(Collectors.groupingBy(
                        file -> file.name().substring(0, Math.max(0, file.name().lastIndexOf('/'))),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(), files -> new DeliveryFolder(order.name(), root, files))));
    }

    private Optional<Change> folder(Path root, String purpose, DeliveryFolder folder) {
        Map<String, ClientCertificates.Issued> known = new TreeMap<>(materials.given());
        List<String> reasons = new ArrayList<>();
        for (String each : toIssue(folder)) {
            Renewal.Judged judged = new Renewal(order, now).judge(folder, each);
            reasons.addAll(judged.reasons());
            judged.there().ifPresent(there -> known.put(each, there));
        }
        boolean newCertificate = !reasons.isEmpty();
        reasons.addAll(folder.reasons(new Contents(order.name(), known)));
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change(
                        new Target.Folder(root.resolve(purpose)), purpose, roles(purpose), reasons, newCertificate));
    }

    private List<String> toIssue(DeliveryFolder folder) {
        return folder.purposes().stream()
                .filter(purpose -> materials.given(purpose).isEmpty())
                .toList();
    }

    private String roles(String purpose) {
        Login one = order.logins().get(purpose);
        return one != null
                ? one.role()
                : order.logins().values().stream().map(Login::role).distinct().collect(Collectors.joining(", "));
    }

    private List<Path> writeFolder(Path target, Change change, ClientCertificates certificates) {
        Path root = change.purpose().isEmpty() ? target : target.resolve("..").normalize();
        DeliveryFolder folder =
                Optional.ofNullable(folders(root).get(change.purpose())).orElseThrow();
        Map<String, ClientCertificates.Issued> known = new TreeMap<>(materials.given());
        for (String purpose : toIssue(folder)) {
            Renewal renewal = new Renewal(order, now);
            known.put(
                    purpose,
                    renewal.judge(folder, purpose)
                            .there()
                            .orElseGet(() ->
                                    renewal.checked(purpose, certificates.issue(order.role(purpose), order.name()))));
        }
        return folder.write(new Contents(order.name(), known));
    }

    /** Certificates as far as they are there: given, or good in the first folder. */
    private Contents known() {
        Map<String, ClientCertificates.Issued> known = new TreeMap<>(materials.given());
        Deliverer.folders(order.binding()).stream()
                .findFirst()
                .ifPresent(root -> folders(root).values().forEach(folder -> {
                    for (String purpose : toIssue(folder)) {
                        new Renewal(order, now)
                                .judge(folder, purpose)
                                .there()
                                .ifPresent(there -> known.put(purpose, there));
                    }
                }));
        return new Contents(order.name(), known);
    }

    private Optional<Change> manifest(Path file, boolean folderChanges) {
        Contents known = known();
        List<Item.Manifest> manifests = Contracts.any(order).manifests();
        boolean complete = manifests.stream()
                .flatMap(manifest -> manifest.data().values().stream())
                .allMatch(content -> known.bytes(content).isPresent());
        List<String> reasons = new ArrayList<>();
        if (complete) {
            textDiffers(file, yaml(manifests, known)).ifPresent(reasons::add);
        } else {
            reasons.add(folderChanges ? "gets what is new in the folder" : "gets a password that is made anew");
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change(new Target.Manifest(file), "", roles(""), reasons, false));
    }

    private static String yaml(List<Item.Manifest> manifests, Contents known) {
        return KubernetesYaml.of(
                manifests, content -> new String(known.bytes(content).orElseThrow(), StandardCharsets.UTF_8));
    }

    private static Optional<String> textDiffers(Path file, String wanted) {
        try {
            if (!Files.readString(file).equals(wanted)) {
                return Optional.of("differs");
            }
            return Files.getPosixFilePermissions(file).equals(DurableFile.OWNER_ONLY)
                    ? Optional.empty()
                    : Optional.of("is open to others");
        } catch (NoSuchFileException _) {
            return Optional.of("is missing");
        } catch (IOException failure) {
            return Optional.of("cannot be read: " + failure.getMessage());
        }
    }

    private List<Path> writeManifest(Path file) {
        Contents known = known();
        List<Item.Manifest> manifests = Contracts.any(order).manifests();
        manifests.forEach(manifest -> manifest.data().values().forEach(known::required));
        try {
            Folders.create(file.toAbsolutePath().resolveSibling(""));
            DurableFile.writeForOwner(
                    file, yaml(manifests, known).getBytes(StandardCharsets.UTF_8), DurableFile.OWNER_ONLY);
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.DELIVERY_FAILED,
                    "Binding " + order.name() + ": " + file + " cannot be written: " + failure.getMessage(),
                    "check that there is space and that Postern may write there",
                    failure);
        }
        return List.of(file);
    }

    private List<Change> secrets() {
        Contents known = known();
        List<Change> changes = new ArrayList<>();
        for (Item.PodmanSecret secret : Contracts.any(order).podmanSecrets()) {
            Optional<byte[]> wanted = known.bytes(secret.value());
            Optional<Secret> there = podman.read(secret.name());
            String reason = wanted.isEmpty()
                    ? "gets a password that is made anew"
                    : there.isEmpty() ? "is missing" : there.get().equals(Secret.of(wanted.get())) ? "" : "differs";
            if (!reason.isEmpty()) {
                changes.add(new Change(new Target.PodmanSecret(secret.name()), "", roles(""), List.of(reason), false));
            }
        }
        return changes;
    }

    private List<Path> writeSecret(String name) {
        Contents known = known();
        Contracts.any(order).podmanSecrets().stream()
                .filter(secret -> secret.name().equals(name))
                .forEach(secret -> podman.write(
                        name,
                        Secret.of(known.required(secret.value())),
                        new LinkedHashMap<>(Map.of("dev.postern.binding", order.name()))));
        return List.of();
    }
}
