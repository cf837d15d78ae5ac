package dev.postern.control.publish;

import dev.postern.control.declared.Anchors;
import dev.postern.control.declared.Declaration;
import dev.postern.control.problem.ControlException;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state that gateways have. One publication at a time, each reading the store again, so that what is published
 * last is what was stored last.
 */
public final class Publisher implements Supplier<GatewayState> {
    private static final Logger LOG = System.getLogger(Publisher.class.getName());

    private final Supplier<Declaration> declared;
    private final Supplier<Set<BigInteger>> revoked;
    private final LongSupplier versions;
    private final List<X509Certificate> clientAnchors;
    private final AtomicReference<@Nullable Published> current = new AtomicReference<>();

    /**
     * @param declared what is stored now
     * @param revoked serials that are refused now
     * @param versions grows at every call
     */
    public Publisher(
            Supplier<Declaration> declared,
            Supplier<Set<BigInteger>> revoked,
            LongSupplier versions,
            List<X509Certificate> clientAnchors) {
        this.declared = declared;
        this.revoked = revoked;
        this.versions = versions;
        this.clientAnchors = clientAnchors;
        publish();
    }

    /** A state and what it was made of. */
    private record Published(Declaration declaration, GatewayState state) {}

    /** From when this returns, gateways of this process decide by what the store holds now. */
    public synchronized GatewayState publish() {
        Declaration declaration = declared.get();
        GatewayState state = new GatewayState(
                versions.getAsLong(), entries(declaration), declaration.rules(), clientAnchors, revoked.get());
        current.set(new Published(declaration, state));
        LOG.log(
                Level.INFO,
                "event=published version={0} entries={1} revoked={2}",
                Long.toString(state.version()),
                state.entries().size(),
                state.revoked().size());
        return state;
    }

    /**
     * Catches up when what is stored is not what is published: a publication that failed after its change was stored, or a
     * revocation whose certificate has ended.
     */
    public synchronized void catchUp() {
        Published now = published();
        boolean same = now.declaration().resources().equals(declared.get().resources())
                && now.state().revoked().equals(revoked.get());
        if (!same) {
            publish();
        }
    }

    @Override
    public GatewayState get() {
        return published().state();
    }

    /** What the state was made of. */
    public Declaration declaration() {
        return published().declaration();
    }

    private Published published() {
        return Objects.requireNonNull(current.get(), "the constructor publishes");
    }

    private List<Entry> entries(Declaration declaration) {
        return declaration.clusters().stream()
                .filter(cluster -> !declaration.databasesOn(name(cluster)).isEmpty())
                .flatMap(cluster -> anchors(cluster).stream().map(anchors -> entry(declaration, cluster, anchors)))
                .toList();
    }

    // a file that cannot be read must not keep a revocation from being published
    private Optional<List<X509Certificate>> anchors(Cluster cluster) {
        try {
            return Optional.of(Anchors.of(cluster));
        } catch (ControlException unreadable) {
            Optional<List<X509Certificate>> last = lastAnchors(name(cluster));
            LOG.log(
                    Level.WARNING,
                    "event=anchors-unreadable cluster={0} entry={1} problem={2}",
                    name(cluster),
                    last.isPresent() ? "kept" : "left-out",
                    unreadable.first().what());
            return last;
        }
    }

    private Optional<List<X509Certificate>> lastAnchors(String cluster) {
        return Optional.ofNullable(current.get())
                .flatMap(published -> published.state().entries().stream()
                        .filter(entry -> entry.cluster().equals(cluster))
                        .findFirst())
                .map(Entry::serverAnchors);
    }

    private static Entry entry(Declaration declaration, Cluster cluster, List<X509Certificate> anchors) {
        String name = name(cluster);
        List<Database> databases = declaration.databasesOn(name);
        Database first = databases.stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElse(databases.getFirst());
        return new Entry(
                name,
                name,
                cluster.metadata().labels(),
                first.name(),
                databases.stream().map(Database::name).collect(Collectors.toUnmodifiableSet()),
                cluster.primary(),
                anchors);
    }

    private static String name(Cluster cluster) {
        return cluster.metadata().name();
    }
}
