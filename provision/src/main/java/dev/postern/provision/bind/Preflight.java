package dev.postern.provision.bind;

import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Binding.Delivery;
import dev.postern.model.Cluster;
import dev.postern.model.Resource;
import dev.postern.model.ResourceSet;
import dev.postern.model.SecretSource;
import dev.postern.model.Whereabouts;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is wrong with a declaration as far as it can be told without any server: secrets, certificates, authorities,
 * what consumers' contracts refuse, folders. Reads only; a server that keeps secrets is not asked.
 */
public final class Preflight {
    private final ResourceSet declared;
    private final Whereabouts places;
    private final BindTools tools;
    private final boolean writing;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private final Map<String, Secret> known = new HashMap<>();

    private Preflight(ResourceSet declared, Whereabouts places, BindTools tools, boolean writing) {
        this.declared = declared;
        this.places = places;
        this.tools = tools;
        this.writing = writing;
    }

    /**
     * @param declared what could be read
     * @param whole whether that is all, so that it has to fit together
     * @param writing whether folders will be written to; otherwise somebody else may do that
     */
    public static List<Problem> problems(
            ResourceSet declared, boolean whole, Whereabouts places, BindTools tools, boolean writing) {
        Preflight preflight = new Preflight(declared, places, tools, writing);
        Set<String> used = Binder.clusters(declared);
        declared.clusters().forEach(cluster -> preflight.cluster(cluster, used, whole));
        declared.bindings().forEach(preflight::given);
        ConsumerSide.of(declared, used, tools).forEach(preflight::consumer);
        return List.copyOf(preflight.problems);
    }

    private void cluster(Cluster cluster, Set<String> used, boolean whole) {
        String name = cluster.metadata().name();
        cluster.admin().ifPresent(admin -> {
            switch (admin.credential()) {
                case Cluster.AdminCredential.ClientCertificate files -> {
                    at(cluster, () -> CertificateFile.read(files.sslcert()), "spec", "admin", "sslcert");
                    at(cluster, () -> PrivateKeyFile.read(files.sslkey()), "spec", "admin", "sslkey");
                }
                case Cluster.AdminCredential.Password password ->
                    secret(
                            cluster,
                            "Cluster " + name + ": the password of " + admin.user(),
                            password.source(),
                            "spec",
                            "admin",
                            "password");
            }
        });
        at(cluster, () -> Connections.serverAnchors(cluster), "spec", "tls", "sslrootcert");
        at(cluster, () -> Connections.transport(cluster), "spec", "tls", "sslmode");
        if (whole && used.contains(name)) {
            at(cluster, () -> DesiredServer.of(cluster, declared.databases()), "metadata", "name");
            if (cluster.admin().isEmpty()) {
                at(cluster, () -> Connections.adminLogin(cluster, tools.secrets()), "spec");
            }
        }
    }

    private void given(Binding binding) {
        new TreeMap<>(binding.credentials()).forEach((purpose, credential) -> {
            String role = binding.roles().getOrDefault(purpose, purpose);
            credential
                    .password()
                    .ifPresent(source -> secret(
                            binding,
                            "Binding " + binding.metadata().name() + ": the password of " + role,
                            source,
                            "spec",
                            "credentials",
                            purpose,
                            "password"));
            credential.certificate().ifPresent(files -> {
                at(binding, () -> CertificateFile.read(files.sslcert()), "spec", "credentials", purpose, "sslcert");
                at(binding, () -> PrivateKeyFile.read(files.sslkey()), "spec", "credentials", purpose, "sslkey");
            });
        });
        Deliverer.unreadableAuthorities(binding).forEach((option, why) -> {
            if (!why.isEmpty()) {
                at(
                        binding,
                        () -> {
                            throw new ProvisionException(why);
                        },
                        "spec",
                        "options",
                        option);
            }
        });
        for (int i = 0; i < binding.deliver().size(); i++) {
            target(binding, binding.deliver().get(i), i);
        }
    }

    private void secret(Resource resource, String label, SecretSource source, Object... path) {
        if (source instanceof SecretSource.Vault) {
            return;
        }
        at(
                resource,
                () -> tools.secrets()
                        .readAll(Map.of(label, source))
                        .values()
                        .forEach((of, value) -> known.put(of, value.orRefuse(of))),
                path);
    }

    private void target(Binding binding, Delivery delivery, int i) {
        switch (delivery) {
            case Delivery.Directory(Path path) -> folder(binding, path, "spec", "deliver", i, "directory");
            case Delivery.KubernetesManifest(Path file) -> {
                Object[] place = {"spec", "deliver", i, "kubernetesManifest"};
                if (Files.isDirectory(file)) {
                    at(binding, () -> refuse(file + " is a folder, and a file is to be written", "name a file"), place);
                } else {
                    folder(binding, file.toAbsolutePath().resolveSibling(""), place);
                }
            }
            case Delivery.PodmanSecrets _ -> {
                // Podman has no folder of ours
            }
        }
    }

    private void folder(Binding binding, Path folder, Object... path) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there)) {
            Path above = there.getParent();
            if (above == null) {
                return;
            }
            there = above;
        }
        Path found = there;
        if (!Files.isDirectory(found)) {
            at(
                    binding,
                    () -> refuse(
                            "nothing can be delivered to " + folder + ": " + found + " is no folder",
                            "name another folder, or move that file away"),
                    path);
        } else if (writing && !Files.isWritable(found)) {
            at(
                    binding,
                    () -> refuse(
                            "nothing can be delivered to " + folder + ": we may not write to " + found,
                            "run it as somebody who may, or change the folder's owner"),
                    path);
        }
    }

    private static void refuse(String what, String fix) {
        throw new ProvisionException(ProvisionCode.DELIVERY_FAILED, what, fix);
    }

    private void consumer(ConsumerSide side) {
        at(side.binding(), () -> side.plan(logins(side)), "spec");
    }

    /** As far as they are known; a secret that cannot be read is reported where it stands. */
    private Map<String, Login> logins(ConsumerSide side) {
        Map<String, Login> logins = new TreeMap<>();
        if (!side.binding().auth().usesPassword()) {
            return logins;
        }
        Map<String, Login> delivered = side.delivered();
        side.binding().roles().forEach((purpose, role) -> {
            Login there = Optional.ofNullable(delivered.get(purpose)).orElseGet(() -> Login.withoutPassword(role));
            boolean comes = side.source(purpose).isPresent() || Deliverer.makesPasswords(side.binding());
            Optional<Password> password = Optional.ofNullable(known.get(side.label(role)))
                    .<Password>map(Password.Known::new)
                    .or(there::password)
                    .or(() -> comes ? Optional.of(new Password.ToCome()) : Optional.empty());
            logins.put(purpose, new Login(role, there.user(), password));
        });
        return logins;
    }

    private void at(Resource resource, Runnable look, Object... path) {
        try {
            look.run();
        } catch (ProblemException refused) {
            Optional<Place> place = places.of(resource, path);
            refused.problems().stream()
                    .filter(problem -> said.add(problem.what()))
                    .forEach(
                            problem -> problems.add(new Problem(problem.code(), problem.what(), problem.fix(), place)));
        }
    }
}
