package dev.postern.model;

import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.MapShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.Values;
import dev.postern.model.tree.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One kind of resource: its table and how its record is made.
 *
 * @param meaning for the documentation
 */
record Kind<R extends Resource>(
        String name, Class<R> type, String meaning, Fields<R> spec, BiFunction<Metadata, Values, R> make) {
    static final ObjectShape<Metadata> METADATA = metadata();

    private static ObjectShape<Metadata> metadata() {
        Fields.Builder<Metadata> fields = new Fields.Builder<>();
        Key<String> name = fields.required("name", Names.RESOURCE, "unique within its kind", Metadata::name);
        Key<Map<String, String>> labels = fields.withDefault(
                "labels",
                new MapShape<>("key", Names::labelKey, Names.LABEL_TEXT, 0),
                Map.of(),
                "none",
                "what rules select clusters by",
                Metadata::labels);
        fields.later("namespace", "names are unique without one");
        fields.later("annotations", "use labels");
        return new ObjectShape<>(fields.build(), values -> new Metadata(values.get(name), values.get(labels)));
    }

    /** The resource, or nothing after its problems have been added. */
    Optional<R> bind(Node.Mapping document, Path folder, Problems problems) {
        Scope scope = new Scope(problems, folder, "");
        Node nothing = new Node.Mapping(document.place(), List.of());
        Optional<Metadata> metadata =
                METADATA.bind(document.value("metadata").orElse(nothing), scope.field("metadata"));
        Optional<Values> values = spec.bind(document.value("spec").orElse(nothing), scope.field("spec"));
        return metadata.flatMap(named -> values.map(bound -> make.apply(named, bound)));
    }

    /** The whole document as a plain value. */
    Map<String, Object> write(Resource resource) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", Resource.API_VERSION);
        document.put("kind", name);
        document.put("metadata", METADATA.write(resource.metadata()));
        document.put("spec", spec.write(type.cast(resource)));
        return document;
    }

    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("const", Resource.API_VERSION));
        properties.put("kind", Map.of("const", name));
        properties.put("metadata", METADATA.schema());
        properties.put("spec", spec.schema());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("description", meaning);
        schema.put("additionalProperties", false);
        schema.put("required", List.of("apiVersion", "kind", "metadata", "spec"));
        schema.put("properties", properties);
        return schema;
    }
}
