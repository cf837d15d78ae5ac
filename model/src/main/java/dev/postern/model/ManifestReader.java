package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.ManifestException;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.Shape;
import dev.postern.model.tree.Node;
import dev.postern.model.tree.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads declarations: text to located trees, trees to records by the kinds' tables, records to a closed set. Every problem
 * of every text is found before any is reported, and nothing is returned unless there is none.
 */
public final class ManifestReader {
    private final Problems problems = new Problems();
    private final List<Bound> bound = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    private ManifestReader() {}

    /** A resource and the document that it was read from. */
    record Bound(Resource resource, Node.Mapping document) {
        Place place(Object... path) {
            return Places.of(document, path);
        }
    }

    /** A document that gave no resource; what it would have been called, as far as that can be told. */
    record Broken(String kind, String name) {
        /** Of a text that has no documents any more; it may have been anything. */
        static final Broken UNKNOWN = new Broken("", "");

        private static final Pattern KIND = Pattern.compile("\\bkind\"?\\s*:\\s*\"?([A-Za-z]+)");

        /** What a text that cannot be parsed seems to have. */
        static List<Broken> in(String text) {
            List<Broken> seen = KIND.matcher(text)
                    .results()
                    .map(match -> new Broken(match.group(1), ""))
                    .distinct()
                    .toList();
            return seen.isEmpty() ? List.of(UNKNOWN) : seen;
        }

        /** Whether it may be what somebody refers to, so that the reference is not reported as well. */
        boolean mayBe(String wantedKind, String wantedName) {
            boolean kindFits = kind.equals(wantedKind) || Kinds.named(kind).isEmpty();
            boolean misspelt = Names.resource(name) instanceof Outcome.Bad<String>
                    && (name.isEmpty()
                            || Problems.meant(name, List.of(wantedName)).isPresent());
            return kindFits && (name.equals(wantedName) || misspelt);
        }
    }

    /**
     * @param paths files, or folders with manifests directly in them
     * @param applied what references may point to besides
     * @throws ManifestException with every problem of all files
     */
    public static ResourceSet readFiles(List<Path> paths, ResourceSet applied) {
        ManifestReader reader = new ManifestReader();
        List<ManifestText> texts = new ManifestFiles(reader.problems).read(paths);
        return reader.read(texts, applied);
    }

    /**
     * @param applied what references may point to besides
     * @throws ManifestException with every problem of all texts
     */
    public static ResourceSet readTexts(List<ManifestText> texts, ResourceSet applied) {
        return new ManifestReader().read(texts, applied);
    }

    /**
     * What can be read of the texts, and what is wrong with the others.
     *
     * @param readable closed only if there is no problem
     */
    public record Reading(ResourceSet readable, List<Problem> problems, Whereabouts places) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** @param complete whether these are all texts; if others are missing, what is referred to may be in them */
    public static Reading tryTexts(List<ManifestText> texts, boolean complete) {
        ManifestReader reader = new ManifestReader();
        if (!complete) {
            reader.broken.add(Broken.UNKNOWN);
        }
        texts.forEach(reader::readText);
        World world = reader.checked(ResourceSet.empty());
        return new Reading(
                new ResourceSet(
                        reader.bound.stream().map(Bound::resource).distinct().toList()),
                reader.inOrder(texts),
                world::place);
    }

    /**
     * The same, for whoever keeps what is declared: a secret that stands in it is refused.
     *
     * @param applied what references may point to besides
     * @throws ManifestException with every problem of all texts
     */
    public static ResourceSet readTextsWithoutSecrets(List<ManifestText> texts, ResourceSet applied) {
        ManifestReader reader = new ManifestReader();
        texts.forEach(reader::readText);
        new LiteralSecrets(reader.problems).refuse(reader.bound);
        return reader.close(texts, applied);
    }

    /**
     * Reads one resource that was accepted before, without looking at what it refers to.
     *
     * @param name of its place, as problems show it
     * @param json as {@link ManifestWriter#json} wrote it
     */
    public static Resource readStored(String name, String json) {
        return readOne(new ManifestText(name + ".json", Path.of("/"), json));
    }

    static Resource readOne(ManifestText text) {
        ManifestReader reader = new ManifestReader();
        reader.readText(text);
        reader.problems.throwIfAny();
        return reader.bound.getFirst().resource();
    }

    private ResourceSet read(List<ManifestText> texts, ResourceSet applied) {
        texts.forEach(this::readText);
        return close(texts, applied);
    }

    private ResourceSet close(List<ManifestText> texts, ResourceSet applied) {
        checked(applied);
        if (problems.count() > 0) {
            throw new ManifestException(inOrder(texts));
        }
        return new ResourceSet(bound.stream().map(Bound::resource).toList());
    }

    private World checked(ResourceSet applied) {
        refuseDuplicates();
        World world = new World(problems, bound, broken, applied);
        new References(world).check();
        new RoleNames(world).check();
        new SharedRoles(world).check();
        new Memberships(world).check();
        new Schemas(world).check();
        new Passwords(world).check();
        new DeliveryTargets(world).check();
        return world;
    }

