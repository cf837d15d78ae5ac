package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.ResourceSet;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.deliver.Artefact;
import dev.postern.provision.deliver.OutputFolder;
import dev.postern.provision.deliver.Rendered;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.rotate.RotationReceipt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes both sides agree with what is declared: looks at each server, plans its steps and what consumers are given, and
 * carries them out, servers first. Blocks; safe for any number of threads.
 */
public final class Binder {
    private final BindTools tools;

    public Binder(BindTools tools) {
        this.tools = tools;
    }

    /** The names of all clusters that something is declared on. */
    public static Set<String> clusters(ResourceSet declared) {
        Set<String> names = new TreeSet<>();
        declared.databases().stream().map(Database::cluster).forEach(names::add);
        return names;
    }

    /**
     * Looks at these clusters; changes nothing.
     *
     * @throws ProblemException with the problems of all of them
     */
    public BindPlan plan(ResourceSet declared, Set<String> clusters) {
        return plan(servers(declared, clusters), ConsumerSide.of(declared, clusters, tools), false);
    }

    /**
     * Waits until nobody else applies to these servers, looks at them, and makes true what is not.
     *
     * @return what was done, also when something later failed
     * @throws ProblemException when nothing was done: with the problems of all clusters, what blocks, or what would be destroyed
     */
    public BindReceipt apply(ResourceSet declared, Set<String> clusters, BindProgress progress) {
        Applier applier = new Applier(tools.apply());
        List<ServerSide> servers = servers(declared, clusters);
        List<ConsumerSide> consumers = ConsumerSide.of(declared, clusters, tools);
        try (Turns turns = Turns.take(servers, applier)) {
            BindPlan plan = plan(servers, consumers, true);
            requireCarriable(plan, applier);
            BindReceipt receipt = new Run(plan, progress, tools).carryOut(servers, consumers, applier, turns);
            return receipt.complete() ? receipt.admitting(new BoundSides(declared, tools).admitted(clusters)) : receipt;
        }
    }

    /**
     * Gives consumers new certificates where those that were issued for them are old, lost or unfit, and what belongs
     * beside them. Asks no server: whoever's password is not delivered yet waits for {@link #apply}.
     */
    public Renewals renewCertificates(ResourceSet declared) {
        return Renewals.of(ConsumerSide.of(declared, clusters(declared), tools));
    }

    /** Logs in as everybody who must and who must not get in, with what consumers have. Leaves nothing on the servers. */
    public BindProof prove(ResourceSet declared, Set<String> clusters) {
        return new BoundSides(declared, tools).prove(clusters);
    }

    /**
     * Gives the roles of one binding new passwords on both sides.
     *
     * @param disableOld whether a login that goes out of use loses its password at once
     * @throws ProblemException when it cannot begin, or a step fails; the next call goes on
     */
    public List<RotationReceipt> rotate(ResourceSet declared, String binding, boolean disableOld) {
        return new Rotation(declared, tools).rotate(binding, disableOld);
    }

    /**
     * What consumers on these clusters are given, as text. Asks no server and writes nothing.
     *
     * @param passwords whether known ones are shown
     */
    public List<Rendering> render(ResourceSet declared, Set<String> clusters, boolean passwords) {
        Gathered gathered = new Gathered();
        List<Rendering> rendered = gathered.each(
                ConsumerSide.of(declared, clusters, tools),
                side -> new Rendering(side.cluster(), side.render(passwords)));
        gathered.throwIfAny();
        return rendered;
    }

    /**
     * The same as files of a folder. Asks no server.
     *
     * @throws ProblemException with everything that is not known or not ours to replace; then nothing is written
     */
    public List<RenderedFile> renderInto(ResourceSet declared, Set<String> clusters, Path folder) {
        OutputFolder output = new OutputFolder(folder);
        Map<String, List<Artefact>> all = new TreeMap<>();
        Gathered gathered = new Gathered();
        gathered.each(
                ConsumerSide.of(declared, clusters, tools),
                side -> all.put(side.name(), side.artefacts(output.of(side.name()))));
        gathered.throwIfAny();
        output.write(all);
        List<RenderedFile> written = new ArrayList<>();
        all.forEach((binding, artefacts) -> artefacts.forEach(each ->
                written.add(new RenderedFile(output.of(binding).resolve(each.name()), each.open(), each.password()))));
        return written;
    }

    /**
     * @param open whether others may read it
     * @param password whether a password is in it
     */
    public record RenderedFile(Path file, boolean open, boolean password) {}

    /** One binding as text. */
    public record Rendering(Cluster cluster, Rendered rendered) {}

    private List<ServerSide> servers(ResourceSet declared, Set<String> clusters) {
        Set<String> used = clusters(declared);
        List<Cluster> concerned = declared.clusters().stream()
                .filter(cluster -> clusters.contains(cluster.metadata().name()))
                .filter(cluster -> used.contains(cluster.metadata().name()))
                .toList();
        Gathered gathered = new Gathered();
        List<ServerSide> servers =
                gathered.each(concerned, cluster -> ServerSide.of(cluster, declared, tools.secrets()));
        gathered.throwIfAny();
        return servers;
    }

    private BindPlan plan(List<ServerSide> servers, List<ConsumerSide> consumers, boolean carriedOut) {
        Gathered gathered = new Gathered();
        Map<String, Map<String, Login>> logins = new HashMap<>();
        List<BindPlan.ServerPart> accepting = gathered.each(servers, server -> {
            Passwords.Decided decided = Passwords.decide(server, consumers, tools, carriedOut);
            logins.putAll(decided.byBinding());
            return server.plan(
                    decided,
                    needed(server, consumers, decided),
                    OtherLogins.takenUp(consumers, decided.byBinding()),
                    LeftLogins.of(server, consumers, tools.apply()),
                    tools.clock().instant());
        });
        // without passwords they would be refused for no reason
        gathered.throwIfAny();
        List<BindPlan.ConsumerPart> presenting =
                gathered.each(consumers, consumer -> consumer.plan(logins.getOrDefault(consumer.name(), Map.of())));
        gathered.throwIfAny();
        return new BindPlan(accepting, presenting);
    }

    private static Map<String, Boolean> needed(
            ServerSide server, List<ConsumerSide> consumers, Passwords.Decided decided) {
        Map<String, Boolean> needed = new TreeMap<>();
        consumers.stream()
                .filter(side -> side.cluster().equals(server.cluster()))
                .forEach(side -> side.binding().roles().forEach((purpose, role) -> {
                    Login login = decided.byBinding()
                            .getOrDefault(side.name(), Map.of())
                            .get(purpose);
                    needed.merge(
                            login == null ? role : login.user(),
                            side.binding().auth().usesPassword(),
                            Boolean::logicalOr);
                }));
        return needed;
    }

    // all of them before anything is done on any of them
    private static void requireCarriable(BindPlan plan, Applier applier) {
        List<Problem> problems = new ArrayList<>();
        for (BindPlan.ServerPart part : plan.servers()) {
            try {
                applier.check(part.plan());
            } catch (ProblemException refused) {
                String where = "Cluster " + part.cluster().metadata().name() + ": ";
                refused.problems().stream()
                        .map(problem ->
                                new Problem(problem.code(), where + problem.what(), problem.fix(), problem.place()))
                        .forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
    }
}
