package dev.postern.model;

import dev.postern.model.tree.TreeText;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON Schema of everything that can be declared, from the tables that also read it. For editors and CI. */
public final class ResourceSchema {
    private ResourceSchema() {}

    /** JSON Schema 2020-12, indented. */
    public static String json() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        Kinds.ALL.forEach(kind -> definitions.put(kind.name(), kind.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", Resource.API_VERSION);
        schema.put(
                "oneOf",
                Kinds.ALL.stream()
                        .map(kind -> Map.of("$ref", "#/$defs/" + kind.name()))
                        .toList());
        schema.put("$defs", definitions);
        return TreeText.indentedJson(schema);
    }
}
