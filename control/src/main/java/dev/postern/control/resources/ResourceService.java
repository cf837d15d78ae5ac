package dev.postern.control.resources;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.Resources;
import dev.postern.control.declared.Declaration;
import dev.postern.control.publish.Publisher;
import dev.postern.control.store.Store;
import dev.postern.model.AccessRule;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.DeclaredRole;
import dev.postern.model.Resource;
import dev.postern.model.ResourceSet;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.bind.Answers;
import dev.postern.provision.bind.BindProgress;
import dev.postern.provision.bind.BindReceipt;
import dev.postern.provision.bind.BindTools;
import dev.postern.provision.bind.Binder;
import dev.postern.provision.bind.Renewals;
import dev.postern.provision.deliver.ClientCertificates;
import dev.postern.provision.deliver.NoPodman;
import dev.postern.provision.secret.SecretReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Plans and applies what is declared; one apply at a time, in every process of the store. */
public final class ResourceService {
    private static final Logger LOG = System.getLogger(ResourceService.class.getName());

    private final Store store;
    private final long term;
    private final Publisher publisher;
    private final Function<Declaration, ClientCertificates> certificates;
    private final List<X509Certificate> clientAnchors;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param term whoever raises it ends this one's applies
     * @param certificates issues for the roles that a declaration declares, and for no other
     * @param clientAnchors what declared servers believe clients by
     */
    public ResourceService(
            Store store,
            long term,
            Publisher publisher,
            Function<Declaration, ClientCertificates> certificates,
            List<X509Certificate> clientAnchors,
            InstantSource clock,
            SecureRandom random) {
        this.store = store;
        this.term = term;
        this.publisher = publisher;
        this.certificates = certificates;
        this.clientAnchors = clientAnchors;
        this.clock = clock;
        this.random = random;
    }

    /** What the store holds, as resources. */
    public static Declaration stored(Store store) {
        return Declaration.of(StoredForm.read(store.resources().all()));
    }

    public Resources list() {
        return new Resources(store.resources().all().stream()
                .map(row -> new Resources.Item(row.kind(), row.name(), row.generation(), row.changed()))
                .toList());
    }

    /** Looks at every cluster that the manifests concern; changes nothing. */
    public PlanAnswer plan(Manifests manifests) {
        Change change = read(manifests);
        return Answers.plan(
                binder(change.after(), ApplySettings.USUAL).plan(change.all(), change.clusters()), change.resources());
    }

    /**
     * Servers first, then deliveries, then the store, then gateways: whoever is told of a role finds it. What is declared
     * is kept only when all of it was done.
     */
    public ApplyAnswer apply(Manifests manifests) {
        ApplySettings settings =
                manifests.allowDestroy().orElse(false) ? ApplySettings.USUAL.destroying() : ApplySettings.USUAL;
        return store.applyLock().whileHeld(() -> {
            store.leader().require(term);
            Change change = read(manifests);
            BindReceipt receipt =
                    binder(change.after(), settings).apply(change.all(), change.clusters(), BindProgress.SILENT);
            if (!receipt.complete()) {
                LOG.log(
                        Level.WARNING,
                        "event=apply-stopped steps={0}",
                        receipt.done().size());
                return Answers.applied(receipt, change.resources(), 0);
            }
            store.resources().keep(StoredForm.write(change.given()), clock.instant());
            long version = publisher.publish().version();
            LOG.log(
                    Level.INFO,
                    "event=applied resources={0} steps={1} delivered={2} version={3}",
                    change.given().size(),
                    receipt.done().size(),
                    receipt.delivered().size(),
                    Long.toString(version));
            return Answers.applied(receipt, change.resources(), version);
        });
    }

    /** Renews what was delivered with what is declared, when it is time; a binding that fails is logged and tried again. */
    public void renewCertificates() {
        store.applyLock().whileHeld(() -> {
            store.leader().require(term);
            Declaration now = stored(store);
            Renewals renewals = binder(now, ApplySettings.USUAL).renewCertificates(new ResourceSet(now.resources()));
            renewals.delivered()
                    .forEach(receipt -> LOG.log(
                            Level.INFO,
                            "event=certificates-renewed binding={0} targets={1}",
                            receipt.binding(),
                            receipt.delivered().size()));
            renewals.problems()
                    .forEach(problem -> LOG.log(Level.WARNING, "event=renewal-failed what={0}", problem.what()));
            return renewals;
        });
    }

    private Binder binder(Declaration declaration, ApplySettings settings) {
        return new Binder(new BindTools(
                SecretReader.filesOnly(),
                new NoPodman(),
                Optional.of(certificates.apply(declaration)),
                clientAnchors,
                settings,
                clock,
                random));
    }

    private Change read(Manifests manifests) {
        Declaration before = stored(store);
        List<Resource> given = StoredForm.given(manifests, before);
        Declaration after = before.with(given);
        StoredForm.requireClosed(after);
        return new Change(given, before, after);
    }

    /** What is asked for, and the whole before and after it. */
    private record Change(List<Resource> given, Declaration before, Declaration after) {
        List<PlanAnswer.ResourceChange> resources() {
            return given.stream()
                    .map(resource -> new PlanAnswer.ResourceChange(
                            resource.kind(), resource.metadata().name(), action(resource)))
                    .toList();
        }

        ResourceSet all() {
            return new ResourceSet(after.resources());
        }

        /** Those that what is given is about. */
        Set<String> clusters() {
            Set<String> names = new TreeSet<>();
            for (Resource resource : given) {
                switch (resource) {
                    case Cluster cluster -> names.add(cluster.metadata().name());
                    case Database database -> names.add(database.cluster());
                    case DeclaredRole role ->
                        after.database(role.database()).ifPresent(database -> names.add(database.cluster()));
                    case Binding binding ->
                        after.clusterOf(binding)
                                .ifPresent(
                                        cluster -> names.add(cluster.metadata().name()));
                    case AccessRule _ -> {}
                }
            }
            return names;
        }

        private String action(Resource resource) {
            return before.find(Declaration.Key.of(resource))
                    .map(now -> now.equals(resource) ? "keep" : "change")
                    .orElse("create");
        }
    }
}
