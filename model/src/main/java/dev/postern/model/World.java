package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is declared once the new documents count, and where the new of it stands. */
final class World {
    private final Problems problems;
    private final List<ManifestReader.Bound> fresh;
    private final List<ManifestReader.Broken> broken;
    private final ResourceSet all;
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private final Map<String, ManifestReader.Bound> documents = new HashMap<>();

    World(
            Problems problems,
            List<ManifestReader.Bound> fresh,
            List<ManifestReader.Broken> broken,
            ResourceSet applied) {
        this.problems = problems;
        this.fresh = List.copyOf(fresh);
        this.broken = List.copyOf(broken);
        this.all = applied.overlaidWith(new ResourceSet(
                fresh.stream().map(ManifestReader.Bound::resource).toList()));
        all.databases().forEach(database -> databases.put(database.metadata().name(), database));
        this.fresh.forEach(bound -> documents.put(key(bound.resource()), bound));
    }

    /** A role, the Database that it belongs to, and where its fields stand, if that was read just now. */
    record Role(Database database, DatabaseRole role, Optional<Spot> spot) {
        Optional<Place> place(Object... path) {
            return spot.map(at -> at.place(path));
        }
    }

    /** A mapping inside of a document. */
    record Spot(ManifestReader.Bound document, List<Object> start) {
        Place place(Object... path) {
            Object[] whole = new Object[start.size() + path.length];
            start.toArray(whole);
            System.arraycopy(path, 0, whole, start.size(), path.length);
            return document.place(whole);
        }
    }

    ResourceSet all() {
        return all;
    }

    List<ManifestReader.Bound> fresh() {
        return fresh;
    }

    Collection<Database> databases() {
        return databases.values();
    }

    Optional<Database> database(String name) {
        return Optional.ofNullable(databases.get(name));
    }

    /** Whether something of this kind could not be read, so that what it would have declared is not known. */
    boolean lost(String kind) {
        return broken.stream()
                .anyMatch(each ->
                        each.kind().equals(kind) || Kinds.named(each.kind()).isEmpty());
    }

    boolean mayBeBroken(String kind, String name) {
        return broken.stream().anyMatch(each -> each.mayBe(kind, name));
    }

    /** Where something of a resource stands, if it was read just now. */
    Optional<Place> place(Resource resource, Object... path) {
        return Optional.ofNullable(documents.get(key(resource))).map(document -> document.place(path));
    }

    /** The roles of all databases, in the order of the documents. */
    List<Role> roles() {
        return all.resources().stream().flatMap(this::roles).toList();
    }

    private java.util.stream.Stream<Role> roles(Resource resource) {
        Optional<ManifestReader.Bound> document = Optional.ofNullable(documents.get(key(resource)));
        return switch (resource) {
            case Database database ->
                java.util.stream.IntStream.range(0, database.roles().size())
                        .mapToObj(i -> new Role(
                                database,
                                database.roles().get(i),
                                document.map(at -> new Spot(at, List.of("spec", "roles", i)))));
            case DeclaredRole declared ->
                database(declared.database()).stream()
                        .map(database ->
                                new Role(database, declared.role(), document.map(at -> new Spot(at, List.of("spec")))));
            case Cluster _, Binding _, AccessRule _ -> java.util.stream.Stream.empty();
        };
    }

    void problem(Place place, ManifestCode code, String what, String fix) {
        problems.add(place, code, what, fix);
    }

    /** At the first place that was read just now; nothing when both were accepted before. */
    void contradiction(Optional<Place> place, Optional<Place> other, String what, String fix) {
        place.or(() -> other).ifPresent(at -> problem(at, ManifestCode.CONTRADICTION, what, fix));
    }

    /** A name that was made of another and has to be good by itself. */
    void derived(Optional<Place> place, String what, String name, Outcome<String> outcome, String fix) {
        if (outcome instanceof Outcome.Bad<String>(String why, String _)) {
            place.ifPresent(at -> problem(
                    at, ManifestCode.BAD_VALUE, what + " would be " + Problems.show(name) + ", which " + why, fix));
        }
    }

    static boolean isSame(Resource left, Resource right) {
        return left.kind().equals(right.kind())
                && left.metadata().name().equals(right.metadata().name());
    }

    private static String key(Resource resource) {
        return resource.kind() + "/" + resource.metadata().name();
    }
}