    private void readText(ManifestText text) {
        int before = problems.count();
        List<Node> documents = Trees.read(text.name(), text.text(), problems);
        if (documents.isEmpty() && problems.count() == before) {
            problems.add(
                    new Place(text.name(), 1, 1),
                    ManifestCode.NOTHING_DECLARED,
                    "nothing is declared here",
                    "write a resource, or leave the file out");
        }
        if (documents.isEmpty()) {
            broken.addAll(Broken.in(text.text()));
        }
        documents.forEach(document -> readDocument(document, text.folder()));
    }

    private void readDocument(Node node, Path folder) {
        Scope scope = new Scope(problems, folder, "");
        if (!(node instanceof Node.Mapping document)) {
            Shape.wrongType(
                    node, scope.field("the document"), "a mapping", "start with apiVersion, kind, metadata, spec");
            return;
        }
        int before = problems.count();
        refuseUnknownKeys(document, scope);
        checkVersion(document, scope);
        Optional<? extends Resource> resource =
                kind(document, scope).flatMap(kind -> kind.bind(document, folder, problems));
        if (resource.isPresent()) {
            bound.add(new Bound(resource.get(), document));
        }
        if (resource.isEmpty() || problems.count() > before) {
            broken.add(new Broken(text(document, "kind"), name(document)));
        }
    }

    private static String name(Node.Mapping document) {
        return document.value("metadata").orElse(document) instanceof Node.Mapping metadata
                ? text(metadata, "name")
                : "";
    }

    private static String text(Node.Mapping mapping, String key) {
        return mapping.value(key).orElse(mapping) instanceof Node.Scalar scalar && scalar.type() == Node.Type.TEXT
                ? scalar.text()
                : "";
    }

    private void refuseUnknownKeys(Node.Mapping document, Scope scope) {
        List<String> known = List.of("apiVersion", "kind", "metadata", "spec");
        for (Node.Entry entry : document.entries()) {
            if (!known.contains(entry.key())) {
                scope.add(
                        entry.place(),
                        ManifestCode.UNKNOWN_KEY,
                        "the document has no field " + Problems.show(entry.key())
                                + Problems.suggest(entry.key(), known),
                        "known there: " + String.join(", ", known));
            }
        }
    }

    private void checkVersion(Node.Mapping document, Scope scope) {
        Optional<Node> version = document.value("apiVersion");
        String fix = "write apiVersion: " + Resource.API_VERSION;
        if (version.isEmpty()) {
            scope.add(document.place(), ManifestCode.MISSING, "apiVersion is missing", fix);
        } else if (!(version.get() instanceof Node.Scalar scalar
                && scalar.text().equals(Resource.API_VERSION))) {
            String shown = version.get() instanceof Node.Scalar scalar ? " " + Problems.show(scalar.text()) : "";
            scope.add(version.get().place(), ManifestCode.UNKNOWN_KIND, "apiVersion" + shown + " is not known", fix);
        }
    }

    private Optional<Kind<?>> kind(Node.Mapping document, Scope scope) {
        List<String> names = Kinds.ALL.stream().<String>map(Kind::name).toList();
        String fix = "declare one of " + String.join(", ", names);
        Optional<Node> node = document.value("kind");
        if (node.isEmpty()) {
            scope.add(document.place(), ManifestCode.MISSING, "kind is missing", fix);
            return Optional.empty();
        }
        if (!(node.get() instanceof Node.Scalar scalar)) {
            return Shape.wrongType(node.get(), scope.field("kind"), "a word", fix);
        }
        String name = scalar.text();
        Optional<Kind<?>> kind = Kinds.named(name);
        if (kind.isEmpty() && Kinds.LATER.containsKey(name)) {
            scope.add(
                    scalar.place(),
                    ManifestCode.NOT_ENFORCED,
                    "kind " + name + " is not enforced by this build",
                    Kinds.LATER.getOrDefault(name, fix));
        } else if (kind.isEmpty()) {
            List<String> known =
                    Stream.concat(names.stream(), Kinds.LATER.keySet().stream()).toList();
            scope.add(
                    scalar.place(),
                    ManifestCode.UNKNOWN_KIND,
                    "kind " + Problems.show(name) + " is not known" + Problems.suggest(name, known),
                    fix);
        }
        return kind;
    }

    private void refuseDuplicates() {
        Map<String, Place> first = new HashMap<>();
        for (Bound each : bound) {
            String kind = each.resource().kind();
            String name = each.resource().metadata().name();
            Place place = each.place("metadata", "name");
            Place before = first.putIfAbsent(kind + "/" + name, place);
            if (before != null) {
                problems.add(
                        place,
                        ManifestCode.DUPLICATE_RESOURCE,
                        kind + " " + name + " is declared a second time, first at " + before,
                        "keep one of them, or rename one");
            }
        }
    }

    // as somebody goes through the files: in the order given, from top to bottom
    private List<Problem> inOrder(List<ManifestText> texts) {
        List<String> files = texts.stream().map(ManifestText::name).toList();
        return problems.list().stream()
                .sorted(Comparator.<Problem>comparingInt(problem -> problem.place()
                                .map(p -> files.indexOf(p.file()))
                                .orElse(files.size()))
                        .thenComparingInt(
                                problem -> problem.place().map(Place::line).orElse(0))
                        .thenComparingInt(
                                problem -> problem.place().map(Place::column).orElse(0)))
                .toList();
    }
}
