package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Binding;
import dev.postern.model.SslMode;
import dev.postern.provision.deliver.Consumer.Access;
import dev.postern.provision.deliver.DeliveryPlan.Change;
import dev.postern.provision.deliver.DeliveryReceipt.Delivered;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Plans and writes what consumers are given: in each folder that a binding names, one folder for each purpose, so that a
 * second role does not move the files of the first.
 */
public final class Deliverer {
    private static final Pattern PURPOSE = Pattern.compile("[a-z0-9]+([-_][a-z0-9]+)*");
    private static final Set<SslMode> WITH_CERTIFICATES =
            Set.of(SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL);

    private final ClientCertificates certificates;
    private final InstantSource clock;

    public Deliverer(ClientCertificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /** Reads what is there; changes nothing. */
    public DeliveryPlan plan(Binding binding, Endpoint endpoint) {
        check(binding);
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        for (Path deliver : binding.directories()) {
            for (Map.Entry<String, String> role : new TreeMap<>(binding.roles()).entrySet()) {
                Path folder = folder(deliver, role.getKey());
                DeliveryFolder there = folder(binding, endpoint, folder, role.getValue());
                List<String> material = there.materialReasons(now);
                List<String> reasons = new ArrayList<>(material);
                reasons.addAll(there.textReasons());
                if (!reasons.isEmpty()) {
                    changes.add(new Change(folder, role.getKey(), role.getValue(), reasons, !material.isEmpty()));
                }
            }
        }
        return new DeliveryPlan(binding, endpoint, changes);
    }

    /**
     * Each file is replaced whole. Between a new key and its certificate there is a moment in which the two do not
     * belong together; interrupted there, the next plan writes both anew.
     */
    public DeliveryReceipt apply(DeliveryPlan plan) {
        List<Delivered> delivered = new ArrayList<>();
        for (Change change : plan.changes()) {
            DeliveryFolder folder = folder(plan.binding(), plan.endpoint(), change.folder(), change.role());
            List<Path> files = new ArrayList<>();
            if (change.newCertificate()) {
                files.addAll(folder.writeMaterial(
                        certificates.issue(
                                change.role(), plan.binding().metadata().name()),
                        clock.instant()));
            }
            files.addAll(folder.writeTexts());
            delivered.add(new Delivered(change.purpose(), change.role(), files));
        }
        return new DeliveryReceipt(plan.binding().metadata().name(), delivered);
    }

    private static Path folder(Path deliver, String purpose) {
        return deliver.toAbsolutePath().normalize().resolve(purpose);
    }

    private static DeliveryFolder folder(Binding binding, Endpoint endpoint, Path folder, String role) {
        String name = binding.metadata().name();
        Access access = new Access(folder, role, binding.sslmode(), endpoint);
        return new DeliveryFolder(
                name, access, Consumer.named(name, binding.consumer()).items(access));
    }

    private static void check(Binding binding) {
        String name = binding.metadata().name();
        List<Problem> problems = new ArrayList<>();
        for (String purpose : new TreeMap<>(binding.roles()).keySet()) {
            if (!PURPOSE.matcher(purpose).matches()) {
                problems.add(Problem.of(
                        ProvisionCode.NAME_INVALID,
                        "Binding " + name + ": the purpose " + purpose + " cannot be the name of a folder",
                        "use lower-case letters, digits and single hyphens or underscores in between"));
            }
        }
        if (!WITH_CERTIFICATES.contains(binding.sslmode())) {
            problems.add(Problem.of(
                    ProvisionCode.NOT_ENFORCEABLE,
                    "Binding " + name + ": a client certificate needs TLS, which sslmode "
                            + binding.sslmode().word() + " does not require",
                    "say sslmode: verify-full"));
        }
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
    }
}
