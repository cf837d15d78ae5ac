package dev.postern.provision.bind;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.ResourceSet;
import dev.postern.model.SecretSource;
import dev.postern.model.SslMode;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.declare.Logins;
import dev.postern.provision.deliver.Artefact;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.deliver.DeliveryReceipt;
import dev.postern.provision.deliver.Rendered;
import dev.postern.provision.plan.Finding;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One binding with where it leads. */
record ConsumerSide(Binding binding, Database database, Cluster cluster, BindTools tools) {
    static List<ConsumerSide> of(ResourceSet declared, Set<String> clusters, BindTools tools) {
        List<ConsumerSide> sides = new ArrayList<>();
        for (Binding binding : declared.bindings()) {
            declared.database(binding.database())
                    .ifPresent(database -> declared.cluster(database.cluster())
                            .filter(cluster ->
                                    clusters.contains(cluster.metadata().name()))
                            .ifPresent(cluster -> sides.add(new ConsumerSide(binding, database, cluster, tools))));
        }
        return sides;
    }

    String name() {
        return binding.metadata().name();
    }

    /** How sentences about the password of one of its roles begin. */
    String label(String role) {
        return "Binding " + name() + ": the password of " + role;
    }

    /** @param user a role of the binding, or one of the two that log in for it */
    String purpose(String user) {
        return binding.roles().entrySet().stream()
                .filter(entry -> entry.getValue().equals(user)
                        || Logins.Turn.A.of(entry.getValue()).equals(user)
                        || Logins.Turn.B.of(entry.getValue()).equals(user))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(user);
    }

    /** Where the password for a purpose comes from, if the Binding says so. */
    Optional<SecretSource> source(String purpose) {
        return Optional.ofNullable(binding.credentials().get(purpose)).flatMap(Binding.Credential::password);
    }

    /** What its consumer has now, by purpose. */
    Map<String, Login> delivered() {
        return deliverer().delivered(binding, endpoint());
    }

    /** What it is to have: the password that is given, else the one that it has. */
    Map<String, Login> wanted() {
        Map<String, Login> wanted = new TreeMap<>(delivered());
        if (binding.auth().usesPassword()) {
            binding.roles()
                    .forEach((purpose, role) -> source(purpose)
                            .map(source -> tools.secrets().read(label(role), source))
                            .ifPresent(secret -> wanted.put(
                                    purpose,
                                    new Login(
                                            role,
                                            Optional.ofNullable(wanted.get(purpose))
                                                    .map(Login::user)
                                                    .orElse(role),
                                            Optional.of(new Password.Known(secret))))));
        }
        return wanted;
    }

    /** What it has now, also when its Binding was declared with another rotation then. */
    Map<String, Login> deliveredEver() {
        Map<String, Login> found = new TreeMap<>();
        for (Binding.Rotation rotation : Binding.Rotation.values()) {
            Binding other = new Binding(
                    binding.metadata(),
                    binding.consumer(),
                    binding.database(),
                    binding.roles(),
                    binding.auth(),
                    binding.sslmode(),
                    binding.credentials(),
                    rotation,
                    binding.options(),
                    binding.deliver());
            found.putAll(deliverer().delivered(other, endpoint()));
        }
        found.putAll(delivered());
        return found;
    }

    /** @param logins by purpose */
    BindPlan.ConsumerPart plan(Map<String, Login> logins) {
        Deliverer deliverer = deliverer();
        return new BindPlan.ConsumerPart(
                cluster, deliverer.plan(binding, endpoint(), logins), deliverer.lines(binding, endpoint(), logins));
    }

    /** That admit it. */
    AccessLines lines() {
        return deliverer().lines(binding, endpoint(), Map.of());
    }

    DeliveryReceipt deliver(DeliveryPlan plan) {
        return deliverer().apply(plan);
    }

    /** @param passwords whether known ones are shown */
    Rendered render(boolean passwords) {
        RenderedLogins logins = RenderedLogins.of(this);
        Rendered rendered = deliverer().render(binding, endpoint(), logins.byPurpose(), passwords);
        List<Finding> findings = new ArrayList<>(rendered.findings());
        findings.addAll(logins.findings());
        return new Rendered(rendered.binding(), rendered.consumer(), rendered.rendering(), rendered.lines(), findings);
    }

    /** @param folder where they will lie */
    List<Artefact> artefacts(Path folder) {
        return deliverer()
                .artefacts(binding, endpoint(), RenderedLogins.of(this).byPurpose(), folder);
    }

    /** Whether it is given client certificates; otherwise it keeps its own. */
    boolean takesCertificates() {
        return deliverer().takesCertificates(binding, endpoint());
    }

    /** The files that it shows for a purpose, if they were delivered into a folder. */
    Optional<Binding.ClientCertificate> deliveredCertificate(String purpose) {
        return deliverer().certificate(binding, endpoint(), purpose);
    }

    /** How its connections are protected: never less than the Cluster says, unless it declares to do without TLS. */
    Transport transport() {
        if (binding.sslmode() == SslMode.DISABLE) {
            return new Transport.Plain();
        }
        Transport declared = Connections.transport(cluster);
        List<X509Certificate> anchors = Connections.serverAnchors(cluster);
        if (!(declared instanceof Transport.Plain)) {
            return declared;
        }
        return anchors.isEmpty() || !binding.sslmode().verifies()
                ? new Transport.Encrypted()
                : binding.sslmode() == SslMode.VERIFY_CA
                        ? new Transport.VerifyCa(anchors)
                        : new Transport.VerifyFull(anchors);
    }

    /** As this consumer's user would log in with this password. */
    dev.postern.provision.connect.Login login(ServerSide server, String user, Secret password) {
        return new dev.postern.provision.connect.Login(
                server.admin().server(),
                database.name(),
                user,
                Credentials.with(this, purpose(user), password),
                transport());
    }

    private Endpoint endpoint() {
        return new Endpoint(
                cluster.primary(),
                cluster.standbys(),
                database.name(),
                Connections.serverAnchors(cluster),
                tools.clientAnchors());
    }

    private Deliverer deliverer() {
        return new Deliverer(tools.certificates(), tools.podman(), tools.clock());
    }
}
