package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Binding;
import dev.postern.model.Binding.Delivery;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.consumer.Consumers;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Contract;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Rendering;
import dev.postern.provision.deliver.DeliveryPlan.Change;
import dev.postern.provision.deliver.DeliveryReceipt.Delivered;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.PodmanSecrets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Plans and writes what consumers are given: into folders, files of manifests and Podman's secrets. What is there is read
 * first.
 */
public final class Deliverer {
    private static final Pattern PURPOSE = Pattern.compile("[a-z0-9]+([-_][a-z0-9]+)*");

    private final Optional<ClientCertificates> certificates;
    private final PodmanSecrets podman;
    private final InstantSource clock;

    /** @param certificates empty if nobody issues any here: then each has to be given with its Binding */
    public Deliverer(Optional<ClientCertificates> certificates, PodmanSecrets podman, InstantSource clock) {
        this.certificates = certificates;
        this.podman = podman;
        this.clock = clock;
    }

    /** For folders and manifests only. */
    public Deliverer(ClientCertificates certificates, InstantSource clock) {
        this(Optional.of(certificates), new NoPodman(), clock);
    }

    /** Where no role has a password. */
    public DeliveryPlan plan(Binding binding, Endpoint endpoint) {
        return plan(binding, endpoint, Map.of());
    }

    /**
     * Reads what is there; changes nothing.
     *
     * @param logins by purpose; those that are not there log in under their role's name, without a known password
     * @throws ProvisionException with everything that blocks
     */
    public DeliveryPlan plan(Binding binding, Endpoint endpoint, Map<String, Login> logins) {
        Order order = order(binding, endpoint, logins);
        Instant now = clock.instant();
        SortedSet<String> purposes = Consumers.certificates(binding.consumer(), order.access());
        Materials materials = Materials.read(order, purposes, certificates.isPresent(), now);
        List<Problem> problems = new ArrayList<>(materials.problems());
        Set<Finding> findings = new LinkedHashSet<>(materials.findings());
        Contracts.ofAll(order).forEach(contract -> findings.addAll(contract.findings()));
        findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .forEach(finding ->
                        problems.add(Problem.of(ProvisionCode.NOT_ENFORCEABLE, finding.what(), finding.fix())));
        problems.addAll(Contracts.sinks(order, materials, purposes));
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        return new DeliveryPlan(
                order, materials, new Sinks(order, materials, podman, now).changes(), List.copyOf(findings));
    }

    /**
     * Passwords where they were delivered, by purpose: with {@code rotation: alternate} also which of the two logins is in
     * use. Purposes without one are missing.
     */
    public SortedMap<String, Login> delivered(Binding binding, Endpoint endpoint) {
        return new DeliveredPasswords(order(binding, endpoint, Map.of()), podman).found();
    }

    /** Whether the consumer is given client certificates; otherwise it keeps its own. */
    public boolean takesCertificates(Binding binding, Endpoint endpoint) {
        return !Consumers.certificates(
                        binding.consumer(), order(binding, endpoint, Map.of()).access())
                .isEmpty();
    }

    /** The files that the consumer shows for a purpose, in the first folder that has them. */
    public Optional<Binding.ClientCertificate> certificate(Binding binding, Endpoint endpoint, String purpose) {
        Order order = order(binding, endpoint, Map.of());
        String holder = Consumers.certificateOf(binding.consumer(), order.access(), purpose);
        return folders(binding).stream()
                .map(root -> new DeliveryFolder(
                        order.name(), root, order.contract(root).files()))
                .flatMap(folder -> folder
                        .place(new Content.Chain(holder))
                        .flatMap(chain -> folder.place(new Content.Key(holder, Content.Encoding.PEM))
                                .map(key -> new Binding.ClientCertificate(chain, key)))
                        .stream())
                .findFirst();
    }

    /** Whether a password that is nowhere may be made; otherwise planning without it says what to run. */
    public static boolean makesPasswords(Binding binding) {
        return Consumers.makesPasswords(binding.metadata().name(), binding.consumer(), binding.options());
    }

    /** Reads the authorities that the Binding's options name, by option. */
    public static Map<String, List<Problem>> unreadableAuthorities(Binding binding) {
        return Authorities.read(binding).byOption();
    }

