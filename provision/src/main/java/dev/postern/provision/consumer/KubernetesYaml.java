package dev.postern.provision.consumer;

import dev.postern.model.tree.TreeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Manifests as {@code kubectl apply -f} reads them. Values of Secrets stand as text, so that GitOps tools see placeholders. */
public final class KubernetesYaml {
    private KubernetesYaml() {}

    /** @param text of a content; a secret one, or what is shown instead */
    public static String of(List<Item.Manifest> manifests, Function<Content, String> text) {
        return TreeText.yaml(
                manifests.stream().map(manifest -> document(manifest, text)).toList());
    }

    private static Map<String, Object> document(Item.Manifest manifest, Function<Content, String> text) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", manifest.name());
        manifest.namespace().ifPresent(namespace -> metadata.put("namespace", namespace));
        if (!manifest.labels().isEmpty()) {
            metadata.put("labels", manifest.labels());
        }
        if (!manifest.annotations().isEmpty()) {
            metadata.put("annotations", manifest.annotations());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "v1");
        document.put("kind", manifest.kind().word());
        document.put("metadata", metadata);
        manifest.type().ifPresent(type -> document.put("type", type));
        Map<String, Object> data = new LinkedHashMap<>();
        manifest.data().forEach((key, content) -> data.put(key, text.apply(content)));
        document.put(
                switch (manifest.kind()) {
                    case SECRET -> "stringData";
                    case CONFIG_MAP -> "data";
                },
                data);
        return document;
    }
}