    /** Folders first: what lies there goes into manifests too. */
    public DeliveryReceipt apply(DeliveryPlan plan) {
        Order order = plan.order();
        Sinks sinks = new Sinks(order, plan.materials(), podman, clock.instant());
        List<Delivered> delivered = new ArrayList<>();
        for (Change change : plan.changes()) {
            List<Path> files = sinks.write(change, this::issue);
            delivered.add(new Delivered(change.target(), change.purpose(), change.role(), files));
        }
        return new DeliveryReceipt(order.name(), delivered);
    }

    private ClientCertificates.Issued issue(String role, String binding) {
        return certificates
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        "nobody issues certificates here",
                        "name sslcert and sslkey in the Binding's credentials"))
                .issue(role, binding);
    }

    /**
     * As text what {@code deliver} asks for, and everything if it asks for nothing; for the first folder. Nothing is read
     * but authorities and certificates that the Binding names.
     */
    public Rendered render(Binding binding, Endpoint endpoint, Map<String, Login> logins) {
        return render(binding, endpoint, logins, false);
    }

    /** @param passwords whether known ones are shown */
    public Rendered render(Binding binding, Endpoint endpoint, Map<String, Login> logins, boolean passwords) {
        Order order = order(binding, endpoint, logins);
        Contract contract = Consumers.contract(binding.consumer(), order.access());
        Contract delivered = Contracts.delivered(order, contract);
        List<Finding> findings = new ArrayList<>(contract.findings());
        findings.addAll(materials(order, true).findings());
        return new Rendered(
                order.name(),
                binding.consumer(),
                passwords ? Rendering.withPasswords(delivered) : Rendering.of(delivered),
                lines(order),
                findings);
    }

    /**
     * The same as files for whoever deploys them; writes nothing. Where the Binding delivers into no folder, the files'
     * own place is what they say.
     *
     * @param folder where they will lie
     * @throws ProvisionException with everything that blocks, or is not known yet
     */
    public List<Artefact> artefacts(Binding binding, Endpoint endpoint, Map<String, Login> logins, Path folder) {
        Order order = order(binding, endpoint, logins);
        Contract contract =
                order.contract(binding.directories().stream().findFirst().orElse(folder));
        Materials materials = materials(order, false);
        List<Problem> problems = new ArrayList<>(materials.problems());
        contract.blocking()
                .forEach(finding ->
                        problems.add(Problem.of(ProvisionCode.NOT_ENFORCEABLE, finding.what(), finding.fix())));
        Artefacts artefacts = new Artefacts(order, new Contents(order.name(), materials.given()), problems);
        List<Artefact> all = artefacts.of(Contracts.delivered(order, contract), lines(order));
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems.stream().distinct().toList());
        }
        return all;
    }

    /** The lines that admit this Binding, after the certificates that are given with it. */
    public AccessLines lines(Binding binding, Endpoint endpoint, Map<String, Login> logins) {
        return lines(order(binding, endpoint, logins));
    }

    private Materials materials(Order order, boolean issuing) {
        SortedSet<String> purposes = Consumers.certificates(order.binding().consumer(), order.access());
        return Materials.read(order, purposes, issuing, clock.instant());
    }

    private AccessLines lines(Order order) {
        Materials materials = materials(order, true);
        Map<String, String> names = new TreeMap<>();
        materials
                .given()
                .forEach((purpose, issued) -> names.put(purpose, CommonName.of(issued.leaf(), order.role(purpose))));
        return AccessLines.of(order.binding().consumer(), order.access(), names);
    }

    private static Order order(Binding binding, Endpoint endpoint, Map<String, Login> logins) {
        List<Problem> problems = new ArrayList<>();
        for (String purpose : new TreeMap<>(binding.roles()).keySet()) {
            if (!PURPOSE.matcher(purpose).matches()) {
                problems.add(Problem.of(
                        ProvisionCode.NAME_INVALID,
                        "Binding " + binding.metadata().name() + ": the purpose " + purpose
                                + " cannot be the name of a folder",
                        "use lower-case letters, digits and single hyphens or underscores in between"));
            }
        }
        Authorities authorities = Authorities.read(binding);
        problems.addAll(authorities.problems());
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
        return Order.of(binding, endpoint, logins, authorities.found());
    }

    /** Folders of a Binding, absolute. */
    static List<Path> folders(Binding binding) {
        return binding.deliver().stream()
                .filter(Delivery.Directory.class::isInstance)
                .map(delivery ->
                        ((Delivery.Directory) delivery).path().toAbsolutePath().normalize())
                .toList();
    }
}
